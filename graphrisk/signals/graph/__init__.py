"""Signals of the graph: what no table shows by itself."""
