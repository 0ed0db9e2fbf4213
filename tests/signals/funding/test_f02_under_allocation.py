"""F02 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

from tests.signals.funding.place import Rows, account, credit, month, place, project
from tests.signals.side_by_side import reasons_of
from tests.signals.tools import Answer, ask

FEE = 20_000_000  # a fifth of one million yuan certified


def f02(tables: Rows, **kw: Any) -> Answer:
    return ask("F02", tables, **kw)


def certified(*months: str, fen: int = 100_000_000) -> list[dict[str, Any]]:
    return [{"project_id": "P1", "month": m, "certified_fen": fen, "paid_fen": fen} for m in months]


def site(fee: int, *months: str, **tables: Any) -> Rows:
    """One credit into a new account; the certified months; the share is a fifth."""
    rows = place(account_txn=[credit("2022-05-20", fee, fee)], progress_payment=certified(*(months or ("2022-03",))))
    return rows | tables


def test_credited_against_due() -> None:
    said = {
        FEE: set(),
        FEE * 9 // 10: set(),
        FEE * 9 // 10 - 1: {"below_90"},
        FEE * 8 // 10: {"below_90"},
        FEE * 8 // 10 - 1: {"below_80"},
        FEE * 6 // 10: {"below_80"},
        FEE * 6 // 10 - 1: {"below_60"},
    }
    assert reasons_of("F02", [site(fee) for fee in said]) == list(said.values())
    assert f02(site(FEE)).outcomes == {"P1": "not_found"}


def test_what_a_finding_shows() -> None:
    found = f02(site(FEE // 2)).finding()
    assert (found["credited_yuan"], found["planned_yuan"], found["percent"]) == ("100,000.00", "200,000.00", 50.0)
    assert found["strength"] == 0.5
    assert {r["table"] for r in found["evidence"]} == {"project", "progress_payment", "account_txn"}


# the fee for April is due by 5 June (31 days and 5 of grace after its end), that for May is not due yet
def test_only_what_is_due_counts() -> None:
    assert f02(site(FEE, "2022-03", "2022-05")).reasons() == set()
    assert f02(site(FEE, "2022-03", "2022-04")).reasons() == {"below_60"}


def test_monthly_totals_from_the_opening_on() -> None:
    totals = [
        month("2021-03", 0),
        month("2021-04", FEE // 2, 0, FEE // 2),
        *(month(f"2021-{m:02d}", balance=FEE // 2) for m in range(5, 13)),
    ]
    totals += [month(f"2022-{m:02d}", balance=FEE // 2) for m in range(1, 6)]
    rows = place(account_month=totals, progress_payment=certified("2022-03"))
    assert f02(rows).reasons() == {"below_60"}
    assert f02(rows | {"account_month": totals[1:]}).outcomes == {"P1": "found"}  # opened with nothing in it
    assert f02(rows | {"account_month": totals[2:]}).outcomes == {"P1": "could_not_tell"}
    assert f02(rows | {"account_month": totals[:5] + totals[6:]}).outcomes == {"P1": "could_not_tell"}


def test_entries_that_begin_in_the_middle_tell_nothing() -> None:
    middle = site(FEE // 2, account_txn=[credit("2022-05-20", FEE // 2, FEE)])
    assert f02(middle).outcomes == {"P1": "could_not_tell"}
    earlier = credit("2022-03-01", key="A9")  # the feed had begun before the account was opened
    from_opening = {
        "special_account": [account(opened_on="2022-03-31")],
        "account_txn": [*middle["account_txn"], earlier],
    }
    assert f02(middle | from_opening).outcomes == {"P1": "found"}


def test_public_money_of_others_is_counted() -> None:
    totals = [month("2022-04", FEE // 2, 0, FEE, credit_other_fen=FEE // 2), month("2022-05", 0, 0, FEE)]
    rows = place(account_month=totals, progress_payment=certified("2022-03"))
    assert f02(rows | {"project": [project(fund_source="government")]}).reasons() == set()
    assert f02(rows).reasons() == {"below_60"}


def test_nothing_is_told_without_share_value_or_bank() -> None:
    short = site(FEE // 2)
    for changes in (
        {"project": [project(labour_share=None)]},
        {"progress_payment": []},
        {"progress_payment": certified("2022-05")},
        {"progress_payment": [v | {"received_on": "2022-04-30"} for v in certified("2022-03")]},
        {"account_txn": []},
        {"special_account": [account(closed_on="2022-06-01")]},
    ):
        assert f02(short | changes).outcomes == {"P1": "could_not_tell"}, changes


def test_what_was_certified_before_the_account_opened_is_left_out() -> None:
    two = site(FEE, "2022-02", "2022-03")
    for opened, reasons in (("2022-02-28", {"below_60"}), ("2022-03-01", set())):
        assert f02(two | {"special_account": [account(opened_on=opened)]}).reasons() == reasons


def test_a_silent_account_is_held_to_what_was_due_before() -> None:
    silent = [credit("2022-02-10", FEE, FEE), credit("2022-06-14", key="A2")]
    rows = site(FEE, account_txn=silent, special_account=[account(), account("A2", "P2")])
    assert f02(rows | {"progress_payment": certified("2021-12", "2022-03")}).reasons() == set()
    assert f02(rows | {"progress_payment": certified("2021-11", "2021-12")}).reasons() == {"below_60"}


def test_the_floors_of_zhuhai_by_kind_of_works() -> None:
    floors = {"building": 0.19, "municipal": 0.1, "transport": 0.1, "rail": 0.1, "water": 0.12}
    kept = [{"project": [project(project_type=kind, labour_share=floor)]} for kind, floor in floors.items()]
    broken = [{"project": [project(project_type=kind, labour_share=floor - 0.01)]} for kind, floor in floors.items()]
    assert reasons_of("F02", kept + broken, place="zhuhai") == [set()] * 5 + [{"share_below_floor"}] * 5
    assert f02(broken[0]).outcomes == {"P1": "could_not_tell"}  # Beijing states none


def test_zhuhai_states_none_for_other_works() -> None:
    tables = {"project": [project(project_type="other", labour_share=0.05)]}
    assert f02(tables, place="zhuhai").outcomes == {"P1": "could_not_tell"}


def test_without_an_agreed_share_the_floor_is_due() -> None:
    unstated = {"project": [project(labour_share=None)]}
    assert f02(site(17_099_999) | unstated, place="zhuhai").reasons() == {"below_90"}
    assert f02(site(17_100_000) | unstated, place="zhuhai").reasons() == set()


def test_a_linear_plan_where_the_place_pays_so() -> None:
    """Ten million yuan over 842 days from 10 March 2021, a fifth of it labour: 425 days less 36 of term are due."""
    due = round(0.2 * 1_000_000_000 * (462 - 36) / 842)
    assert f02(site(due * 9 // 10 + 1), params={"plan_is_linear": True}).reasons() == set()
    assert f02(site(due * 9 // 10 - 1), params={"plan_is_linear": True}).reasons() == {"below_90"}
    assert f02(site(FEE), params={"plan_is_linear": True}).reasons() == {"below_60"}


def test_works_that_rest_are_not_asked() -> None:
    assert f02(site(1) | {"project": [project(status="suspended")]}).outcomes == {}
