"""R01 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import Tables, both, site
from tests.signals.tools import Answer, ask

MONTHS = ("2022-03", "2022-04", "2022-05")


def r01(tables: Tables, **kw: Any) -> Answer:
    return ask("R01", tables, **kw)


def people(n: int = 20, k: int = 0, *, role: str = "worker", **change: Any) -> Tables:
    """A site whose people were registered as they came and work under contract; the first `k` rows differ."""
    tables = site(n, MONTHS, role=role)
    good = {
        "registered_on": "2022-02-27",
        "entered_on": "2022-03-01",
        "contract_kind": "labour_contract",
        "birth_year": 1985,
    }
    rows = [row | good | (change if i < k else {}) for i, row in enumerate(tables["worker"])]
    seen = [row | {"first_on": f"{row['month']}-01"} for row in tables["attendance_month"]]
    return tables | {"worker": rows, "attendance_month": seen}


def unlisted(n: int, k: int) -> Tables:
    tables = people(n)
    return tables | {"worker": tables["worker"][k:]}


@pytest.mark.parametrize(
    "lack",
    [
        {"registered_on": "2022-03-02"},
        {"contract_kind": "none"},
        {"contract_kind": None},
    ],
)
@pytest.mark.parametrize(
    ("k", "n", "reasons"),
    [
        (0, 20, set()),
        (2, 20, set()),
        (3, 20, {"above_5"}),
        (3, 60, set()),
        (3, 59, {"above_5"}),
        (4, 19, {"above_5"}),
        (5, 25, {"above_5"}),
        (5, 24, {"above_20"}),
    ],
)
def test_shares_of_those_on_site(lack: dict[str, Any], k: int, n: int, reasons: set[str]) -> None:
    assert r01(people(n, k, **lack)).reasons() == reasons


@pytest.mark.parametrize(("k", "n", "reasons"), [(2, 20, set()), (3, 20, {"above_5"}), (5, 24, {"above_20"})])
def test_people_on_no_register(k: int, n: int, reasons: set[str]) -> None:
    assert r01(unlisted(n, k)).reasons() == reasons


def test_what_it_tells() -> None:
    tables = people(24, 2, registered_on="2022-04-10")
    rows = [row | ({"contract_kind": "none"} if 1 <= i < 6 else {}) for i, row in enumerate(tables["worker"])]
    found = r01(tables | {"worker": rows[:-3]}).finding()
    shown = {
        k: found[k]
        for k in ("reason", "n_persons", "n_concerned", "n_late", "n_uncontracted", "n_unregistered", "percent")
    }
    assert shown == {"reason": "above_20", "n_persons": 24, "n_concerned": 9, "n_late": 2, "n_uncontracted": 5,
                     "n_unregistered": 3, "percent": 37.5}  # fmt: skip
    assert {e["table"] for e in found["evidence"]} == {"worker", "attendance_month"}
    assert found["strength"] == pytest.approx(0.5 + 9 / 24)


def test_registered_on_the_day_of_entry_is_in_time() -> None:
    assert r01(people(20, 9, registered_on="2022-03-01")).reasons() == set()


def test_by_days_as_well_as_by_months() -> None:
    tables = {k: v for k, v in people(20, 6, registered_on="2022-03-02").items() if k != "attendance_month"}
    days = [
        {"project_id": "P1", "person_key": w["person_key"], "day": f"2022-05-{d:02}", "scans": 2}
        for w in tables["worker"] for d in (3, 4, 5)
    ]  # fmt: skip
    assert r01(tables | {"attendance_day": days}).reasons() == set()
    early = [row | {"day": row["day"].replace("2022-05", "2022-03").replace("-03-03", "-03-01")} for row in days]
    assert r01(tables | {"attendance_day": early}).reasons() == {"above_20"}


def test_a_day_before_its_own_month_is_a_slip() -> None:
    tables = people()
    seen = [row | {"first_on": "2012-05-01"} for row in tables["attendance_month"]]
    assert r01(tables | {"attendance_month": seen}).reasons() == set()


def test_a_list_without_days_says_nothing_of_lateness() -> None:
    tables = people(20, 9, registered_on="2022-03-20")
    seen = [row | {"first_on": None} for row in tables["attendance_month"]]
    assert r01(tables | {"attendance_month": seen}).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(("back", "reasons"), [("2020-06-15", {"above_20"}), ("2020-06-14", set())])
def test_lateness_mended_two_years_ago_is_left(back: str, reasons: set[str]) -> None:
    tables = people(20, 6, registered_on=back, entered_on="2020-05-01")
    early = [{"project_id": "P1", "person_key": w["person_key"], "month": "2020-05", "days": 9.0, "first_on": "2020-05-02"}
             for w in tables["worker"][:6]]  # fmt: skip
    assert r01(both(tables, {"attendance_month": early})).reasons() == reasons


def test_a_stay_that_began_later_does_not_undo_the_first_registration() -> None:
    tables = people(20)
    again = [row | {"entered_on": "2022-05-01", "registered_on": "2022-05-01"} for row in tables["worker"][:9]]
    assert r01(both(tables, {"worker": again})).reasons() == set()


@pytest.mark.parametrize(("days", "outcome"), [(2.0, set()), (3.0, {"above_20"})])
def test_who_came_for_a_day_or_two_may_be_a_visitor(days: float, outcome: set[str]) -> None:
    tables = unlisted(20, 6)
    known = {w["person_key"] for w in tables["worker"]}
    seen = [row | ({} if row["person_key"] in known else {"days": days}) for row in tables["attendance_month"]]
    assert r01(tables | {"attendance_month": seen, "payroll": []}).reasons() == outcome


def test_managers_are_left() -> None:
    tables = both(people(20), people(20, 20, role="manager", contract_kind="none"))
    assert r01(tables).outcomes == {"P1": "not_found"}


def test_who_left_before_the_quarter_is_left() -> None:
    tables = people(20, 6, contract_kind="none")
    gone = {w["person_key"] for w in tables["worker"][:6]}
    old = [row | ({"month": row["month"].replace("2022-0", "2021-0")} if row["person_key"] in gone else {})
           for row in tables["attendance_month"]]  # fmt: skip
    assert r01(tables | {"attendance_month": old}).reasons() == set()


@pytest.mark.parametrize(("k", "reasons"), [(10, {"above_20"}), (11, set())])
def test_blanks_speak_where_most_of_the_column_is_filled(k: int, reasons: set[str]) -> None:
    assert r01(people(20, k, contract_kind=None)).reasons() == reasons


def test_a_day_of_signing_is_a_contract() -> None:
    assert r01(people(20, 6, contract_kind=None, contract_on="2022-03-01")).reasons() == set()


@pytest.mark.parametrize(
    ("as_of", "k", "reasons"),
    [
        ("2022-06-15", 18, set()),
        ("2022-06-15", 19, {"agreements"}),
        ("2022-08-01", 20, {"agreements"}),
        ("2022-08-02", 20, set()),
    ],
)
def test_a_written_agreement_is_no_lack(as_of: str, k: int, reasons: set[str]) -> None:
    tables = people(20, k, contract_kind="agreement")
    seen = [row | {"received_on": as_of} for row in tables["attendance_month"]]
    assert r01(tables | {"attendance_month": seen}, as_of=as_of).reasons() == reasons


@pytest.mark.parametrize(
    ("born", "reasons"), [(2006, set()), (2007, {"under_16"}), (2012, {"under_16"}), (2013, set()), (None, set())]
)
def test_below_sixteen_only_where_the_years_are_sure(born: int | None, reasons: set[str]) -> None:
    answer = r01(people(20, 1, birth_year=born))
    assert answer.reasons() == reasons
    assert all(f["n_concerned"] == 1 for f in answer.findings)


@pytest.mark.parametrize(("k", "outcome"), [(10, "found"), (11, "could_not_tell")])
def test_a_list_with_neither_days_nor_contracts_tells_nothing(k: int, outcome: str) -> None:
    """Blanks beside as many contracts count as none; where they are the more, nobody can tell."""
    assert r01(people(20, k, contract_kind=None, registered_on=None)).outcomes == {"P1": outcome}


def test_people_on_no_register_are_told_of_a_list_without_days() -> None:
    tables = people(20, 20, contract_kind=None, registered_on=None)
    assert r01(tables | {"worker": tables["worker"][3:]}).reasons() == {"above_5"}
    assert r01(tables | {"worker": tables["worker"][2:]}).outcomes == {"P1": "could_not_tell"}


def test_a_site_where_the_lists_do_not_match_cannot_be_told() -> None:
    assert r01(unlisted(20, 16)).reasons() == {"above_20"}
    assert r01(unlisted(20, 17)).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize("absent", ["attendance_month", "worker"])
def test_without_a_register_or_attendance_it_cannot_tell(absent: str) -> None:
    tables = {k: v for k, v in people(20, 6, contract_kind="none").items() if k != absent}
    assert r01(tables).outcomes == {"P1": "could_not_tell"}


def test_who_registers_nobody_by_the_data_cannot_be_told() -> None:
    assert r01(people(20) | {"worker": []}).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = people(20, 6, contract_kind="none")
    old = {k: [row | {"received_on": received} for row in v] for k, v in tables.items()}
    assert r01(old).outcomes == {"P1": outcome}


@pytest.mark.parametrize("status", ["completed", "closed"])
def test_works_that_are_over_are_not_asked(status: str) -> None:
    tables = people(20, 6, contract_kind="none")
    assert r01(tables | {"project": [tables["project"][0] | {"status": status}]}).outcomes == {}
