"""Odd among peers: projects and companies of one kind, size and stage."""

import numpy as np
import pyarrow.parquet as pq

from tests.graph.lot import built, company, measured, project


def lots(n: int) -> dict:
    """n ordinary projects of 50 million yuan with two or three teams, and one of forty teams."""
    teams = [(f"P{i:03}", 2 + i % 2) for i in range(n)] + [("PX", 40)]
    return {
        "company": [company(f"C{i}", registered_capital_fen=10**9 * (1 + i % 3)) for i in range(5)],
        "project": [
            project(p, f"C{i % 5}", contract_amount_fen=5 * 10**9 + i * 10**6, labour_share=0.2)
            for i, (p, _) in enumerate(teams)
        ],
        "team": [
            {"team_id": f"{p}/{k}", "project_id": p, "leader_key": f"L{p}{k}"} for p, m in teams for k in range(m)
        ],
    }


def test_the_odd_project_is_the_most_isolated(tmp_path) -> None:
    path = built(tmp_path / "run", lots(60))
    tail, isolated = measured(path, "tail"), measured(path, "isolation_forest")
    assert len(tail) == len(isolated) == 61  # five companies are too few to be peers
    assert max(tail, key=tail.__getitem__) == "Project:PX"
    assert isolated["Project:PX"] > 0.9
    assert 0 <= min(isolated.values()) < max(isolated.values()) < 1


def test_what_sets_a_project_apart_is_kept_with_the_middle_of_its_peers(tmp_path) -> None:
    path = built(tmp_path / "run", lots(60))
    rows = pq.read_table(path / "remarkable.parquet").to_pylist()
    odd = {r["figure"]: r for r in rows if r["node_id"] == "Project:PX" and r["place"]}
    teams = odd["n_teams"]
    assert (teams["value"], teams["peers_middle"], teams["n_peers"], teams["peers"]) == (40, 3, 61, "type,size,stage")
    assert sorted(r["place"] for r in odd.values()) == list(range(1, len(odd) + 1))
    assert {r["node_id"][:8] for r in rows} == {"Project:"}, "five companies are too few to be peers"
    usual = [r["figure"] for r in rows if r["node_id"] == "Project:P030" and r["place"]]
    assert "n_teams" not in usual


def test_too_few_peers_tell_nothing(tmp_path) -> None:
    path = built(tmp_path / "run", lots(10))
    assert measured(path, "tail") == measured(path, "isolation_forest") == {}


def test_a_table_that_nobody_delivered_isolates_nobody(tmp_path) -> None:
    """Where nothing but a name is known of 40 companies, all are alike."""
    path = built(tmp_path / "run", {"company": [company(f"C{i:02}") for i in range(40)]})
    tail = measured(path, "tail")
    assert len(tail) == 40
    assert np.ptp(list(tail.values())) == 0
    assert set(measured(path, "isolation_forest").values()) == {0.0}
