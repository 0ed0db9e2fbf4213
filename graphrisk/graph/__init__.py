"""Nodes, edges and measures: who is tied to whom, by which rows, and what is remarkable about it."""

from graphrisk.graph.build import graph

__all__ = ["graph"]
