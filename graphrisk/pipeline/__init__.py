"""The corridor: the order of the rooms, what each reads and writes, and how an interrupted run goes on."""

from graphrisk.pipeline.catalogue_page import catalogue_page
from graphrisk.pipeline.corridor import ingest_alone, redo, run
from graphrisk.pipeline.result import Run, open_run

__all__ = ["Run", "catalogue_page", "ingest_alone", "open_run", "redo", "run"]
