"""What of a run is loaded: a table of rows a label and a type, each row with a digest that tells whether it changed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from duckdb import DuckDBPyConnection

from graphrisk.core.contract import contract
from graphrisk.core.engine import identifier, keep, named, quoted, relation, show_parquet, show_tables
from graphrisk.core.errors import UsageError
from graphrisk.core.graph import EDGE_KINDS, NODE_KINDS, PATHS
from graphrisk.core.run import RunFolder
from graphrisk.publish.neo4j.texts import rows
from graphrisk.publish.ranking import SHOWN_TERM

WORKERS = ("keys", "teams", "none")  # as nodes with a key, as numbers of their teams, not at all
# rows whose key holds a worker's
WORKER_TABLES = ("attendance_day", "attendance_month", "payroll", "worker")
RESULTS = ("parties", "links", "candidates", "nodes", "edges", "findings", "signals", "scores", "reasons")
LABELS = (*NODE_KINDS, "Run", "Score", "Signal", "Finding", "Reason", "Record", "Contract", "Alias", "RoundTrip")
TYPES = (
    *EDGE_KINDS,
    *("HAS_SCORE", "OF_RUN", "HAS_FINDING", "OF_SIGNAL", "EVIDENCED_BY", "TELLS_OF", "HAS_REASON", "RESTS_ON"),
    *("FOR", "LETS", "TAKES", "UNDER", "LEFT", "CAME_BACK_TO", "UNDER_ONE_HAND", "CREW_MOVED_TO", "NEAR_DEBTOR"),
    *("KNOWN_AS", "MAY_BE", "SHARES_WORKERS"),
)
HISTORY = ("Run", "Score", "HAS_SCORE", "OF_RUN")  # of earlier runs these stay
_ENTITY = "CASE entity_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || entity_id"


@dataclass(frozen=True, slots=True)
class Rows:
    """One table of the engine that holds the rows of a label or of a type."""

    name: str  # the label or the type
    is_node: bool
    table: str
    properties: tuple[str, ...]


def run_id(run: RunFolder) -> str:
    """The run's name in the graph's history: sixteen digits of its manifest's digest."""
    return sha256(run.manifest.to_json().encode()).hexdigest()[:16]


def make_rows(con: DuckDBPyConnection, run: RunFolder, workers: str, centre: str | None = None) -> list[Rows]:
    """Make a table for each label and type; nodes first. A row's digest is a whole number of all its columns.

    With `centre` only of the nodes in the engine's table `chosen (node_id)`, and the reasons of the centre alone.
    """
    _show(con, run)
    if centre is not None:
        _narrow(con, centre)
    asked = _asked(run, workers)
    for step, sql in rows("before").items():
        keep(con, step.partition("_")[2], sql, asked)
    _places(con)
    made = [_kept(con, label, is_node=True, sql=rows("nodes")[label], asked=asked) for label in LABELS]
    for kind in TYPES:
        own = kind in EDGE_KINDS
        sql = rows("relationships")["graph" if own else kind]
        made.append(_kept(con, kind, is_node=False, sql=sql, asked=asked | {"kind": kind}))
    if centre is not None:
        _cut(con, made, centre)
    return made


def pairs(con: DuckDBPyConnection, kind: Rows) -> list[str]:
    """The statements that load a type: one a label of source and label of target."""
    return [p for (p,) in con.execute(f"SELECT DISTINCT pair FROM {identifier(kind.table)} ORDER BY pair").fetchall()]


def _asked(run: RunFolder, workers: str) -> dict[str, Any]:
    seen = run.manifest
    return {
        "run_id": run_id(run),
        "name": run.path.resolve().name,
        "as_of": seen.as_of,
        "locality": seen.locality,
        "delivery": seen.delivery,
        "workers": workers,
        "worker_tables": list(WORKER_TABLES),
        "shown_term": SHOWN_TERM,
    }


def _show(con: DuckDBPyConnection, run: RunFolder) -> None:
    show_tables(con, run.path / "tables")
    for name in (*RESULTS, *(f"paths/{name}" for name in PATHS)):
        file = run.file(f"{name}.parquet")
        if not file.is_file():
            raise UsageError(
                f"{run.path.name} has no {name}.parquet: an older graphrisk made it",
                "graphrisk run DELIVERY makes it anew",
            )
        show_parquet(con, file.stem, file)
    show_parquet(con, "every_edge", run.file("edges.parquet"))  # also where a case shows but a few
    con.execute("CREATE OR REPLACE VIEW party AS SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc'")
    titles = ", ".join(f"({quoted(t.name)}, {quoted(t.title)})" for t in contract().values())
    con.execute(f"CREATE OR REPLACE VIEW table_title AS SELECT * FROM (VALUES {titles}) AS v (table_name, title)")


