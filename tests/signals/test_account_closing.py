"""A07: closing comes at the end, after notice, with nothing open."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

PROJECT = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC"}
NOTICE = {"account_key": "a0", "project_id": "P0", "close_notice_on": "2022-01-01"}  # days of notice are collected


def account(**changes: Any) -> dict[str, Any]:
    row = {"account_key": "a1", "project_id": "P1", "holder_uscc": "GC", "opened_on": "2021-06-01"}
    return row | {"close_notice_on": "2022-02-01", "closed_on": "2022-03-31"} | changes


def asked(*accounts: dict[str, Any], site: dict[str, Any] | None = None, **tables: Any) -> Answer:
    return ask("A07", {"project": [PROJECT | (site or {})], "special_account": [NOTICE, *accounts]} | tables)


DONE = {"status": "completed", "ended_on": "2022-02-20"}


def test_open_accounts_and_lawful_closings() -> None:
    assert asked(account(closed_on=None)).outcomes == {"P1": "not_found"}
    assert asked(account(), site=DONE).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize("status", ["building", "suspended"])
def test_closed_before_the_works_ended(status: str) -> None:
    assert asked(account(), site={"status": status}).reasons() == {"closed_building"}


def test_works_that_ended_though_their_state_says_otherwise() -> None:
    assert asked(account(), site={"ended_on": "2022-03-31"}).outcomes == {"P1": "not_found"}
    assert asked(account(), site={"ended_on": "2022-04-01"}).reasons() == {"closed_building"}


def test_people_at_work_afterwards_make_it_graver() -> None:
    days = [{"project_id": "P1", "person_key": f"k{n}", "month": "2022-04", "days": 3} for n in range(3)]
    answer = asked(account(), attendance_month=days)
    assert answer.reasons() == {"closed_at_work"}
    assert answer.finding()["n_heads"] == 3
    assert asked(account(), attendance_month=[d | {"month": "2022-03"} for d in days]).reasons() == {"closed_building"}


@pytest.mark.parametrize(
    ("notice_on", "reasons"),
    [("2022-02-28", set()), ("2022-03-01", set()), ("2022-03-02", {"short_notice"}), (None, {"no_notice"})],
)
def test_thirty_days_of_notice(notice_on: str | None, reasons: set[str]) -> None:
    assert asked(account(close_notice_on=notice_on), site=DONE).reasons() == reasons


def test_notices_that_nobody_collects() -> None:
    rows = {"project": [PROJECT | DONE], "special_account": [account(close_notice_on=None)]}
    assert ask("A07", rows).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(
    ("opened_on", "outcome"), [("2022-03-20", "not_found"), ("2022-04-10", "not_found"), ("2022-04-11", "found")]
)
def test_a_successor_within_ten_days(opened_on: str, outcome: str) -> None:
    successor = account(account_key="a2", opened_on=opened_on, close_notice_on=None, closed_on=None)
    assert asked(account(), successor).outcomes == {"P1": outcome}


def test_a_successor_that_was_closed_before_is_none() -> None:
    before = account(account_key="a2", opened_on="2021-01-01", close_notice_on="2021-01-01", closed_on="2021-06-01")
    assert "closed_building" in asked(account(), before).reasons()


@pytest.mark.parametrize(("closed_on", "outcome"), [("2022-06-05", "not_found"), ("2022-06-04", "found")])
def test_a_successor_has_ten_days_to_come(closed_on: str, outcome: str) -> None:
    assert asked(account(closed_on=closed_on)).outcomes == {"P1": outcome}


CLUE = {"clue_id": "k", "uscc": "GC", "project_id": "P1", "opened_on": "2022-03-01", "result": "verified"}
CHECK = {
    "inspection_id": "i",
    "project_id": "P1",
    "dispatched_on": "2022-03-01",
    "result": "arrears",
    "trigger": "random",
}
SUIT = {
    "case_no": "c",
    "party_id": "GC",
    "role": "debtor",
    "kind": "civil",
    "about_wage": True,
    "filed_on": "2022-03-01",
}


@pytest.mark.parametrize(
    ("table", "row", "is_open"),
    [
        ("clue", CLUE, True),
        ("clue", CLUE | {"result": "open"}, True),
        ("clue", CLUE | {"result": "false"}, False),
        ("clue", CLUE | {"opened_on": "2022-04-01"}, False),
        ("clue", CLUE | {"closed_on": "2022-03-31"}, False),
        ("clue", CLUE | {"closed_on": "2022-04-01"}, True),
        ("inspection", CHECK, True),
        ("inspection", CHECK | {"result": "justified"}, False),
        ("inspection", CHECK | {"result": "pending"}, False),
        ("inspection", CHECK | {"result": "procedural", "measure": "order"}, True),
        ("inspection", CHECK | {"closed_on": "2022-03-30"}, False),
        ("judicial", SUIT, True),
        ("judicial", SUIT | {"about_wage": False}, False),
        ("judicial", SUIT | {"role": "creditor"}, False),
        ("judicial", SUIT | {"closed_on": "2022-03-30"}, False),
    ],
)
def test_a_case_open_at_the_close(table: str, row: dict[str, Any], is_open: bool) -> None:
    answer = asked(account(), site=DONE, **{table: [row]})
    assert answer.reasons() == ({"open_case"} if is_open else set())
    if is_open:
        assert table in {e["table"] for e in answer.finding()["evidence"]}
