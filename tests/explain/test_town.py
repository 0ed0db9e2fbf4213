"""The toy town explained: every row named as evidence stands in the checked tables, every level rests on what is shown."""

import json
import math

import pyarrow as pa

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect, show_parquet, show_tables
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
