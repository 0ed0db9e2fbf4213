"""G03 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask


def team(workers: int, funnel: int, team_id: str = "T1", month: str = "2022-04", **more: Any) -> dict[str, Any]:
    return {
        "project_id": "P1",
        "team_id": team_id,
        "month": month,
        "workers": workers,
        "funnel_workers": funnel,
        **more,
    }


def g03(*rows: dict[str, Any], **kw: Any) -> Answer:
    return ask("G03", {"project": [{"project_id": "P1"}, {"project_id": "P2"}], "team_funnel": rows}, **kw)


@pytest.mark.parametrize(
    ("workers", "funnel", "reasons"),
    [
        (25, 4, set()),  # too few people, too small a share
        (20, 4, set()),  # a fifth, but four
        (26, 5, set()),  # five, below a fifth
        (25, 5, {"to_one_some"}),
        (24, 6, {"to_one_some"}),
        (9, 9, {"to_one_some"}),  # all, but nine
        (21, 10, {"to_one_some"}),  # ten, below a half
        (20, 10, {"to_one_most"}),
        (19, 10, {"to_one_most"}),
        (20, 21, set()),  # more than there are: a slip of the count
        (0, 0, set()),
    ],
)
def test_limits(workers: int, funnel: int, reasons: set[str]) -> None:
    assert g03(team(workers, funnel)).reasons() == reasons


def test_the_graver_month_speaks_and_shows_its_rows() -> None:
    found = g03(team(20, 5, "T2"), team(20, 12), team(20, 15, month="2022-03"), team(20, 0, "T3")).finding()
    assert found["reason"] == "to_one_most"
    assert (found["team_id"], found["month"], found["n_persons"], found["n_workers"], found["percent"]) == (
        "T1",
        "2022-03",
        15,
        20,
        75,
    )
    assert (found["n_teams"], found["n_months"]) == (1, 2)
    assert [r["key"] for r in found["evidence"]] == ["P1/T1/2022-03", "P1/T1/2022-04"]


def test_stronger_the_larger_the_share() -> None:
    assert g03(team(20, 20)).finding()["strength"] == 1.0
    assert g03(team(20, 10)).finding()["strength"] == pytest.approx(0.75)


def test_it_cannot_tell_of_whom_no_bank_counted() -> None:
    assert g03(team(20, 0)).outcomes == {"P1": "not_found", "P2": "could_not_tell"}


def test_an_old_count_and_an_old_feed_tell_nothing() -> None:
    assert g03(team(20, 20, month="2020-06")).reasons() == {"to_one_most"}
    assert g03(team(20, 20, month="2020-05")).outcomes["P1"] == "could_not_tell"
    assert g03(team(20, 20, received_on="2022-05-01")).reasons() == {"to_one_most"}
    assert g03(team(20, 20, received_on="2022-04-30")).outcomes["P1"] == "could_not_tell"


def test_without_the_table_nobody_can_tell() -> None:
    assert set(ask("G03", {"project": [{"project_id": "P1"}]}).outcomes.values()) == {"could_not_tell"}


def test_a_team_of_a_project_that_nobody_registered_is_not_asked() -> None:
    answer = ask("G03", {"project": [], "team_funnel": [team(20, 20)]})
    assert (answer.outcomes, answer.findings) == ({}, [])
