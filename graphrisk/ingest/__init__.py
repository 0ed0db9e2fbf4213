"""The door: a delivery becomes checked tables; what cannot be kept is quarantined with file, line, column, value and reason."""

from graphrisk.ingest.door import ingest
from graphrisk.ingest.survey import digests

__all__ = ["digests", "ingest"]
