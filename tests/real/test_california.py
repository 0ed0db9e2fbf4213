"""The real claims of California 2017-2018, as a bureau would run them; skipped only where the data is not at hand."""

from pathlib import Path

import pytest

import graphrisk as gr
from graphrisk.pipeline.result import Run

CLAIMS = Path(__file__).parents[3] / "shared" / "real" / "california-2019"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CLAIMS.is_dir(), reason="the real claims are not part of the project and are not here"),
]


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return gr.run(CLAIMS, "2019-01-01", "open", tmp_path_factory.mktemp("real") / "california")


def test_all_companies_are_ranked_without_a_tie(claims: Run) -> None:
    ranking = claims.ranking("company")
    assert len(ranking) == 47798
    assert ranking["score"].is_unique
    assert sorted(ranking["rank"]) == list(range(1, 47799))


def test_what_other_tables_would_tell_could_not_be_told(claims: Run) -> None:
    coverage = claims.read("coverage").set_index("signal")
    assert coverage.loc["H01", "n_evaluable"].max() == 47798
    assert (coverage.drop(index="H01")["n_evaluable"] == 0).all() or coverage.loc["X02", "n_evaluable"].max() == 0


def test_history_counts_and_fades(claims: Run) -> None:
    found = claims.sql(
        """SELECT f.entity_id, count(DISTINCT c.clue_id) AS n, max(c.opened_on) AS last, max(s.score) AS score
           FROM findings f JOIN clue c ON c.uscc = f.entity_id JOIN scores s ON s.entity_id = f.entity_id
           WHERE f.signal = 'H01' GROUP BY ALL"""
    )
    assert len(found) > 1000
    assert found["score"].corr(found["n"], method="spearman") > 0


def test_last_years_order_foretells_this_years_verified_claims(tmp_path: Path) -> None:
    """As of 2018-01-01, against claims opened in 2018 that end verified: better than chance by a clear margin."""
    from sklearn.metrics import roc_auc_score

    past = gr.run(CLAIMS, "2018-01-01", "open", tmp_path / "california-2018")
    import duckdb

    answer = duckdb.sql(
        f"""SELECT DISTINCT uscc FROM read_csv('{CLAIMS}/hrss/clue.csv', all_varchar = true)
            WHERE result = 'verified' AND opened_on >= '2018-01-01' AND opened_on < '2019-01-01'"""
    ).df()["uscc"]
    ranking = past.ranking("company")
    known = ranking["entity_id"].isin(answer)
    assert known.sum() > 50
    assert roc_auc_score(known, ranking["score"]) > 0.7
