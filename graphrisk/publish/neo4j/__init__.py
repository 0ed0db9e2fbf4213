"""Neo4j: a run loaded to be walked, and what people drew there read back; the driver is imported only here."""

from graphrisk.publish.neo4j.load import load
from graphrisk.publish.neo4j.server import Store, connect

__all__ = ["Store", "connect", "load"]
