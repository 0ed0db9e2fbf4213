"""G05: near, phoenix and crew moved at and beside each limit, their guards, and when nothing can be told."""

from datetime import date
from typing import Any

import pytest

from tests.signals.tools import Answer, ask

Row = dict[str, Any]
OLD, NEW, SITE = "D1", "N1", "P1"
FIRST = date(2022, 2, 1)


def near(uscc: str = "A", **more: Any) -> Row:
    """A company at place 1 of 30."""
    row = {"entity_kind": "company", "entity_id": uscc, "nearness": 0.01, "place": 1, "n_near": 30, "is_debtor": False}
    row |= {"top_share": 1.0, "debtor_kind": "company", "debtor_id": OLD, "n_steps": 2}
    return row | {"path_zh": f"{uscc} → {OLD}", "path_en": f"{uscc} to {OLD}", "evidence": [f"clue|K|{FIRST}"]} | more


def moved(project_id: str | None = None, **more: Any) -> Row:
    """Ten of ten people of the debtor, leader and all, who are the whole of the new firm."""
    row = {"debtor_id": OLD, "firm_id": NEW, "project_id": project_id, "first_on": FIRST, "last_on": FIRST}
    row |= {
        "n_workers": 10,
        "n_moved": 10,
        "n_leaders": 2,
        "n_leaders_moved": 2,
        "n_firm_workers": 10,
        "n_firm_leaders": 2,
    }
    return row | {"evidence": [f"worker|P1/w/{FIRST}|{FIRST}"]} | more


def control(strength: float = 0.9) -> Row:
    """One hand on both."""
    row = {"party_a": OLD, "party_b": NEW, "strength": strength, "n_ties": 1, "is_direct": True, "is_open": False}
    return row | {
        "kinds": "legal_rep;",
        "path_zh": "同一人",
        "path_en": "one person",
        "evidence": [f"company|{NEW}|{FIRST}"],
    }


def clue(**more: Any) -> Row:
    """Arrears of the old firm, verified."""
    return {
        "clue_id": "K",
        "uscc": OLD,
        "opened_on": "2022-01-01",
        "result": "verified",
        "result_on": "2022-01-20",
    } | more


def g05(
    rows: list[Row],
    moves: list[Row] | None = None,
    hand: Row | None = None,
    shown: Row | None = None,
    status: str = "deregistered",
    born: str = "2022-01-20",
    people: list[Row] | None = None,
    without: str = "",
    checks: list[Row] | None = None,
) -> Answer:
    """One question about company A, the firms OLD and NEW, and the site."""
    firm = {"kind": "company", "legal_rep_key": "L"}
    tables: dict[str, list[Row]] = {
        "company": [
            firm | {"uscc": OLD, "name": "旧公司", "status": status, "established_on": "2015-01-01"},
            firm | {"uscc": NEW, "name": "新公司", "status": "active", "established_on": born},
            firm | {"uscc": "A", "name": "甲公司", "status": "active"},
        ],
        "project": [{"project_id": SITE, "name": "项目", "project_type": "building", "status": "building"}],
        "team": [
            {"team_id": "T1", "project_id": SITE, "uscc": NEW, "leader_key": "x"},
            {"team_id": "T0", "project_id": "P0", "uscc": OLD, "leader_key": "x"},
        ],
        "worker": [
            {"project_id": SITE, "person_key": "w", "team_id": "T1", "entered_on": "2022-02-01", "role": "worker"}
        ]
        + (people or []),
        "clue": [shown or clue()],
    } | ({"inspection": checks} if checks else {})
    tables.pop(without, None)
    paths = {"near": rows, "crew_move": moves or [], "control_pair": [hand] if hand else []}
    return ask("G05", tables, paths=paths)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (near(), True),
        (near(nearness=0.0025), True),
        (near(nearness=0.0024), False),
        (near(n_near=29), False),
        (near(n_near=40, place=2), True),
        (near(n_near=39, place=2), False),
        (near(is_debtor=True), False),
        (near(debtor_id="PAID"), False),
    ],
)
def test_nearest_twentieth_above_the_floor(row: Row, told: bool) -> None:
    """Of thirty or more, not shown to be a debtor itself, and near to one that still owes."""
    assert g05([row]).reasons("A") == ({"near_debtor"} if told else set())


