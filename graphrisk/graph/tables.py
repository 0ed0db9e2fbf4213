"""Nodes and edges as tables of the engine: each kind is one static SELECT of the room, with the rows that prove it."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from graphrisk.core.engine import quoted, show_parquet, show_tables, write
from graphrisk.core.errors import GraphriskError
from graphrisk.core.graph import EDGE_KINDS, NODE_KINDS
from graphrisk.graph.texts import texts

# A proof is a `row_ref` text: the table up to the first bar, the received day (or nothing) after the last, the key between.
PROOF = """CREATE OR REPLACE MACRO as_proofs(refs) AS list_transform(refs, lambda r: {
    'table': split_part(r, '|', 1),
    'key': r[strpos(r, '|') + 1 : CASE WHEN suffix(r, '|') THEN -2 ELSE -12 END],
    'received_on': CASE WHEN NOT suffix(r, '|') THEN CAST(right(r, 10) AS DATE) END})"""


def show_inputs(con: DuckDBPyConnection, run: Path) -> frozenset[str]:
    """Make checked tables, `parties`, `party` (code -> party) and `named_party` (code-less name -> party) visible."""
    delivered = show_tables(con, run / "tables")
    show_parquet(con, "parties", run / "parties.parquet")
    links = f"read_parquet({quoted(run / 'links.parquet')})"
    con.execute(f"CREATE OR REPLACE VIEW party AS SELECT record AS uscc, party_id FROM {links} WHERE kind = 'uscc'")
    con.execute(
        f"CREATE OR REPLACE VIEW named_party AS SELECT record AS name, party_id FROM {links} WHERE kind = 'name'"
    )
    return delivered


def make_tables(con: DuckDBPyConnection) -> None:
    """Make `edges` and `nodes`, rows in no order yet."""
    con.execute(PROOF)
    con.execute(
        "CREATE OR REPLACE TABLE edges (kind VARCHAR, source VARCHAR, target VARCHAR, weight DOUBLE, since DATE,"
        ' until DATE, evidence STRUCT("table" VARCHAR, "key" VARCHAR, received_on DATE)[])'
    )
    con.execute(
        "CREATE OR REPLACE TABLE nodes (node_id VARCHAR, kind VARCHAR, key VARCHAR, name VARCHAR, attributes VARCHAR)"
    )
    for kind, (source, target) in sorted(EDGE_KINDS.items()):
        _insert(con, kind, _edges(kind, source, target))
    for kind in sorted(NODE_KINDS):
        _insert(con, kind, _nodes(con, kind))


def write_tables(con: DuckDBPyConnection, out: Path) -> None:
    """Write both tables in order, and let them go; how a table was filled would show in where the file is cut."""
    for name, order in (("nodes", "kind, key"), ("edges", "kind, source, target")):
        write(con, f"SELECT * FROM {name} ORDER BY {order}", out / f"{name}.parquet")
        con.execute(f"DROP TABLE {name}")


def _insert(con: DuckDBPyConnection, kind: str, sql: str) -> None:
    import duckdb

    try:
        con.execute(sql)
    except duckdb.Error as error:
        raise GraphriskError(f"graph: {kind} failed: {error}", hint=sql) from error


def _edges(kind: str, source: str, target: str) -> str:
    return f"""INSERT INTO edges
        SELECT '{kind}', '{source}:' || source, '{target}:' || target, weight, since, until, as_proofs(evidence)
        FROM ({texts("edges")[kind.lower()]}) AS e"""


def _nodes(con: DuckDBPyConnection, kind: str) -> str:
    """Nodes of a kind, and those that only other tables' rows name: a broken reference is evidence, not dirt."""
    text = texts("nodes")[kind.lower()]
    columns = [c for c in con.sql(text).columns if c not in ("key", "name")]
    packed = ", ".join(f'"{c}" := n."{c}"' for c in columns)
    ends = [
        f"SELECT {end}[{len(kind) + 2}:] AS key FROM edges WHERE kind = '{edge}'"
        for edge, kinds in sorted(EDGE_KINDS.items())
        for end, its_kind in zip(("source", "target"), kinds, strict=True)
        if its_kind == kind
    ]
    if kind == "Worker":  # its edges and its nodes are of the same rows, and there are a million
        ends = ["SELECT CAST(NULL AS VARCHAR) AS key WHERE false"]
    return f"""INSERT INTO nodes
        WITH registered AS ({text}),
        seen AS ({" UNION ".join(ends)})
        SELECT '{kind}:' || key, '{kind}', key, name, attributes FROM (
            SELECT n.key, n.name, CAST(to_json(struct_pack({packed})) AS VARCHAR) AS attributes FROM registered AS n
            UNION ALL
            SELECT key, key, '{{"is_registered":false}}' FROM seen WHERE key NOT IN (SELECT key FROM registered)
        )"""
