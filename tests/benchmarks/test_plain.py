"""The plain version of the benchmark does the same work as the corridor: same tables, quarantine, counts, sums and ties."""

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import networkx as nx
import pandas as pd
import plain
import plain_ingest
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import same

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect, show_tables
from graphrisk.graph.structure import WALKS
from graphrisk.graph.tables import show_inputs
from graphrisk.pipeline.result import Run
from tests.benchmarks.dirt import make_dirty
from tests.ingest.tools import AS_OF, bring_in

SAME = {"rows_in", "kept", "quarantined", "flagged", "replaced_versions", "exact_duplicates", "blank_rows"}
SAME |= {"unknown_columns", "absent_columns", "last_received_on", "earlier_version_stands", "reason", "flag"}
NAMED = {"last_received_on", "reason", "flag"}  # checks whose detail counts too


def same_ingest(corridor: Path, other: Path) -> None:
    """Every row of every table with its flags and place, every fault, every count."""
    tables = sorted(p.name for p in (corridor / "tables").glob("*.parquet"))
    assert tables == sorted(p.name for p in (other / "tables").glob("*.parquet"))
    for name in tables:
        order = [("source_file", "ascending"), ("source_line", "ascending")]
        one, two = (pq.read_table(run / "tables" / name).sort_by(order) for run in (corridor, other))
        assert one.column_names == two.column_names
        for column in one.column_names:
            cells = one[column], two[column].cast(one[column].type)
            assert cells[0].equals(cells[1]) or cells[0].to_pylist() == cells[1].to_pylist(), (name, column)
        faults = [pq.read_table(run / "quarantine" / name).to_pylist() for run in (corridor, other)]
        told = [Counter(tuple(f[c] for c in plain_ingest.FAULT) for f in found) for found in faults]
        assert told[0] == told[1], name
    assert counts(corridor) == counts(other)


def counts(run: Path) -> dict[tuple[str, str, str], int]:
    rows = pq.read_table(run / "quality.parquet").to_pylist()
    return {
        (r["table"], r["check"], r["detail"] if r["check"] in NAMED else ""): r["n_rows"]
        for r in rows
        if r["check"] in SAME
    }


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain")


@pytest.fixture(scope="module")
def tables(town: Path, out: Path) -> plain.Tables:
    return plain_ingest.ingest(town, out, AS_OF)


def test_a_clean_delivery(tables: plain.Tables, out: Path, town_run: Run) -> None:
    assert tables.keys() == {p.stem for p in (town_run.path / "tables").glob("*.parquet")}
    same_ingest(town_run.path, out)


def test_a_dirty_delivery(town: Path, tmp_path: Path) -> None:
    make_dirty(town, tmp_path / "dirty")
    bring_in(tmp_path / "dirty", tmp_path / "corridor")
    plain_ingest.ingest(tmp_path / "dirty", tmp_path / "plain", AS_OF)
    same_ingest(tmp_path / "corridor", tmp_path / "plain")
    told = counts(tmp_path / "plain")
    assert sum(n for (_, check, _), n in told.items() if check == "quarantined") > 3000
    reasons = {detail.split(":")[0] for _, check, detail in told if check == "reason"}
    assert len(reasons) == 12  # each reason of the closed list
    assert {detail.split(":")[0] for _, check, detail in told if check == "flag"} == {
        "check_digit", "foreign_key", "magnitude", "received_before_event", "implausible_date",
    }  # fmt: skip


def test_sums(tables: plain.Tables, town_run: Run) -> None:
    heads, unpaid, teams = plain.aggregate(tables["payroll"], tables["attendance_month"])
    with connect(1) as con:
        show_tables(con, town_run.path / "tables")
        told = con.execute(same.SUMS["heads"]).fetchall()
        assert {row[:2]: row[2:] for row in told} == dict(
            zip(heads.index, heads.itertuples(index=False, name=None), strict=True)
        )
        assert {row[:2]: row[2] for row in con.execute(same.SUMS["unpaid"]).fetchall()} == unpaid["n"].to_dict()
        told = con.execute(f"{same.SUMS['teams']} ORDER BY ALL").df()
    found = teams.sort_index().astype("float64").reset_index()
    found.columns = told.columns
    pd.testing.assert_frame_equal(told, found, check_dtype=False)


def test_the_graph_is_the_corridors(tables: plain.Tables, town_run: Run) -> None:
    """Ties are the same but for accounts whose holder only a name tells; with those, core numbers and parts are the same."""
    firms = plain.graph(tables)
    edges = pq.read_table(town_run.path / "edges.parquet", columns=["kind", "source", "target"]).to_pylist()
    walked = {
        frozenset((e["source"], e["target"])): e["kind"]
        for e in edges
        if e["kind"] in WALKS and e["source"] != e["target"]
    }
    own = {frozenset(pair) for pair in firms.edges}
    assert own <= walked.keys()
    more = walked.keys() - own
    assert {walked[pair] for pair in more} <= {"HOLDS"}
    assert len(more) <= 5
    firms.add_edges_from(tuple(pair) for pair in more)
    measured = duckdb.sql(
        f"SELECT measure, node_id, value FROM '{town_run.path}/measures.parquet' WHERE measure IN ('core_number', 'component_size')"
    ).fetchall()
    core = nx.core_number(firms)
    size = {node: len(part) for part in nx.connected_components(firms) for node in part}
    known = {"core_number": core, "component_size": size}
    compared = Counter(measure for measure, node, value in measured if node in core and known[measure][node] == value)
    assert compared == {"core_number": len(core), "component_size": len(core)}


def test_the_tool_does_the_same_over_the_corridors_ties(town_run: Run) -> None:
    with connect(1) as con:
        show_inputs(con, town_run.path)
        own = same.graph(con)
    edges = pq.read_table(town_run.path / "edges.parquet", columns=["kind", "source", "target", "weight"])
    walked = edges.filter(pc.field("kind").isin(WALKS))
    order = [(name, "ascending") for name in edges.column_names]
    assert own.edges.sort_by(order).cast(walked.schema).equals(walked.sort_by(order))


def test_a_column_of_persons_is_refused(tmp_path: Path) -> None:
    company = contract()["company"]
    names = [f.name for f in company.fields if f.required] + ["phone_key"]
    good = {
        "uscc": "91110000100000001W",
        "name": "甲",
        "kind": "company",
        "status": "active",
        "received_on": "2022-01-01",
    }
    path = tmp_path / "market" / "company.csv"
    path.parent.mkdir()
    path.write_text(",".join(names) + "\n" + ",".join((good | {"phone_key": "139 1234-5678"})[n] for n in names) + "\n")
    with pytest.raises(plain_ingest.Refused, match="phone_key"):
        plain_ingest.ingest(tmp_path, tmp_path / "out", date(2022, 6, 15))