def _narrow(con: DuckDBPyConnection, centre: str) -> None:
    """What is not about the chosen nodes is not read; evidence is of the centre's findings."""
    for name, kept in {
        "nodes": "node_id IN (FROM chosen)",
        "edges": "source IN (FROM chosen) AND target IN (FROM chosen)",
        "scores": f"{_ENTITY} IN (FROM chosen)",
        "findings": f"{_ENTITY} IN (FROM chosen)",
        "reasons": f"{_ENTITY} IN (FROM chosen)",
        "contract": "'Project:' || project_id IN (FROM chosen)",
        "round_trip": "'Account:' || account_key IN (FROM chosen)",
    }.items():
        con.execute(f"CREATE OR REPLACE TABLE kept AS SELECT * FROM {name} WHERE {kept}")
        con.execute(f"DROP VIEW {name}; ALTER TABLE kept RENAME TO {name}")
    con.execute(f"UPDATE findings SET evidence = [] WHERE {_ENTITY} <> $1", [centre])


def _cut(con: DuckDBPyConnection, made: list[Rows], centre: str) -> None:
    """Reasons are the centre's; a relationship with an end that is not loaded is left out."""
    con.execute(f'DELETE FROM "load Reason" WHERE {_ENTITY} <> $1', [centre])
    ids = " UNION ALL ".join(f"SELECT node_id FROM {identifier(kind.table)}" for kind in made if kind.is_node)
    con.execute(f"CREATE OR REPLACE TABLE known_node AS {ids}")
    for kind in made:
        if not kind.is_node:
            con.execute(
                f"DELETE FROM {identifier(kind.table)} WHERE source NOT IN (FROM known_node) OR target NOT IN (FROM known_node)"
            )


def _places(con: DuckDBPyConnection) -> None:
    """Make `place`: file and line of each record; a mass table is cut by the first part of its key before keys are made."""
    con.execute(
        "CREATE OR REPLACE TABLE place (table_name VARCHAR, key VARCHAR, source_file VARCHAR, source_line BIGINT)"
    )
    for (name,) in con.execute("SELECT DISTINCT table_name FROM record ORDER BY 1").fetchall():
        table = contract()[name]
        known = f"SELECT key FROM record WHERE table_name = {quoted(name)}"
        first = f"CAST({table.primary_key[0]} AS VARCHAR)"
        cut = f"{first} IN (SELECT split_part(key, '/', 1) FROM ({known})) OR contains({first}, '/')"
        con.execute(
            f"INSERT INTO place SELECT {quoted(name)}, {table.key_sql()}, source_file, source_line FROM {name}"
            f" WHERE ({cut}) AND {table.key_sql()} IN ({known})"
        )


def _kept(con: DuckDBPyConnection, name: str, *, is_node: bool, sql: str, asked: dict[str, Any]) -> Rows:
    table = f"load {name}"
    ends = "" if is_node else f", split_part(source, ':', 1) || ' {name} ' || split_part(target, ':', 1) AS pair"
    short = ", ".join(f"{_short(c)} AS {c}" for c in (["node_id"] if is_node else ["source", "target"]))
    cut = f"SELECT * REPLACE ({short}) FROM ({sql})"
    digested = f"SELECT x.*{ends}, CAST(hash(x) >> 1 AS BIGINT) AS row_digest FROM ({cut}) AS x"
    keep(con, table, digested, {p: asked[p] for p in named(sql)})
    keys = {"node_id", "row_digest"} if is_node else {"source", "target", "pair", "row_digest"}
    columns = tuple(c for c in relation(con, f"SELECT * FROM {identifier(table)}").columns if c not in keys)
    return Rows(name, is_node, table, columns)


def _short(node_id: str) -> str:
    """SQL of an id that an index takes: one that a name of thousands of characters is part of ends in its digest."""
    return (
        f"CASE WHEN strlen({node_id}) <= 2000 THEN {node_id} ELSE left({node_id}, 100) || '…' || sha256({node_id}) END"
    )
