"""The room of stress: which wage accounts run dry when, for how many workers, and who must pay next by law."""

from graphrisk.stress.room import stress

__all__ = ["stress"]
