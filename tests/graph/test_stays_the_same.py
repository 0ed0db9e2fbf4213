"""The same run, the same bytes: whatever the threads, the order of rows, or what comes in later."""

from pathlib import Path

import pyarrow.parquet as pq

from graphrisk.core.engine import connect
from graphrisk.core.run import RunFolder
from graphrisk.graph import graph

FILES = ("nodes.parquet", "edges.parquet", "measures.parquet", "remarkable.parquet")


def again(run: Path, out: Path, threads: int) -> Path:
    out.mkdir()
    with connect(threads=threads) as con:
        graph(RunFolder(run), out, con)
    return out


def test_one_thread_and_two_write_the_same_bytes(town_graph, tmp_path) -> None:
    again(town_graph, tmp_path / "two", 2)
    for name in FILES:
        assert (tmp_path / "two" / name).read_bytes() == (town_graph / name).read_bytes()


def test_the_order_of_rows_is_no_information(town_graph, tmp_path) -> None:
    """Tables, links and parties in reverse give the same files."""
    turned = tmp_path / "turned"
    (turned / "tables").mkdir(parents=True)
    for file in [
        *(town_graph / "tables").glob("*.parquet"),
        town_graph / "links.parquet",
        town_graph / "parties.parquet",
    ]:
        rows = pq.read_table(file)
        pq.write_table(rows.take(list(range(len(rows)))[::-1]), turned / file.relative_to(town_graph))
    (turned / "manifest.json").write_bytes((town_graph / "manifest.json").read_bytes())
    again(turned, tmp_path / "out", 2)
    for name in FILES:
        assert pq.read_table(tmp_path / "out" / name).equals(pq.read_table(town_graph / name)), name


def test_rows_are_in_order_and_ends_exist(town_graph) -> None:
    nodes = pq.read_table(town_graph / "nodes.parquet", columns=["kind", "key", "node_id"]).to_pylist()
    edges = pq.read_table(town_graph / "edges.parquet", columns=["kind", "source", "target", "weight"]).to_pylist()
    assert [(n["kind"], n["key"]) for n in nodes] == sorted({(n["kind"], n["key"]) for n in nodes})
    keys = [(e["kind"], e["source"], e["target"]) for e in edges]
    assert keys == sorted(set(keys))
    known = {n["node_id"] for n in nodes}
    assert all(e["source"] in known and e["target"] in known for e in edges)
    assert all(e["weight"] is not None and e["weight"] >= 0 for e in edges)


def test_every_edge_is_proved_by_rows_that_exist(town_graph) -> None:
    """Every proof names a row of a checked table by its primary key, with the day it was received."""
    from graphrisk.core.contract import contract

    with connect(threads=1) as con:
        con.execute(
            f"""CREATE TABLE proof AS SELECT DISTINCT unnest(evidence, recursive := true)
                FROM read_parquet('{town_graph}/edges.parquet')"""
        )
        told = [t for (t,) in con.execute('SELECT DISTINCT "table" FROM proof ORDER BY 1').fetchall()]
        assert {"project", "worker", "special_account", "clue"} <= set(told)
        for name in told:
            key = contract()[name].key_sql()
            (missing,) = con.execute(
                f"""SELECT count(*) FROM (SELECT key, received_on FROM proof WHERE "table" = '{name}' EXCEPT
                    SELECT {key}, received_on FROM read_parquet('{town_graph}/tables/{name}.parquet'))"""
            ).fetchone()
            assert missing == 0, name
        assert con.execute(
            f"SELECT count(*) FROM read_parquet('{town_graph}/edges.parquet') WHERE len(evidence) NOT BETWEEN 1 AND 20"
        ).fetchone() == (0,)
