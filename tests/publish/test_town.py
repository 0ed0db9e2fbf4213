"""The room on a whole run of the toy town: what is published is what the rooms before it found."""

import re

import openpyxl
import pandas as pd
import pytest

from graphrisk.core.graph import EDGE_KINDS, NODE_KINDS
from graphrisk.core.ids import stable_id
from graphrisk.pipeline.result import Run
from graphrisk.publish.ranking import COLUMNS
from graphrisk.publish.report.evidence import PERSONAL
from graphrisk.publish.report.picture import EDGES, KINDS
from graphrisk.publish.words import TERMS


@pytest.fixture(scope="module")
def ranking(town_run: Run) -> pd.DataFrame:
    return town_run.ranking()


@pytest.fixture(scope="module")
def pages(town_run: Run) -> list[str]:
    return [p.read_text("utf-8") for p in (town_run.path / "report" / "cases").iterdir()]


def test_every_scored_entity_is_ranked_once(town_run: Run, ranking: pd.DataFrame) -> None:
    scores = town_run.read("scores")
    assert tuple(ranking.columns) == COLUMNS
    assert not ranking.duplicated(["entity_kind", "rank"]).any()
    both = ranking.merge(scores, on=["entity_kind", "entity_id"], suffixes=("", "_told"))
    assert len(both) == len(ranking) == len(scores)
    for column in ("score", "level", "rank", "evaluable_share"):
        assert (both[column] == both[f"{column}_told"]).all(), column
    assert (both["amount_at_risk_yuan"] * 100).round().fillna(-1).eq(both["amount_at_risk_fen"].fillna(-1)).all()
    for _, rows in ranking.groupby("entity_kind"):
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
        assert rows["name"].notna().all()


def test_the_first_reason_is_the_heaviest_term(town_run: Run, ranking: pd.DataFrame) -> None:
    terms = town_run.read("reasons")
    terms = terms[~terms["signal"].isin(["order", "level_floor", "level_cap"]) & (terms["contribution"] > 1e-6)]
    most = terms.groupby(["entity_kind", "entity_id"])["contribution"].transform("max")
    heaviest = terms[terms["contribution"] == most].groupby(["entity_kind", "entity_id"])["signal"].agg(set)
    joined = ranking.join(heaviest.rename("heaviest"), on=["entity_kind", "entity_id"])
    told = joined[joined["reason_1"].notna()]
    assert len(told) == len(heaviest)
    assert all(r.split()[0] in of for r, of in zip(told["reason_1"], told["heaviest"], strict=True))


def test_the_workbook_has_the_same_rows(town_run: Run, ranking: pd.DataFrame) -> None:
    page = openpyxl.load_workbook(town_run.path / "ranking.xlsx", read_only=True).worksheets[0]
    head, *rows = page.iter_rows(values_only=True)
    assert head == COLUMNS
    assert [row[:2] for row in rows] == list(ranking[["entity_kind", "entity_id"]].itertuples(index=False, name=None))
    assert [row[4] for row in rows] == pytest.approx(ranking["score"].tolist())


def test_a_page_for_every_red_and_orange_entity(ranking: pd.DataFrame, pages: list[str]) -> None:
    assert len(pages) == ranking["level"].isin(["red", "orange"]).sum() > 10


def test_every_row_of_evidence_that_names_no_person_is_on_the_page(town_run: Run) -> None:
    told = town_run.read("scores").query("level in ('red', 'orange')")
    terms = town_run.read("reasons").merge(told[["entity_kind", "entity_id"]])
    terms = terms[terms["contribution"].abs() >= 0.0001]
    n = 0
    for (kind, entity), own in terms.groupby(["entity_kind", "entity_id"]):
        page = (town_run.path / "report" / "cases" / f"{kind}-{stable_id(kind, entity)}.html").read_text("utf-8")
        proofs = [proof for term in own.itertuples() if not term.signal.startswith("level") for proof in term.evidence]
        for proof in proofs:
            assert f" {proof['table']}</td>" in page
            if proof["table"] not in (*PERSONAL, "holding", "judicial"):
                assert f"<td>{proof['key']}</td>" in page
                n += 1
    assert n > 100


def test_no_page_names_a_worker(town_run: Run, pages: list[str]) -> None:
    keys = set(town_run.read("worker")["person_key"]) | set(town_run.read("payroll")["person_key"])
    words = {word for page in pages for word in re.findall(r"[0-9A-Za-z]{8,}", page)}
    assert len(keys) > 1000
    assert not keys & words


def test_pictures_are_small_and_terms_add_up(pages: list[str]) -> None:
    for page in pages:
        assert 2 <= page.count("<g><title>") <= 31
        terms = [float(x) for x in re.findall(r'<td class="n">([+-]\d[\d.]*)</td>', page)]
        total, score, quantity = (
            float(x)
            for x in re.search(r"<strong>([+-][\d.]+)</strong>.*?score ([\d.]+) = 1 − exp\(−([\d.]+)", page).groups()
        )
        assert sum(terms) == pytest.approx(total, abs=1e-3)
        assert total == pytest.approx(quantity, abs=1e-4)
        assert 1 - 2.718281828**-quantity == pytest.approx(score, abs=1e-3)


def test_every_kind_of_node_edge_and_term_has_its_words(town_run: Run) -> None:
    assert set(NODE_KINDS) <= set(KINDS)
    assert set(EDGE_KINDS) <= set(EDGES) | {"IN_TEAM"}  # which no picture draws
    terms = town_run.read("reasons")[["signal", "reason"]].drop_duplicates()
    other = terms[~terms["signal"].str.fullmatch(r"[A-Z]\d\d") & (terms["signal"] != "order")]
    assert set(other["signal"]) <= set(TERMS)
    assert set(other["reason"][~other["signal"].str.startswith("level")]) <= set(TERMS)