@pytest.mark.parametrize(
    ("closed_on", "told"), [(None, True), ("2022-06-16", True), ("2022-06-15", False), ("2022-03-01", False)]
)
@pytest.mark.parametrize("table", ["inspection", "clue"])
def test_a_site_that_has_paid_is_no_debtor(table: str, closed_on: str | None, told: bool) -> None:
    """Where arrears were shown of a site and of no company, the site must still owe."""
    check = {
        "inspection_id": "C",
        "project_id": "P9",
        "result": "arrears",
        "visited_on": "2022-02-01",
        "closed_on": closed_on,
    }
    claim = clue(uscc=None, project_id="P9", closed_on=closed_on)
    row = near(debtor_kind="project", debtor_id="P9")
    answer = g05([row], shown=claim) if table == "clue" else g05([row], checks=[check])
    assert answer.reasons("A") == ({"near_debtor"} if told else set())


def test_what_is_said_of_nearness() -> None:
    found = g05([near(nearness=0.005)]).finding("A")
    assert (found["strength"], found["place"], found["n_near"]) == (pytest.approx(0.5), 1, 30)
    assert (found["path_zh"], found["path_en"]) == (f"A → {OLD}", f"A to {OLD}")
    assert g05([near(nearness=9.0)]).finding("A")["strength"] == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, True),
        ({"n_workers": 25, "n_leaders_moved": 0}, True),  # 40 % of the workers
        ({"n_workers": 26, "n_leaders_moved": 0}, False),
        ({"n_workers": 100, "n_leaders": 4}, True),  # half of the leaders
        ({"n_workers": 100, "n_leaders": 5}, False),
        ({"n_workers": 5, "n_moved": 5}, True),
        ({"n_workers": 4, "n_moved": 4}, False),
        ({"n_workers": 10, "n_leaders": 0, "n_leaders_moved": 0}, True),
        ({"last_on": date(2020, 6, 15)}, True),
        ({"last_on": date(2020, 6, 14)}, False),
    ],
)
def test_a_successor_takes_most_of_the_crews(change: Row, told: bool) -> None:
    born = "2020-06-01" if change.get("last_on") else "2022-01-20"
    change = change | ({"first_on": change["last_on"]} if born < "2022" else {})
    assert g05([], [moved(**change)], control(), born=born).reasons(NEW) == ({"phoenix"} if told else set())


@pytest.mark.parametrize(("strength", "told"), [(0.6, True), (0.59, False)])
def test_under_one_hand(strength: float, told: bool) -> None:
    assert g05([], [moved()], control(strength)).reasons(NEW) == ({"phoenix"} if told else set())


@pytest.mark.parametrize(("born", "told"), [("2021-02-02", True), ("2021-02-01", False), (None, False)])
def test_in_the_firms_first_year(born: Any, told: bool) -> None:
    """364 days old when the first of them came, 365, and of unknown age."""
    assert g05([], [moved()], control(), born=born).reasons(NEW) == ({"phoenix"} if told else set())


@pytest.mark.parametrize(
    ("status", "people", "told"),
    [
        ("deregistered", [], True),
        ("revoked", [], True),
        ("abnormal", [], True),
        ("active", [], False),  # nothing says that its people are gone
        ("active", [{"left_on": "2022-01-31"}], True),
        ("active", [{"left_on": None}], False),
        ("active", [{"left_on": "2022-07-01"}], False),
    ],
)
def test_the_debtor_has_ended(status: str, people: list[Row], told: bool) -> None:
    base = {"project_id": "P0", "person_key": "v", "team_id": "T0", "entered_on": "2021-02-01", "role": "worker"}
    said = g05([], [moved()], control(), status=status, people=[base | p for p in people])
    assert said.reasons(NEW) == ({"phoenix"} if told else set())


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (clue(), True),
        (clue(result="partly"), True),
        (clue(result="open"), False),
        (clue(result="false"), False),
        (clue(closed_on="2022-06-15"), False),  # paid, or taken over and paid
        (clue(closed_on="2022-06-16"), True),
    ],
)
def test_the_debt_is_verified_and_still_owed(shown: Row, told: bool) -> None:
    said = g05([near()], [moved()], control(), shown=shown)
    assert said.reasons(NEW) == ({"phoenix"} if told else set())
    assert said.reasons("A") == ({"near_debtor"} if told else set())


