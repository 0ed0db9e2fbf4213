"""Publish: the ranked list as CSV and workbook, and a report that opens without a network."""

from graphrisk.publish.room import publish

__all__ = ["publish"]
