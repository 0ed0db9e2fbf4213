"""The reasons: every term of a score as a sentence in two languages, with law, rows, innocent explanation and way out."""

from graphrisk.explain.room import explain
from graphrisk.explain.show import why

__all__ = ["explain", "why"]
