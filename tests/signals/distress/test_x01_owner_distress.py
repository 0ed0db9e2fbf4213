"""X01: each limit at, below and above, what passes through a holding, the guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

Row = dict[str, Any]
Tables = dict[str, list[Row]]
SUM = 100_000


def project(n: int = 1, owner: str | None = "O", **more: Any) -> Row:
    """An open project with a contract of 1,000 yuan."""
    row = {
        "project_id": f"P{n}",
        "name": f"P{n}",
        "project_type": "building",
        "status": "building",
        "owner_uscc": owner,
    }
    return row | {"contractor_uscc": "C", "contract_amount_fen": SUM, "started_on": "2021-01-05"} | more


def certified(n: int = 1, fen: int = 10_000, paid: int | None = 0, month: str = "2022-03", **more: Any) -> Row:
    """A month's value, certified and paid."""
    return {"project_id": f"P{n}", "month": month, "certified_fen": fen, "paid_fen": paid} | more


def case(party: str, kind: str = "dishonest", **more: Any) -> Row:
    """A case that is open."""
    row = {"case_no": f"{kind} {party}", "party_id": party, "role": "debtor", "kind": kind, "filed_on": "2022-02-01"}
    return row | more


def holds(parent: str, child: str, share: float = 0.6, **more: Any) -> Row:
    """A company's share of another."""
    return {
        "holder_kind": "company",
        "holder_id": parent,
        "uscc": child,
        "share": share,
        "from_on": "2019-01-01",
    } | more


def x01(projects: list[Row] | None = None, **kw: Any) -> Answer:
    """Ask of some projects; tables by name, the rest as `ask` takes it."""
    options = {k: kw.pop(k) for k in ("as_of", "params") if k in kw}
    tables: Tables = {"project": projects or [project()], **kw}
    return ask("X01", tables, **options)


@pytest.mark.parametrize(
    ("fen", "told"),
    [
        (9_999, set()),
        (10_000, {"value_unpaid_tenth"}),
        (19_999, {"value_unpaid_tenth"}),
        (20_000, {"value_unpaid_fifth"}),
    ],
)
def test_unpaid_value_by_its_share_of_the_contract(fen: int, told: set[str]) -> None:
    answer = x01(progress_payment=[certified(fen=fen)])
    assert answer.reasons() == told
    assert answer.reasons("O") == told, "the owner is told by all its projects together"


@pytest.mark.parametrize(("day", "told"), [("2022-05-30", False), ("2022-05-31", True)])
def test_it_is_overdue_after_sixty_days(day: str, told: bool) -> None:
    answer = x01(progress_payment=[certified(month="2022-03", received_on="2022-05-20")], as_of=day)
    assert bool(answer.reasons()) is told


@pytest.mark.parametrize(("paid", "told"), [(47_999, True), (48_000, False)])
def test_what_the_contract_lets_the_owner_keep_back_is_not_overdue(paid: int, told: bool) -> None:
    assert bool(x01(progress_payment=[certified(fen=60_000, paid=paid)]).reasons()) is told


def test_unknown_payment_is_not_unpaid() -> None:
    assert x01(progress_payment=[certified(paid=None)]).outcomes["P1"] == "could_not_tell"
    assert x01([project(contract_amount_fen=None)], progress_payment=[certified()]).outcomes["P1"] == "could_not_tell"


@pytest.mark.parametrize(
    ("fund", "day", "told"),
    [("government", "2022-03-31", False), ("government", "2022-04-01", True), ("private", "2022-03-31", True)],
)
def test_a_public_budget_ends_with_the_year(fund: str, day: str, told: bool) -> None:
    rows = [certified(month="2021-11", received_on="2022-03-20")]
    answer = x01([project(fund_source=fund)], progress_payment=rows, as_of=day)
    assert bool(answer.reasons()) is told
    if told and fund == "government":
        assert "59" in answer.finding()["route_zh"]


def test_a_large_owner_with_one_late_project() -> None:
    sites = [project(n) for n in range(1, 21)]
    paid = [certified(n, paid=10_000) for n in range(2, 21)]
    answer = x01(sites, progress_payment=[certified(1), *paid])
    assert answer.reasons("P1") == {"value_unpaid_tenth"}
    assert answer.reasons("P2") == answer.reasons("O") == set()


