"""Everything that was loaded taken away again; what people drew stays unless that is asked for too."""

from graphrisk.publish.neo4j.load import Progress, digests, remove
from graphrisk.publish.neo4j.model import LABELS, TYPES
from graphrisk.publish.neo4j.server import Store
from graphrisk.publish.neo4j.texts import statements


def clear(store: Store, *, edits: bool = False, progress: Progress | None = None) -> int:
    """Remove all loaded nodes and relationships, history with them, in batches; returns how many nodes.

    edits: judgements and outcomes that people wrote are removed too. Nodes that are not graphrisk's are never touched.
    """
    for what, statement in statements("load/clear.cypher").items():
        if edits or what == "Run":
            store.write(statement)
    loaded = {name: digests(store, name)[0] for name in (*reversed(TYPES), *reversed(LABELS))}
    total, done, nodes = sum(map(len, loaded.values())), 0, 0
    for name, stale in loaded.items():
        gone = remove(store, name, stale)
        nodes += gone if name in LABELS else 0
        done += len(stale)
        if progress:
            progress(name, done, total)
    return nodes
