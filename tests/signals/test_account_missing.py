"""A01 at, below and above its thresholds, and each of its guards."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

OTHER = {"account_key": "a0", "project_id": "P0", "holder_uscc": "XX"}  # the register has been heard from


def project(**changes: Any) -> dict[str, Any]:
    row = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC", "owner_uscc": "OW"}
    return (
        row | {"contract_amount_fen": 900_000_000, "started_on": "2022-01-01", "planned_end_on": "2023-01-01"} | changes
    )


def prime(signed_on: str | None, **changes: Any) -> dict[str, Any]:
    row = {"contract_id": "C1", "project_id": "P1", "payer_uscc": "OW", "payee_uscc": "GC", "kind": "prime"}
    return row | {"signed_on": signed_on} | changes


def account(**changes: Any) -> dict[str, Any]:
    return {"account_key": "a1", "project_id": "P1", "holder_uscc": "GC"} | changes


def asked(
    contracts: list[dict[str, Any]],
    accounts: list[dict[str, Any]] = (),
    site: dict[str, Any] | None = None,
    **more: Any,
) -> Answer:
    tables = {"project": [site or project()], "contract": contracts, "special_account": [OTHER, *accounts]}
    return ask("A01", tables | more.pop("tables", {}), **more)


@pytest.mark.parametrize(
    ("signed_on", "reasons"),
    [("2022-05-17", set()), ("2022-05-16", set()), ("2022-05-15", {"missing"})],  # 29, 30, 31 days before the as-of day
)
def test_thirty_days_to_open_one(signed_on: str, reasons: set[str]) -> None:
    answer = asked([prime(signed_on)])
    assert answer.reasons() == reasons
    assert answer.outcomes["P1"] == ("found" if reasons else "not_found")


@pytest.mark.parametrize(
    ("opened_on", "reasons"), [("2022-03-30", set()), ("2022-03-31", set()), ("2022-04-01", {"late"})]
)
def test_opened_late(opened_on: str, reasons: set[str]) -> None:
    answer = asked([prime("2022-03-01")], [account(opened_on=opened_on)])
    assert answer.reasons() == reasons
    if reasons:
        assert answer.finding()["n_days"] == 31
        assert {e["table"] for e in answer.finding()["evidence"]} == {"project", "contract", "special_account"}


def test_people_at_work_make_it_graver() -> None:
    days = [{"project_id": "P1", "person_key": f"k{i}", "month": "2022-05", "days": 3} for i in range(4)]
    answer = asked([prime("2022-03-01")], tables={"attendance_month": days})
    assert answer.reasons() == {"missing_at_work"}
    assert answer.finding()["n_heads"] == 4
    assert "attendance_month" in {e["table"] for e in answer.finding()["evidence"]}


def test_work_of_last_winter_does_not() -> None:
    days = [{"project_id": "P1", "person_key": "k", "month": "2022-03", "days": 3}]
    assert asked([prime("2022-03-01")], tables={"attendance_month": days}).reasons() == {"missing"}


def test_managers_are_no_workers() -> None:
    tables = {
        "attendance_month": [{"project_id": "P1", "person_key": "m", "month": "2022-05", "days": 20}],
        "worker": [{"project_id": "P1", "person_key": "m", "role": "manager", "entered_on": "2022-03-01"}],
    }
    assert asked([prime("2022-03-01")], tables=tables).reasons() == {"missing"}


@pytest.mark.parametrize("status", ["not_started", "suspended", "completed", "closed"])
def test_only_works_under_way_are_asked(status: str) -> None:
    assert "P1" not in asked([prime("2022-03-01")], site=project(status=status)).outcomes


@pytest.mark.parametrize(("to", "is_asked"), [(None, False), ("2022-06-15", False), ("2022-06-14", True)])
def test_a_suspension_stops_the_question(to: str | None, is_asked: bool) -> None:
    site = project(suspended_from="2022-06-01", suspended_to=to)
    assert ("P1" in asked([prime("2022-03-01")], site=site).outcomes) == is_asked


@pytest.mark.parametrize(
    ("amount_yuan", "outcome"), [(3_999_999, None), (4_000_000, "found"), (None, "could_not_tell")]
)
def test_a_locality_may_set_a_lower_limit(amount_yuan: int | None, outcome: str | None) -> None:
    site = project(contract_amount_fen=None if amount_yuan is None else amount_yuan * 100)
    answer = asked([prime("2022-03-01")], site=site, params={"scope_min_amount": 4_000_000})
    assert answer.outcomes.get("P1") == outcome


@pytest.mark.parametrize(("end", "outcome"), [("2022-03-31", None), ("2022-04-01", "found"), (None, "could_not_tell")])
def test_a_locality_may_set_a_shortest_duration(end: str | None, outcome: str | None) -> None:
    answer = asked([prime("2022-03-01")], site=project(planned_end_on=end), params={"scope_min_months": 3})
    assert answer.outcomes.get("P1") == outcome


@pytest.mark.parametrize(("allowed", "outcome"), [(None, "could_not_tell"), (True, "not_found"), (False, "found")])
def test_the_contractor_may_keep_a_sub_ledger_elsewhere(allowed: bool | None, outcome: str) -> None:
    elsewhere = {"account_key": "a9", "project_id": "P9", "holder_uscc": "GC", "sub_ledger": True}
    tables = {"project": [project(), project(project_id="P9")], "special_account": [elsewhere]}
    answer = asked([prime("2022-03-01")], tables=tables, params={"sub_ledger_allowed": allowed})
    assert answer.outcomes["P1"] == outcome


def test_without_a_contract_the_permit_dates_the_duty() -> None:
    assert asked([], site=project(permit_on="2022-05-15")).reasons() == {"missing"}
    assert asked([]).outcomes["P1"] == "could_not_tell"


def test_the_present_contractors_contract_counts() -> None:
    earlier = prime("2021-01-01", contract_id="C0", payee_uscc="FORMER")
    assert asked([earlier, prime("2022-06-01")]).outcomes["P1"] == "not_found"


def test_a_date_marked_implausible_is_unknown() -> None:
    opened = account(opened_on="2032-04-01", flags=["implausible_date:opened_on"])
    assert asked([prime("2022-03-01")], [opened]).outcomes["P1"] == "could_not_tell"


def test_an_older_contract_weighs_half() -> None:
    now, before = (asked([prime(day)]).finding()["strength"] for day in ("2021-07-07", "2021-07-06"))
    assert before == pytest.approx(now / 2)


@pytest.mark.parametrize(("received_on", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_silent_agency_tells_nothing(received_on: str, outcome: str) -> None:
    """45 days after its last row a register is no longer taken for whole."""
    answer = asked([prime("2022-03-01")], tables={"special_account": [OTHER | {"received_on": received_on}]})
    assert answer.outcomes["P1"] == outcome


def test_an_undelivered_register_tells_nothing() -> None:
    tables = {
        "project": [project()],
        "contract": [prime("2022-03-01")],
        "worker": [{"project_id": "P1", "person_key": "k"}],
    }
    assert ask("A01", tables).outcomes["P1"] == "could_not_tell"


def test_another_law_asks_nobody() -> None:
    answer = asked([prime("2022-03-01")], place="open")
    assert answer.outcomes == {"P1": "could_not_tell"}
    assert not answer.findings
