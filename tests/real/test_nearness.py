"""Do a company's history and its nearness to verified ones foretell? Real claims, as of 2018, against those of 2018."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.graph.conftest import walk

CLAIMS = Path(__file__).parents[3] / "shared" / "real" / "california-2019"
pytestmark = pytest.mark.skipif(
    not CLAIMS.is_dir(), reason="the real claims are not part of the project and are not here"
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """One row a company known by 2018: its measures, and whether a claim opened in 2018 ended verified."""
    run = walk(CLAIMS, tmp_path_factory.mktemp("real") / "run", date(2018, 1, 1), "open")
    return duckdb.sql(
        f"""WITH later AS (
                SELECT DISTINCT 'Company:' || uscc AS node_id
                FROM read_csv('{CLAIMS}/hrss/clue.csv', all_varchar = true)
                WHERE result = 'verified' AND opened_on BETWEEN '2018-01-01' AND '2018-12-31'
            )
            SELECT n.node_id, n.node_id IN (SELECT node_id FROM later) AS is_later,
                max(m.value) FILTER (WHERE m.measure = 'claim_history') AS claim_history,
                max(m.value) FILTER (WHERE m.measure = 'verified_history') AS verified_history,
                max(m.value) FILTER (WHERE m.measure = 'nearness') AS nearness
            FROM read_parquet('{run}/nodes.parquet') AS n
            INNER JOIN read_parquet('{run}/measures.parquet') AS m ON m.node_id = n.node_id
            WHERE n.kind = 'Company' GROUP BY n.node_id ORDER BY n.node_id"""
    ).df()


def test_history_with_decay_reaches_what_is_known_of_it(told: pd.DataFrame) -> None:
    """Earlier claims that fade order the next year's verified ones with an AUC of .75 to .8."""
    from sklearn.metrics import roc_auc_score

    assert told["is_later"].sum() > 100
    assert roc_auc_score(told["is_later"], told["claim_history"]) > 0.74
    assert told["is_later"][told["verified_history"] > 0].mean() > 4 * told["is_later"].mean()


def test_never_verified_but_near_to_one_is_more_likely(told: pd.DataFrame) -> None:
    """Nearness speaks for those without a verified history of their own, and says 0 of nearly all of them."""
    clean = told[told["verified_history"] == 0]
    near = clean["nearness"] > 0
    assert 100 < near.sum() < len(clean) / 20
    assert clean["is_later"][near].mean() > 2.5 * clean["is_later"][~near].mean()
