"""The toy town explained: every row named as evidence stands in the checked tables, every level rests on what is shown."""

import json
import math
from pathlib import Path

import pyarrow as pa

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect, show_parquet, show_tables
from graphrisk.explain.show import lines_of
from graphrisk.pipeline.result import Run

GRAVE = {"S1", "S2"}


def test_every_row_behind_every_term_stands_in_its_table(town_run: Run) -> None:
    with connect() as con:
        show_tables(con, town_run.path / "tables")
        show_parquet(con, "reasons", town_run.folder.file("reasons.parquet"))
        con.execute(
            'CREATE TABLE named AS SELECT DISTINCT e."table" AS source, e.key, e.received_on FROM (SELECT unnest(evidence) AS e FROM reasons)'
        )
        sources = [s for (s,) in con.sql("SELECT DISTINCT source FROM named").fetchall()]
        assert set(sources) <= contract().keys()
        assert len(sources) > 5
        for source in sources:
            key = contract()[source].key_sql()
            lost = con.sql(
                f"SELECT key FROM named WHERE source = '{source}' AND (key, received_on) NOT IN (SELECT ({key}, received_on) FROM {source})"
            ).fetchall()
            assert not lost, (source, lost[:3])


def test_evidence_leads_back_to_a_line_of_the_delivery(town: Path, town_run: Run) -> None:
    """The line that is named holds the row's key, whatever the table."""
    rows = [row for evidence in town_run.read("reasons")["evidence"].iloc[::40] for row in evidence]
    found = lines_of(town_run.path, rows)
    assert found.keys() == {(row["table"], row["key"]) for row in rows}
    assert len({table for table, _ in found}) > 5
    for (table, key), (source, line) in found.items():
        text = (town / source).read_text("utf-8-sig").splitlines()[line - 1]
        assert source.endswith(f"{table}.csv")
        assert all(part in text for part in key.split("/")), (key, text)


def test_a_row_that_nobody_delivered_has_no_line(town_run: Run) -> None:
    asked = [{"table": "project", "key": "no/such"}, {"table": "nothing", "key": "1"}]
    assert lines_of(town_run.path, asked) == {}


def test_levels_rest_on_findings(town_run: Run) -> None:
    catalogue = _catalogue(town_run)
    reasons = town_run.read("reasons")
    scores = town_run.read("scores").set_index(["entity_kind", "entity_id"])
    for (kind, entity), terms in reasons.groupby(["entity_kind", "entity_id"]):
        level = scores.loc[(kind, entity), "level"]
        grades = {catalogue.get((t.signal, t.reason)) for t in terms.itertuples()} - {None}
        on_sites = "projects" in set(terms["signal"])
        if level == "red":
            assert grades & GRAVE, entity
        if level == "orange":
            assert grades & GRAVE or on_sites, entity
        if not grades and not on_sites:
            assert level in ("blue", "green"), entity


def test_every_kind_of_term_is_met_and_no_place_is_open(town_run: Run) -> None:
    reasons = town_run.read("reasons")
    assert {"measure", "exposure", "projects", "level_floor", "order"} <= set(reasons["signal"])
    for column in ("sentence_zh", "sentence_en", "law", "innocent_when", "clears_when"):
        assert not reasons[column].str.contains(r"[{}]|\bNone\b|\bnan\b|\bnull\b").any(), column
    assert (reasons["evidence"].str.len() > 0).all()
    assert (reasons["evidence"].str.len() <= 20).all()


def test_the_referee_agrees_with_the_scores(town_run: Run) -> None:
    told = json.loads(town_run.folder.file("referee.json").read_text("utf-8"))
    counts = town_run.read("scores").groupby("entity_kind")["level"].value_counts()
    assert {(k, level): n for k, levels in told["levels"].items() for level, n in levels.items()} == counts.to_dict()
    assert told["findings_not_weighed"] == 0
    assert all(c["n_not_adding_up"] == c["n_out_of_range"] == 0 for c in told["sum_checks"])
    shown = sum(c["hazard"] for c in told["contributions"])
    scores = town_run.read("scores")["score"]
    assert math.isclose(shown, -sum(map(math.log1p, -scores)), abs_tol=1e-3)


def _catalogue(run: Run) -> dict[tuple[str, str], str]:
    import pyarrow.parquet as pq

    rows: pa.Table = pq.read_table(run.folder.file("signals.parquet"), columns=["signal", "reason", "severity"])
    return {(r["signal"], r["reason"]): r["severity"] for r in rows.to_pylist()}