def test_listed_and_enforced_debtors_count_until_repaired() -> None:
    listing = {"event_id": "E", "uscc": OLD, "kind": "joint_punishment", "from_on": "2021-12-01"}
    case = {
        "case_no": "C",
        "party_id": OLD,
        "role": "debtor",
        "kind": "enforcement",
        "about_wage": True,
        "filed_on": "2021-12-01",
    }
    check = {"inspection_id": "I", "uscc": OLD, "trigger": "routine", "result": "arrears", "visited_on": "2021-12-01"}
    for table, row, healed in (
        ("credit_event", listing, {"repaired_on": "2022-06-01"}),
        ("judicial", case, {"closed_on": "2022-06-01"}),
        ("judicial", case | {"about_wage": False}, None),
        ("inspection", check, {"closed_on": "2022-06-01"}),
    ):
        for change in ({}, healed) if healed else (None,):
            tables = {
                "company": [
                    {"uscc": u, "name": u, "kind": "company", "status": "active", "legal_rep_key": "L"}
                    for u in ("A", OLD)
                ],
                table: [row | (change or {})],
            }
            said = ask("G05", tables, paths={"near": [near()]})
            assert said.reasons("A") == ({"near_debtor"} if change == {} else set()), (table, change)


def test_one_fact_is_told_once() -> None:
    """A successor is near as well; its being the successor says it."""
    assert g05([near(NEW)], [moved()], control()).reasons(NEW) == {"phoenix"}


@pytest.mark.parametrize(
    ("change", "born", "told"),
    [
        ({}, "2015-01-01", True),
        ({"n_firm_workers": 20, "n_firm_leaders": 9}, "2015-01-01", True),  # half of the firm's people
        ({"n_firm_workers": 21, "n_firm_leaders": 9}, "2015-01-01", False),
        ({"n_firm_workers": 99, "n_firm_leaders": 4}, "2015-01-01", True),  # half of its leaders
        ({"n_firm_workers": 99, "n_firm_leaders": 5}, "2015-01-01", False),  # an established firm that hired a crew
        ({"n_firm_workers": 99, "n_firm_leaders": 5}, "2022-01-20", True),  # in its first year
    ],
)
def test_crews_at_another_site_without_a_common_hand(change: Row, born: str, told: bool) -> None:
    """The site is told, the present employer is not accused."""
    said = g05([], [moved(**change), moved(SITE, n_moved=6)], born=born)
    assert said.reasons(SITE) == ({"crew_moved"} if told else set())
    assert said.reasons(NEW) == set()
    if told:
        found = said.finding(SITE)
        assert (found["n_moved"], found["debtor_name"], found["firm_name"]) == (6, "旧公司", "新公司")


@pytest.mark.parametrize(("n", "told"), [(5, True), (4, False)])
def test_a_site_with_fewer_than_five_is_left(n: int, told: bool) -> None:
    assert g05([], [moved(), moved(SITE, n_moved=n)]).reasons(SITE) == ({"crew_moved"} if told else set())


def test_when_it_cannot_tell() -> None:
    assert g05([]).outcomes == {OLD: "not_found", NEW: "not_found", "A": "not_found", SITE: "not_found"}
    unheard = g05([near()], [moved(), moved(SITE)], control(), without="clue")
    assert set(unheard.outcomes.values()) == {"could_not_tell"}
    no_crews = g05([near()], [moved(), moved(SITE)], control(), without="worker")
    assert no_crews.outcomes == {OLD: "not_found", NEW: "not_found", "A": "found", SITE: "could_not_tell"}


@pytest.mark.parametrize(("received_on", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_an_old_feed_tells_nothing(received_on: str, outcome: str) -> None:
    rows = {
        "company": [
            {"uscc": u, "name": u, "kind": "company", "status": "active", "legal_rep_key": "L"} for u in ("A", OLD)
        ],
        "clue": [clue(received_on=received_on)],
    }
    assert ask("G05", rows, paths={"near": [near()]}).outcomes["A"] == outcome


def test_a_company_of_which_no_tie_is_known() -> None:
    rows = {"company": [{"uscc": "A", "name": "A", "kind": "company", "status": "active"}], "clue": [clue()]}
    assert ask("G05", rows).outcomes == {"A": "could_not_tell", OLD: "not_found"}