def test_an_owner_that_owes_everywhere_is_told_on_its_other_projects() -> None:
    answer = x01([project(1), project(2)], progress_payment=[certified(1, 20_000), certified(2, 100, paid=100)])
    assert answer.reasons("P2") == {"value_unpaid_elsewhere"}


@pytest.mark.parametrize("kind", ["dishonest", "bankruptcy", "enforcement"])
def test_an_insolvent_owner_is_told_on_every_open_project(kind: str) -> None:
    sites = [project(1), project(2, status="suspended"), project(3, status="completed")]
    answer = x01(sites, judicial=[case("O", kind)])
    assert answer.reasons("P1") == answer.reasons("P2") == answer.reasons("O") == {"owner_insolvent"}
    assert "P3" not in answer.outcomes


def test_a_listing_that_stands() -> None:
    row = {"event_id": "E", "uscc": "O", "kind": "dishonest_debtor", "from_on": "2022-01-01"}
    assert x01(credit_event=[row]).reasons() == {"owner_insolvent"}
    assert not x01(credit_event=[row | {"repaired_on": "2022-06-15"}]).findings
    assert not x01(credit_event=[row | {"to_on": "2022-06-14"}]).findings


@pytest.mark.parametrize(
    ("fen", "told"), [(500, "owner_enforced"), (501, "owner_insolvent"), (None, "owner_insolvent")]
)
def test_a_small_enforcement_is_a_dispute_as_any(fen: int | None, told: str) -> None:
    firm = {"uscc": "O", "name": "O", "kind": "company", "status": "active", "registered_capital_fen": 1000}
    assert x01(judicial=[case("O", "enforcement", amount_fen=fen)], company=[firm]).reasons() == {told}


def test_closed_cases_creditors_and_civil_suits_say_nothing() -> None:
    rows = [case("O", closed_on="2022-06-01"), case("O", "enforcement", role="creditor"), case("O", "civil")]
    assert x01(judicial=rows).outcomes == {"P1": "not_found", "O": "not_found"}


@pytest.mark.parametrize(("share", "told"), [(0.49, set()), (0.5, {"parent_insolvent"})])
def test_the_parent_of_a_project_company(share: float, told: set[str]) -> None:
    assert x01(judicial=[case("M")], holding=[holds("M", "O", share)]).reasons() == told


def test_the_parent_is_found_along_a_chain_and_named() -> None:
    firm = {"uscc": "M", "name": "某控股集团", "kind": "company", "status": "active"}
    answer = x01(judicial=[case("M")], holding=[holds("M", "H"), holds("H", "O")], company=[firm])
    assert answer.finding()["source_name"] == "某控股集团"
    middle = x01(judicial=[case("H")], holding=[holds("M", "H"), holds("H", "O")])
    assert middle.reasons() == {"parent_insolvent"}
    assert not x01(judicial=[case("M")], holding=[holds("M", "O", to_on="2022-06-14")]).findings


def test_an_owner_with_several_projects_is_no_project_company() -> None:
    answer = x01([project(1), project(2)], judicial=[case("M")], holding=[holds("M", "O")])
    assert answer.reasons("P1") == {"parent_insolvent_large"}


@pytest.mark.parametrize(("n", "told"), [(5, {"sister_insolvent"}), (6, set())])
def test_sister_project_companies(n: int, told: set[str]) -> None:
    """One of five is a fifth; one of six says nothing of the others."""
    sites = [project(k, f"O{k}") for k in range(1, n + 1)]
    answer = x01(sites, judicial=[case("O1")], holding=[holds("M", f"O{k}") for k in range(1, n + 1)])
    assert answer.reasons("P1") == {"owner_insolvent"}
    assert answer.reasons("P2") == told


def test_an_insolvent_contractor_is_a_weaker_reason_on_all_its_sites() -> None:
    answer = x01([project(1), project(2, contractor_uscc="D")], judicial=[case("C")])
    assert answer.reasons("P1") == {"contractor_insolvent"}
    assert answer.reasons("P2") == set()


