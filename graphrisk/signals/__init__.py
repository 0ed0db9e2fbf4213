"""The signals: declared questions to the tables, each answered with evidence, *not found* or *could not tell*."""

from graphrisk.signals.catalogue import catalogue
from graphrisk.signals.room import signals

__all__ = ["catalogue", "signals"]
