"""Everything that was loaded taken away again; what people drew stays unless that is asked for too."""

from collections.abc import Callable

from graphrisk.publish.neo4j.load import digests, remove
from graphrisk.publish.neo4j.model import LABELS, TYPES
from graphrisk.publish.neo4j.server import Store
from graphrisk.publish.neo4j.texts import statements


def clear(store: Store, *, edits: bool = False, progress: Callable[[str, int, int], None] | None = None) -> int:
    """Remove all loaded nodes and relationships, history with them, in batches; returns how many nodes.

    edits: judgements and outcomes that people wrote are removed too. Nodes that are not graphrisk's are never touched.
    """
    for what, statement in statements("load/clear.cypher").items():
        if edits or what == "Run":
            store.write(statement)
    names = [*reversed(TYPES), *reversed(LABELS)]
    removed = 0
    for number, name in enumerate(names):
        if progress:
            progress(name, number, len(names))
        stale, there = digests(store, name)
        if there:
            gone = remove(store, name, stale)
            removed += gone if name in LABELS else 0
    return removed
