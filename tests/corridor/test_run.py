"""A delivery goes in, a ranked list with evidence comes out."""

import json
import math
from pathlib import Path

import pytest

import graphrisk as gr
from graphrisk.core.errors import UsageError
from graphrisk.core.run import ROOMS
from graphrisk.pipeline.result import Run

COLUMNS = [
    "entity_kind",
    "entity_id",
    "name",
    "area_code",
    "score",
    "level",
    "rank",
    "workers_at_risk",
    "amount_at_risk_yuan",
    "first_signal_on",
    "evaluable_share",
    "reason_1",
    "reason_2",
    "reason_3",
]


def test_every_room_leaves_what_it_promises(town_run: Run) -> None:
    for room, outputs in ROOMS.items():
        assert town_run.folder.is_done(room)
        for output in outputs:
            assert town_run.folder.file(output).exists(), f"{room} left no {output}"
    assert not [p for p in town_run.path.iterdir() if p.name.startswith(".")]


def test_the_run_remembers_where_its_delivery_was_and_its_manifest_does_not(town: Path, town_run: Run) -> None:
    assert (town_run.path / "rooms" / "ingest").read_text("utf-8") == str(town.resolve())
    assert str(town.parent) not in (town_run.path / "manifest.json").read_text("utf-8")


def test_ranking_has_exactly_the_promised_columns_and_no_ties(town_run: Run) -> None:
    ranking = town_run.ranking()
    assert list(ranking.columns) == COLUMNS
    assert (town_run.path / "ranking.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for _, rows in ranking.groupby("entity_kind"):
        assert sorted(rows["rank"]) == list(range(1, len(rows) + 1))
        assert rows["score"].is_unique
        assert rows.sort_values("rank")["score"].is_monotonic_decreasing
        assert rows["score"].between(0, 1, inclusive="left").all()
    order = ["red", "orange", "yellow", "blue", "green"]
    assert set(ranking["level"]) <= set(order)


def test_every_project_and_company_is_ranked(town_run: Run) -> None:
    ranking = town_run.ranking()
    assert set(town_run.read("project")["project_id"]) == set(ranking.query("entity_kind == 'project'")["entity_id"])
    parties = town_run.read("parties")
    assert set(parties.query("kind == 'company'")["party_id"]) == set(
        ranking.query("entity_kind == 'company'")["entity_id"]
    )


def test_terms_add_up_to_the_score(town_run: Run) -> None:
    total = town_run.read("reasons").groupby(["entity_kind", "entity_id"])["contribution"].sum()
    scores = town_run.read("scores").set_index(["entity_kind", "entity_id"])["score"]
    for entity, score in scores.items():
        assert total.get(entity, 0.0) == pytest.approx(-math.log1p(-score), abs=1e-9), entity


def test_every_finding_names_rows_that_stand_in_the_tables(town_run: Run) -> None:
    missing = town_run.sql(
        "SELECT DISTINCT e.table FROM (SELECT unnest(evidence) AS e FROM findings) WHERE e.table IS NULL OR e.key IS NULL"
    )
    assert missing.empty
    bare = town_run.sql("SELECT * FROM findings WHERE coalesce(len(evidence), 0) = 0")
    assert bare.empty


def test_every_finding_is_explained_in_two_languages(town_run: Run) -> None:
    reasons = town_run.read("reasons")
    findings = town_run.read("findings")
    own = reasons[reasons["signal"].isin(findings["signal"])]
    for column in ("sentence_zh", "sentence_en", "law", "innocent_when", "clears_when"):
        assert own[column].str.len().gt(0).all(), column
    assert not reasons["sentence_zh"].str.contains(r"\{").any()
    assert not reasons["sentence_en"].str.contains(r"\{").any()
    assert not reasons["sentence_en"].str.contains("guilt|violator|illegal firm", case=False).any()


def test_coverage_tells_three_outcomes(town_run: Run) -> None:
    coverage = town_run.read("coverage")
    assert (coverage["n_found"] <= coverage["n_evaluable"]).all()
    assert (coverage["n_evaluable"] <= coverage["n_population"]).all()
    assert coverage["n_found"].sum() > 0
    assert (coverage["n_evaluable"] < coverage["n_population"]).any()


def test_explain_and_ego_and_sql_are_one_call(town_run: Run) -> None:
    first = town_run.ranking("project")["entity_id"].iloc[0]
    terms = town_run.explain(first)
    assert len(terms) > 0
    graph = town_run.ego(first, hops=2)
    assert graph.number_of_nodes() > 1
    assert all("kind" in attributes for _, attributes in graph.nodes(data=True))
    assert town_run.sql("SELECT count(*) AS n FROM project")["n"].iloc[0] == len(town_run.read("project"))
    with pytest.raises(UsageError, match="no-such"):
        town_run.explain("no-such")


def test_no_worker_is_scored(town_run: Run) -> None:
    assert set(town_run.read("scores")["entity_kind"]) <= {"project", "company"}
    assert set(town_run.ranking()["entity_kind"]) == {"project", "company"}


def test_referee_and_manifest_are_json(town_run: Run) -> None:
    assert json.loads((town_run.path / "referee.json").read_text("utf-8"))
    manifest = json.loads((town_run.path / "manifest.json").read_text("utf-8"))
    assert manifest["as_of"] == "2022-06-15"
    assert all(len(digest) == 64 for digest in manifest["inputs"].values())


def test_a_room_again_changes_nothing_and_makes_later_rooms_stale(town_run: Run, tmp_path: object) -> None:
    import shutil

    copy = Path(str(tmp_path)) / "copy"
    shutil.copytree(town_run.path, copy)
    before = (copy / "scores.parquet").read_bytes()
    gr.redo(copy, "score")
    assert (copy / "scores.parquet").read_bytes() == before
    with pytest.raises(UsageError, match="explain"):
        gr.redo(copy, "publish")
    gr.redo(copy, "explain")
    gr.redo(copy, "publish")
    assert (copy / "ranking.csv").read_bytes() == (town_run.path / "ranking.csv").read_bytes()