def fees(stopped: int, whole: int, owner: Any = lambda _: "O", last: str = "2022-04-10", **more: list[Row]) -> Answer:
    """Sites with works and wages since January, whose fees came monthly or stopped after `last`."""
    sites = range(1, whole + 1)
    months = [f"2022-{m:02}" for m in range(1, 6)]
    work = [{"project_id": f"P{n}", "person_key": f"k{n}", "month": m, "days": 20.0} for n in sites for m in months]
    lines = [
        {
            "project_id": f"P{n}",
            "person_key": f"k{n}",
            "wage_month": m,
            "due_fen": 1000,
            "paid_fen": 1000,
            "due_on": f"{m}-28",
        }
        for n in sites
        for m in months
    ]
    accounts = [{"account_key": f"a{n}", "project_id": f"P{n}", "opened_on": "2022-01-01"} for n in sites]
    entries = [
        {
            "txn_id": f"T{n}{m}",
            "account_key": f"a{n}",
            "booked_at": f"{m}-10 09:00:00",
            "direction": "credit",
            "amount_fen": 900,
            "balance_fen": 900,
            "purpose": "labour_fee",
            "counterparty_kind": "owner",
        }
        for n in sites
        for m in [*months, "2022-06"]
        if n > stopped or f"{m}-10" <= last
    ]
    tables = {"attendance_month": work, "payroll": lines, "special_account": accounts, "account_txn": entries}
    return x01([project(n, owner(n)) for n in sites], **(tables | more))


@pytest.mark.parametrize(("stopped", "told"), [(2, set()), (3, {"fees_stopped"})])
def test_fees_that_stop_on_three_projects_in_one_month(stopped: int, told: set[str]) -> None:
    answer = fees(stopped, 4)
    assert answer.reasons("P1") == answer.reasons("O") == told
    assert answer.reasons("P4") == ({"fees_stopped_elsewhere"} if told else set())


@pytest.mark.parametrize(("whole", "told"), [(15, {"fees_stopped"}), (16, set())])
def test_three_of_many_are_ordinary(whole: int, told: set[str]) -> None:
    assert fees(3, whole).reasons("P1") == told


def test_fees_that_stop_on_the_project_companies_of_one_parent() -> None:
    held = [holds("M", f"O{n}") for n in range(1, 5)]
    answer = fees(3, 4, owner=lambda n: f"O{n}", holding=held)
    assert answer.reasons("P1") == answer.reasons("O1") == {"fees_stopped"}
    assert "M" in answer.finding("P1")["whose_zh"]
    assert not fees(3, 4, owner=lambda n: f"O{n}").findings, "without the holding they are strangers"


def test_an_account_that_was_frozen_may_have_sent_credits_back() -> None:
    freeze = {"account_key": "a1", "case_no": "Z", "kind": "freeze", "from_on": "2022-05-02"}
    assert not fees(3, 4, account_restriction=[freeze]).findings


def test_fees_that_came_ahead_are_not_missing() -> None:
    ahead = fees(3, 4)
    assert ahead.reasons("P1")
    lump = [
        {
            "txn_id": f"L{n}",
            "account_key": f"a{n}",
            "booked_at": "2022-04-09 09:00:00",
            "direction": "credit",
            "amount_fen": 9000,
            "balance_fen": 9000,
            "purpose": "labour_fee",
            "counterparty_kind": "owner",
        }
        for n in range(1, 4)
    ] + [
        {
            "txn_id": f"M{n}{m}",
            "account_key": f"a{n}",
            "booked_at": f"2022-{m:02}-10 09:00:00",
            "direction": "credit",
            "amount_fen": 900,
            "balance_fen": 900,
            "purpose": "labour_fee",
            "counterparty_kind": "owner",
        }
        for n in range(4, 5)
        for m in range(1, 7)
    ]
    assert not fees(3, 4, account_txn=lump).findings


def test_it_cannot_tell_of_an_owner_nobody_named_or_by_old_feeds() -> None:
    assert x01([project(owner=None)], judicial=[case("X")]).outcomes == {"P1": "could_not_tell"}
    assert x01().outcomes["P1"] == "could_not_tell"
    old = [case("O", received_on="2022-04-30")]
    assert x01(judicial=old).outcomes["P1"] == "could_not_tell"
    assert x01(judicial=[case("O", received_on="2022-05-01")]).outcomes["P1"] == "found"
    assert x01([project(flags=["check_digit:owner_uscc"])], judicial=[case("O")]).outcomes == {"P1": "could_not_tell"}
