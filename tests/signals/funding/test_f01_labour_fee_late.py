"""F01 at, just below and just above its limits, its guards, and when it cannot tell."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.signals.funding.place import (
    HEADS,
    WAGE,
    Rows,
    account,
    attendance,
    credit,
    month,
    paid,
    payroll,
    place,
    project,
)
from tests.signals.side_by_side import reasons_of, side_by_side
from tests.signals.tools import DAY, Answer, ask


def f01(tables: Rows, **kw: Any) -> Answer:
    return ask("F01", tables, **kw)


def before(days: int) -> str:
    return str(date.fromisoformat(DAY) - timedelta(days))


def prime(**changes: Any) -> dict[str, Any]:
    return {"contract_id": "H1", "project_id": "P1", "payer_uscc": "O1", "payee_uscc": "C1", "kind": "prime"} | changes


def late(days: int, **tables: Any) -> Rows:
    """The last credit so many days ago, wages still going out, people at work."""
    entries = [credit("2021-04-01", balance=HEADS * WAGE), credit(before(days), balance=100), paid(before(2), 50, 50)]
    return place(account_txn=entries, attendance_month=attendance(), **tables)


def test_days_since_the_last_credit() -> None:
    said = {31: set(), 36: set(), 37: {"one_month"}, 62: {"one_month"}, 63: {"two_months"}, 93: {"two_months"}}
    said |= {94: {"three_months"}}
    assert reasons_of("F01", [late(days) for days in said]) == list(said.values())
    assert f01(late(36)).outcomes == {"P1": "not_found"}
    assert f01(late(37)).outcomes == {"P1": "found"}


def test_what_a_finding_shows() -> None:
    found = f01(late(94, contract=[prime()])).finding()
    assert (found["since_on"], found["told_to"], found["gap_days"], found["n_heads"]) == (before(94), DAY, 94, HEADS)
    assert {r["table"] for r in found["evidence"]} == {"project", "contract", "special_account", "account_txn"}
    assert found["strength"] == 1.0


def test_three_months_are_red_only_where_people_work() -> None:
    tables = late(94) | {"attendance_month": attendance(("2022-01",))}
    assert f01(tables).reasons() == {"two_months"}


def test_the_agreed_cycle() -> None:
    long = {"cycle_too_long"}
    said = {1: set(), 1.5: long, 3: long, None: set()}
    cases = [late(10, contract=[prime(labour_fee_cycle_months=cycle)]) for cycle in said]
    assert reasons_of("F01", cases) == list(said.values())


def test_a_longer_cycle_is_told_without_any_bank() -> None:
    tables = {"project": [project()], "contract": [prime(labour_fee_cycle_months=3)]}
    assert f01(tables).outcomes == {"P1": "found"}
    assert f01({"project": [project()], "contract": [prime(labour_fee_cycle_months=1)]}).outcomes == {
        "P1": "could_not_tell"
    }


def test_a_subcontract_is_no_prime_contract() -> None:
    assert f01(late(10, contract=[prime(kind="labour", labour_fee_cycle_months=3)])).reasons() == set()


def test_works_that_rest_are_not_asked() -> None:
    cases = [
        {"status": "suspended", "suspended_from": "2022-05-01"},
        {"suspended_from": "2022-05-01"},
        {"suspended_from": "2022-05-01", "suspended_to": "2022-06-15"},
        {"status": "completed"},
        {"status": "not_started"},
        {"ended_on": "2022-06-15"},
    ]
    assert f01(side_by_side(late(94) | {"project": [project(**changes)]} for changes in cases)).outcomes == {}


def test_a_past_suspension_starts_the_count_anew() -> None:
    resumed = project(suspended_from="2022-03-01", suspended_to=before(36))
    assert f01(late(94) | {"project": [resumed]}).reasons() == set()
    resumed = project(suspended_from="2022-03-01", suspended_to=before(37))
    assert f01(late(94) | {"project": [resumed]}).reasons() == {"one_month"}


def test_the_first_month_of_works_is_not_late() -> None:
    entries = [paid(before(1), 1)]
    for days, reasons in ((36, set()), (37, {"one_month"})):
        new = place(account_txn=[*entries, credit("2022-01-01", key="A2")]) | {
            "project": [project(started_on=before(days))]
        }
        new["special_account"] = [account(opened_on=before(60)), account("A2", "P2")]
        assert f01(new).reasons() == reasons


def test_one_credit_for_several_months_is_not_late_while_it_lasts() -> None:
    wages = [paid(f"2022-{m:02d}-15", HEADS * WAGE, (8 - m) * HEADS * WAGE) for m in range(3, 7)]
    enough = [credit("2022-03-01", 6 * HEADS * WAGE, 6 * HEADS * WAGE), *wages]
    lines = {"payroll": payroll(), "attendance_month": attendance()}
    assert f01(place(account_txn=enough, **lines)).outcomes == {"P1": "not_found"}
    short = [*enough[:-1], enough[-1] | {"balance_fen": HEADS * WAGE - 1}]
    assert f01(place(account_txn=short, **lines)).reasons() == {"three_months"}
    small = [credit("2022-01-20", 6 * HEADS * WAGE), enough[0] | {"amount_fen": 3 * HEADS * WAGE}, *wages]
    assert f01(place(account_txn=small, **lines)).reasons() == {"three_months"}  # 106 days: 3.4 months
    unpaid = {"payroll": payroll(unpaid=("2022-04",)), "attendance_month": attendance()}
    assert f01(place(account_txn=enough, **unpaid)).reasons() == {"three_months"}
    own = credit(
        "2022-06-01",
        2 * HEADS * WAGE,
        txn_id="o",
        purpose="other",
        counterparty_kind="contractor",
        counterparty_uscc="C1",
    )
    assert f01(place(account_txn=[*enough, own], **lines)).reasons() == {"three_months"}
    # without payrolls the bank's own wages say what is needed
    assert f01(place(account_txn=enough, attendance_month=attendance())).outcomes == {"P1": "not_found"}
    assert f01(place(account_txn=short, attendance_month=attendance())).reasons() == {"three_months"}
    asleep = [enough[0], paid(before(2), 50, 6 * HEADS * WAGE - 50)]
    assert f01(place(account_txn=asleep, **lines)).reasons() == {"three_months"}


def test_money_of_others_and_returned_wages_are_no_labour_fee() -> None:
    others = [
        {"purpose": "other", "counterparty_kind": "contractor"},
        {"purpose": "refund", "counterparty_kind": "worker"},
        {"purpose": None, "counterparty_kind": "person"},
        {"reversal_of": "w-A1-2022-06-13"},
    ]
    assert reasons_of("F01", [with_credit(changes) for changes in others]) == [{"two_months"}] * 4


def with_credit(changes: dict[str, Any]) -> Rows:
    """Sixty-three days without labour fee, and another credit yesterday."""
    tables = late(63)
    return tables | {"account_txn": [*tables["account_txn"], credit(before(1), 1000, txn_id="x", **changes)]}


def test_labour_fee_by_name_or_by_giver() -> None:
    fees = [
        {"counterparty_kind": "contractor"},
        {"purpose": None, "counterparty_kind": "treasury"},
        {"purpose": "other", "counterparty_kind": "owner"},
        {"purpose": None, "counterparty_kind": None, "counterparty_uscc": None},
    ]
    assert reasons_of("F01", [with_credit(changes) for changes in fees]) == [set()] * 4


def test_a_credit_that_was_reversed_did_not_come() -> None:
    tables = late(63)
    back = paid(before(1), 1000, txn_id="y", purpose="other", counterparty_kind="owner", reversal_of="x")
    tables["account_txn"] = [*tables["account_txn"], credit(before(3), 1000, txn_id="x"), back]
    assert f01(tables).reasons() == {"two_months"}
    tables["account_txn"][-1] = back | {"amount_fen": 999}
    assert f01(tables).reasons() == set()


# L2: a month's credit may have come on its last day, so the gap is at least what whole empty months make
def totals(*owner: int) -> list[dict[str, Any]]:
    return [month(f"2022-{i + 1:02d}", fee, 1, 0) for i, fee in enumerate(owner)]


def test_monthly_totals() -> None:
    said = {
        (5, 5, 5, 5, 5): set(),
        (5, 5, 5, 5, 0): set(),
        (5, 5, 5, 0, 0): {"one_month"},
        (5, 5, 0, 0, 0): {"two_months"},
        (5, 0, 0, 0, 0): {"three_months"},
    }
    cases = [place(account_month=totals(*owner), attendance_month=attendance()) for owner in said]
    assert reasons_of("F01", cases) == list(said.values())
    assert "account_month" in {r["table"] for r in f01(cases[-1]).finding()["evidence"]}


def test_a_hole_in_the_totals_tells_nothing() -> None:
    rows = [r for r in totals(5, 5, 0, 0, 0) if r["month"] != "2022-04"]
    assert f01(place(account_month=rows)).outcomes == {"P1": "could_not_tell"}


def test_public_money_may_come_from_the_treasury() -> None:
    rows = [r | {"credit_other_fen": 5} for r in totals(5, 5, 0, 0, 0)]
    for source, outcome in (("government", "could_not_tell"), ("mixed", "could_not_tell"), ("private", "found")):
        tables = place(account_month=rows) | {"project": [project(fund_source=source)]}
        assert f01(tables).outcomes == {"P1": outcome}


def test_the_deepest_feed_counts() -> None:
    both = late(10) | {"account_month": totals(5, 0, 0, 0, 0)}
    assert f01(both).reasons() == set()
    stopped = [r | {"received_on": "2022-03-01"} for r in late(110)["account_txn"][:2]]
    assert f01(place(account_txn=stopped, account_month=totals(5, 5, 5, 5, 5))).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(("age", "outcome"), [(45, "found"), (46, "could_not_tell")])
def test_an_old_feed_tells_nothing(age: int, outcome: str) -> None:
    entries = [credit("2022-02-01", received_on=before(age)), paid(before(age + 1), 1, received_on=before(age))]
    assert f01(place(account_txn=entries)).outcomes == {"P1": outcome}


def test_nothing_is_told_without_account_or_bank() -> None:
    assert f01({"project": [project()]}).outcomes == {"P1": "could_not_tell"}
    assert f01(place()).outcomes == {"P1": "could_not_tell"}
    assert f01(place(account_txn=[])).outcomes == {"P1": "could_not_tell"}
    closed = late(94) | {"special_account": [account(closed_on="2022-06-01")]}
    assert f01(closed).outcomes == {"P1": "could_not_tell"}


def test_an_account_without_feed_beside_leaves_it_open() -> None:
    two = late(94) | {"special_account": [account(), account("A2")]}
    assert f01(two).outcomes == {"P1": "could_not_tell"}
    old = late(94) | {"special_account": [account(), account("A2", closed_on="2022-01-01")]}
    assert f01(old).outcomes == {"P1": "found"}


def test_an_account_that_falls_silent_altogether() -> None:
    """Its upload may have broken; people at work show that it is the money that stopped."""
    others = [credit(before(1), key="A2"), credit(before(20), key="A2")]
    silent = [credit("2022-03-01", balance=9), paid("2022-03-02", 1, 8), *others]
    two = {"special_account": [account(), account("A2", "P2")], "account_txn": silent}
    assert f01(place(**two)).reasons() == {"two_months"}  # no other feed: the bank's word stands
    assert f01(place(**two, attendance_month=attendance(("2022-02",)))).outcomes == {"P1": "could_not_tell"}
    assert f01(place(**two, attendance_month=attendance(("2022-05",)))).reasons() == {"three_months"}


def test_a_resting_site_owes_no_labour_fee() -> None:
    rows = [month("2022-01", 5, 1), *(month(f"2022-{m:02d}") for m in (2, 3, 4, 5))]
    assert f01(place(account_month=rows, attendance_month=attendance(("2022-01",)))).outcomes == {
        "P1": "could_not_tell"
    }
    assert f01(place(account_month=rows, attendance_month=attendance(("2022-05",)))).reasons() == {"three_months"}
    assert f01(place(account_month=rows)).reasons() == {"two_months"}


def test_entries_that_come_late_as_a_rule_say_nothing_of_the_last_months() -> None:
    timely = [
        credit(d, key="A2", received_on=r) for d, r in (("2022-03-03", "2022-03-04"), ("2022-06-13", "2022-06-14"))
    ]
    stuck = [credit("2022-03-01", received_on="2022-05-20"), paid("2022-03-09", 1, received_on="2022-05-28")]
    tables = place(
        special_account=[account(), account("A2", "P2")], account_txn=[*timely, *stuck], attendance_month=attendance()
    )
    assert f01(tables).outcomes == {"P1": "could_not_tell"}


def test_a_silent_bank_is_not_a_silent_account() -> None:
    """Three accounts of one bank that all stop at once: the bank stopped delivering."""
    accounts = [
        account(f"A{i}", f"P{i}", bank_code=f"{code}100000012") for i, code in enumerate(("103", "102", "102", "102"))
    ]
    old = [credit("2022-02-01", key=f"A{i}", received_on="2022-02-02") for i in (1, 2, 3)]
    fresh = credit(before(1), key="A0")
    tables = place(special_account=accounts, account_txn=[fresh, *old])
    assert f01(tables).outcomes == {"P1": "could_not_tell"}
    goes_on = credit(before(1), key="A3", txn_id="n")
    assert f01(place(special_account=accounts, account_txn=[fresh, *old, goes_on])).reasons() == {"two_months"}


def test_an_authorised_account_without_any_entry_at_a_bank_that_delivers() -> None:
    bank = {"bank_code": "102100000012"}
    accounts = [account(**bank, upload_authorised=True), *(account(f"A{i}", f"P{i}", **bank) for i in (2, 3, 4))]
    entries = [credit(d, key=f"A{i}") for i in (2, 3, 4) for d in ("2022-01-05", before(1))]
    tables = place(special_account=accounts, account_txn=entries, attendance_month=attendance())
    assert f01(tables).reasons() == {"three_months"}
    tables["special_account"][0]["upload_authorised"] = None
    assert f01(tables).outcomes == {"P1": "could_not_tell"}


def test_a_shared_account_is_split_by_the_owner_who_paid() -> None:
    projects = [project(), project("P2", owner_uscc="O2")]
    shared = {"project": projects, "special_account": [account(sub_ledger=True), account(pid="P2", sub_ledger=True)]}
    entries = [credit(before(70)), credit(before(3), txn_id="b", counterparty_uscc="O2"), paid(before(1), 1)]
    said = f01(shared | {"account_txn": entries})
    assert said.outcomes == {"P1": "found", "P2": "not_found"}
    unnamed = [*entries, credit(before(2), txn_id="c", counterparty_uscc=None)]
    assert set(f01(shared | {"account_txn": unnamed}).outcomes.values()) == {"could_not_tell"}
    one_owner = shared | {"project": [project(), project("P2")], "account_txn": entries}
    assert set(f01(one_owner).outcomes.values()) == {"could_not_tell"}
    in_sum = shared | {"account_month": totals(5, 0, 0, 0, 0)}
    assert set(f01(in_sum).outcomes.values()) == {"could_not_tell"}


# Spring Festival 2022: rest days 31 January to 6 February, 15 days either side
@pytest.mark.parametrize(("as_of", "reasons"), [("2022-02-21", set()), ("2022-02-22", {"one_month"})])
def test_the_spring_festival_pause_waits(as_of: str, reasons: set[str]) -> None:
    entries = [credit("2021-12-25", received_on=as_of), paid("2022-01-14", 1, received_on=as_of)]
    assert f01(place(account_txn=entries), as_of=as_of).reasons() == reasons


def test_scope_of_the_place() -> None:
    wide, narrow = {"scope_min_amount": 10_000_000}, {"scope_min_amount": 10_000_001}
    assert f01(late(40), params=wide).outcomes == {"P1": "found"}
    assert f01(late(40), params=narrow).outcomes == {}
    unknown = late(40) | {"project": [project(contract_amount_fen=None)]}
    assert f01(unknown).outcomes == {"P1": "found"}
    assert f01(unknown, params=wide).outcomes == {"P1": "could_not_tell"}
    assert f01(late(40), params={"scope_min_months": 29}).outcomes == {}
    assert f01(late(40), params={"scope_min_months": 28}).outcomes == {"P1": "found"}


def test_other_law_cannot_be_asked_by_this_one() -> None:
    assert f01(late(94), place="open").outcomes == {"P1": "could_not_tell"}
