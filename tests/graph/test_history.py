"""History that counts and fades, and nearness to those who have one."""

from datetime import date, timedelta
from math import exp, log

import pytest

from tests.graph.lot import AS_OF, built, company, measured, project

A, B, C, D, E = "A1", "B1", "C1", "D1", "E1"


def clue(clue_id: str, uscc: str, days_ago: int, result: str = "open", **more) -> dict:
    opened = AS_OF - timedelta(days=days_ago)
    return {"clue_id": clue_id, "uscc": uscc, "opened_on": opened, "result": result} | more


def test_claims_count_and_fade(tmp_path) -> None:
    """Three clues against a party and its branch, one of them names both: three, not four."""
    path = built(
        tmp_path / "run",
        {
            "company": [company(A), company(B), company(C)],
            "clue": [clue("K1", A, 400), clue("K1", B, 400), clue("K2", B, 73), clue("K3", A, 100)],
        },
        party={B: A},
    )
    history = measured(path, "claim_history")
    assert history["Company:A1"] == pytest.approx(log(4) * exp(-73 / 365), rel=1e-9)
    assert history["Company:C1"] == 0
    assert measured(path, "verified_history") == {"Company:A1": 0, "Company:C1": 0}
    assert not any(v.startswith("Project:") for v in history)


def test_what_was_verified_and_when(tmp_path) -> None:
    """A clue counts from the day it was verified, an inspection from its visit; a false clue does not count."""
    day = AS_OF - timedelta(days=10)
    path = built(
        tmp_path / "run",
        {
            "company": [company(A), company(B)],
            "project": [project("P1", A)],
            "clue": [
                clue("K1", A, 300, "verified", result_on=day, project_id="P1"),
                clue("K2", A, 200, "partly", result_on=day - timedelta(days=90)),
                clue("K3", B, 5, "false", result_on=day),
            ],
            "inspection": [
                {
                    "inspection_id": "I1",
                    "project_id": "P1",
                    "trigger": "routine",
                    "visited_on": day,
                    "result": "arrears",
                },
                {"inspection_id": "I2", "uscc": B, "trigger": "routine", "visited_on": day, "result": "procedural"},
            ],
        },
    )
    assert measured(path, "verified_history") == {
        "Company:A1": pytest.approx(log(3) * exp(-10 / 365), rel=1e-9),
        "Company:B1": 0,
        "Project:P1": pytest.approx(log(3) * exp(-10 / 365), rel=1e-9),
    }
    assert measured(path, "claim_history")["Project:P1"] == pytest.approx(log(2) * exp(-300 / 365), rel=1e-9)


def test_a_check_of_a_project_that_nobody_knows(tmp_path) -> None:
    """Broken references stop nothing; a project that was checked and found in order has a history of 0."""
    check = {"trigger": "routine", "visited_on": AS_OF}
    path = built(
        tmp_path / "run",
        {
            "company": [company(A)],
            "project": [project("P1", A)],
            "inspection": [
                check | {"inspection_id": "I1", "project_id": "GHOST", "result": "arrears"},
                check | {"inspection_id": "I2", "project_id": "P1", "result": "justified"},
            ],
        },
    )
    assert measured(path, "verified_history") == {"Project:P1": 0}
    assert measured(path, "nearness")["Project:P1"] == 0


def test_nothing_is_near_where_no_one_can_tell(tmp_path) -> None:
    """Without any table that shows a debtor, nearness and histories are unknown, not 0."""
    path = built(tmp_path / "run", {"company": [company(A, legal_rep_key="L"), company(B, legal_rep_key="L")]})
    for measure in ("nearness", "claim_history", "verified_history"):
        assert measured(path, measure) == {}


def test_near_to_a_verified_company_but_not_to_oneself(tmp_path) -> None:
    """A was verified. B was named with it, C shares its legal representative, D has nothing to do with it."""
    path = built(
        tmp_path / "run",
        {
            "company": [
                company(A, legal_rep_key="L"),
                company(B),
                company(C, legal_rep_key="L"),
                company(D),
                company(E),
            ],
            "clue": [
                clue("K1", A, 60, "verified", result_on=AS_OF - timedelta(days=30)),
                clue("K2", A, 90),
                clue("K2", B, 90),
                clue("K9", E, 9, "verified", result_on=AS_OF),
            ],
        },
    )
    near = measured(path, "nearness")
    assert near["Company:A1"] == near["Company:D1"] == near["Company:E1"] == 0
    assert near["Company:B1"] > 0
    assert near["Company:C1"] > 0
    assert not any(v.startswith("Case:") for v in near)


def test_nearness_fades_with_the_day_of_the_verdict(tmp_path) -> None:
    def near(days: int) -> float:
        rows = [clue("K1", A, 900, "verified", result_on=AS_OF - timedelta(days=days)), clue("K1", B, 900)]
        path = built(tmp_path / str(days), {"company": [company(A), company(B)], "clue": rows})
        return measured(path, "nearness")["Company:B1"]

    assert near(365) == pytest.approx(near(0) * exp(-1), rel=1e-8)


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        ({"kind": "joint_punishment"}, True),
        ({"kind": "joint_punishment", "repaired_on": date(2022, 1, 1)}, False),
        ({"kind": "joint_punishment", "repaired_on": date(2023, 1, 1)}, True),
        ({"kind": "government_arrears"}, False),
    ],
)
def test_lists_of_debtors_are_seeds_until_repaired(tmp_path, event, counts) -> None:
    path = built(
        tmp_path / "run",
        {
            "company": [company(A, legal_rep_key="L"), company(B, legal_rep_key="L")],
            "credit_event": [{"event_id": "E1", "uscc": A, "from_on": date(2021, 6, 1)} | event],
        },
    )
    assert (measured(path, "nearness")["Company:B1"] > 0) is counts
    assert measured(path, "verified_history") == {}


def test_an_agent_of_hundreds_is_no_tie(tmp_path) -> None:
    codes = [f"C{i:03}" for i in range(150)]
    agents = {c: ("BIG" if i < 130 else "SMALL") for i, c in enumerate(codes)}
    verified = [
        clue("K1", codes[0], 9, "verified", result_on=AS_OF),
        clue("K2", codes[149], 9, "verified", result_on=AS_OF),
    ]
    path = built(tmp_path / "run", {"company": [company(c, agent_key=agents[c]) for c in codes], "clue": verified})
    near = measured(path, "nearness")
    assert near["Company:C001"] == 0
    assert near["Company:C140"] > 0
