"""P04 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import WAGE, Tables, account, both, project, site, wages
from tests.signals.tools import Answer, ask

MARCH, APRIL = "2022-03", "2022-04"
SUM = 10 * WAGE


OPENING = wages("o", 1, None, "2022-02-20") | {"direction": "credit", "purpose": "labour_fee"}


def p04(tables: Tables, **kw: Any) -> Answer:
    return ask("P04", tables, **kw)


def banked(march: int = SUM, april: int = SUM, **more: Any) -> Tables:
    """The usual site, and what the bank paid for each month; the bank's entries run from February to June."""
    entries = [wages("m", march, MARCH, "2022-04-12"), wages("a", april, APRIL, "2022-05-12")]
    entries += [OPENING, wages("z", 1, "2022-05", "2022-06-09")]
    return both(site(**more), account(), {"account_txn": entries})


def test_equal_sums_are_not_found() -> None:
    assert p04(banked()).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(
    ("april", "reasons"),
    [
        (SUM * 99 // 100, set()),
        (SUM * 99 // 100 - 1, {"differs"}),
        (SUM * 90 // 100, {"differs"}),
        (SUM * 90 // 100 - 1, {"differs_much"}),
        (SUM * 110 // 100 + 1, {"differs_much"}),
        (0, {"differs_much"}),
    ],
)
def test_shares_of_the_declared_pay(april: int, reasons: set[str]) -> None:
    assert p04(banked(april=april)).reasons() == reasons


def test_what_a_difference_tells() -> None:
    found = p04(banked(april=SUM // 2)).finding()
    assert (found["n_cases"], found["first_month"], found["percent"], found["gap_yuan"]) == (
        1,
        APRIL,
        50.0,
        "30,000.00",
    )
    assert {r["table"] for r in found["evidence"]} == {"account_txn", "payroll"}
    assert found["strength"] == pytest.approx(0.75)


def test_clearing_across_months_is_no_difference() -> None:
    assert p04(banked(march=SUM + SUM // 4, april=SUM - SUM // 4)).reasons() == set()


def test_a_reversed_payment_does_not_count() -> None:
    back = {"txn_id": "r", "account_key": "A1", "booked_at": "2022-05-13 10:00:00", "direction": "credit"}
    tables = banked()
    tables["account_txn"].append(back | {"amount_fen": SUM, "purpose": "refund", "reversal_of": "a"})
    assert "differs_much" in p04(tables).reasons()


def test_months_before_the_bank_delivered_are_left() -> None:
    tables = banked(months=("2021-12", MARCH, APRIL))
    assert p04(tables).reasons() == set()


def test_pay_declared_after_the_banks_last_day_is_left() -> None:
    tables = banked()
    later = [r | {"paid_on": "2022-06-10"} if r["wage_month"] == APRIL else r for r in tables["payroll"]]
    tables["account_txn"] = [t for t in tables["account_txn"] if t["wage_month"] != APRIL]
    assert p04(tables | {"payroll": later}).reasons() == set()


def test_an_account_that_serves_two_projects_is_not_compared() -> None:
    tables = both(banked(april=0), {"project": [project("P2")]}, account("P2"))
    assert p04(tables).outcomes == {"P1": "could_not_tell", "P2": "could_not_tell"}


def returned(retried_on: str | None, returned_on: str = "2022-06-07") -> Tables:
    """One worker's wage came back; the bank paid it again, or not."""
    share = {"counterparty_key": "W1", "counterparty_kind": "worker"}
    back = {"txn_id": "r", "account_key": "A1", "booked_at": f"{returned_on} 10:00:00", "direction": "credit"}
    entries = [wages("m", SUM, MARCH, "2022-04-12"), wages("a", SUM - WAGE, APRIL, "2022-05-12")]
    entries += [wages("w", WAGE, APRIL, "2022-05-12", **share)]
    entries += [back | {"amount_fen": WAGE, "purpose": "refund", "reversal_of": "w"}]
    if retried_on:
        entries += [wages("w2", WAGE, APRIL, retried_on, **share)]
    return both(site(), account(), {"account_txn": entries})


# from Tuesday 7 June, five working days end on Tuesday 14 June 2022
@pytest.mark.parametrize(
    ("returned_on", "reasons"), [("2022-06-08", {"differs"}), ("2022-06-07", {"differs", "returned_not_retried"})]
)
def test_a_returned_wage_not_paid_again_in_five_working_days(returned_on: str, reasons: set[str]) -> None:
    assert p04(returned(None, returned_on)).reasons() == reasons


def test_a_returned_wage_paid_again() -> None:
    assert p04(returned("2022-06-09")).reasons() == set()


def test_both_rows_of_a_return_are_shown() -> None:
    (found,) = [f for f in p04(returned(None)).findings if f["reason"] == "returned_not_retried"]
    assert {r["key"] for r in found["evidence"]} == {"w", "r"}
    assert (found["n_cases"], found["gap_yuan"]) == (1, "6,000.00")


def totals(*fen: int) -> Tables:
    """Monthly totals of the bank from February 2022 on, payrolls from January on paid in the following month."""
    months = ("2022-02", "2022-03", "2022-04", "2022-05")[: len(fen)]
    rows = [{"account_key": "A1", "month": m, "debit_wage_fen": f} for m, f in zip(months, fen, strict=True)]
    tables = site(months=("2022-01", "2022-02", "2022-03", "2022-04")[: len(fen)])
    after = {"2022-01": "2022-02-12", "2022-02": "2022-03-12", "2022-03": "2022-04-12", "2022-04": "2022-05-12"}
    paid = [r | {"paid_on": after[r["wage_month"]]} for r in tables["payroll"]]
    return both(tables | {"payroll": paid}, account(), {"account_month": rows})


# three months are paid wholly within the cover, the one before perhaps: 3 to 4 sums, and a tenth of 4 is forgiven
@pytest.mark.parametrize(
    ("fen", "reasons"),
    [
        ((SUM, SUM, SUM, SUM), set()),
        ((0, SUM, SUM, SUM), set()),
        ((SUM, SUM, 0, SUM * 6 // 10), set()),
        ((SUM, SUM, 0, SUM * 6 // 10 - 1), {"differs_in_sum"}),
        ((SUM, SUM, SUM, SUM * 14 // 10), set()),
        ((SUM, SUM, SUM, SUM * 14 // 10 + 1), {"differs_in_sum"}),
    ],
)
def test_monthly_totals_are_compared_in_sum(fen: tuple[int, ...], reasons: set[str]) -> None:
    assert p04(totals(*fen)).reasons() == reasons


def test_two_months_of_totals_are_too_few() -> None:
    assert p04(totals(SUM, SUM // 4)).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize("absent", ["payroll", "account_txn"])
def test_without_one_side_it_cannot_tell(absent: str) -> None:
    tables = {k: v for k, v in banked(april=0).items() if k != absent}
    assert p04(tables).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("age", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_bank_feed_older_than_45_days_tells_nothing(age: str, outcome: str) -> None:
    tables = banked(march=SUM // 2)
    rows = [t | {"received_on": age} for t in tables["account_txn"] if t["booked_at"] < "2022-05"]
    assert p04(tables | {"account_txn": rows}).outcomes == {"P1": outcome}
