"""One case alone: an entity, what stands around it, its findings and the rows behind them."""

from collections.abc import Sequence

import pyarrow as pa

from graphrisk.core.engine import connect
from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder
from graphrisk.publish.neo4j.load import Loaded, begin, digests, finish, one_place, prepare, write
from graphrisk.publish.neo4j.model import make_rows, run_id
from graphrisk.publish.neo4j.server import Store
from graphrisk.publish.neo4j.status import runs


def load_case(run: RunFolder, store: Store, centre: str, node_ids: Sequence[str]) -> list[Loaded]:
    """Bring a case into the database; cases of one run add up, nothing is taken away.

    centre: node id of the entity; node_ids: of what is shown around it. Raises UsageError where another run is loaded.
    """
    run.require("explain")
    held = {r.run_id: r for r in runs(store)}
    others = [r.name for r in held.values() if r.run_id != run_id(run) and r.is_current]
    if others:
        raise UsageError(
            f"the database holds {others[0]}: a case of another run would mix with it",
            "graphrisk neo4j clear empties it, graphrisk neo4j load brings the whole run",
        )
    before = held.get(run_id(run))
    workers = before.workers if before else "keys"
    is_whole = before is not None and before.state in ("whole", "loading")
    with connect() as con:
        one_place(store, run)
        con.register("given", pa.table({"node_id": pa.array(node_ids, pa.string())}))
        con.execute("CREATE TABLE chosen AS SELECT DISTINCT node_id FROM given")
        kinds = make_rows(con, run, workers, centre)
        prepare(store)
        begin(store, run, workers, "loading" if is_whole else "loading case")
        known = {kind.name: digests(store, kind.name) for kind in kinds}
        written = write(con, store, kinds, known, None)
        finish(store, run, before.state if before and is_whole else "case")
    return [Loaded(kind.name, *told, 0) for kind, told in zip(kinds, written, strict=True)]
