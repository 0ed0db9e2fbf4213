"""C04: each point at, just below and just above its limit, the guards, the count, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.contracting.works import Row, Tables, let, prime, project
from tests.signals.tools import Answer, ask

TAX_MONTHS = ("2021-12", "2022-01", "2022-02", "2022-03", "2022-04")
LET = 100_000_000  # fen, CNY 1 million


def firm(uscc: str = "SUB", **more: Any) -> Row:
    """A sound registered company with contacts of its own."""
    row: Row = {"uscc": uscc, "name": uscc, "kind": "company", "status": "active", "established_on": "2015-01-01"}
    row |= {"paid_capital_fen": LET, "address_key": f"d-{uscc}", "phone_key": f"t-{uscc}", "agent_key": f"g-{uscc}"}
    return row | {"legal_rep_key": f"m-{uscc}"} | more


def many(n: int, **more: Any) -> list[Row]:
    """Other companies."""
    return [firm(f"F{i:03}", **more) for i in range(n)]


def taxes(uscc: str = "SUB", until: str = TAX_MONTHS[-1], **more: Any) -> list[Row]:
    """Declarations of the last months."""
    return [{"uscc": uscc, "month": m, "sales_fen": 1, "status": "normal"} | more for m in TAX_MONTHS if m <= until]


def insured(heads: int = 20, uscc: str = "SUB") -> list[Row]:
    """The last return of social insurance."""
    return [{"uscc": uscc, "month": "2022-05", "insured_heads": heads, "due_fen": 1, "paid_fen": 1}]


def crew(n: int, uscc: str = "SUB", employer: str | None = "SUB", month: str = "2022-04") -> Tables:
    """A team of the company, on the payroll of a month."""
    people = [f"w{i:02}" for i in range(n)]
    key: Row = {"project_id": "P1", "team_id": "T1"}
    return {
        "team": [key | {"uscc": uscc}],
        "worker": [
            key | {"person_key": p, "entered_on": "2022-01-01", "role": "worker", "employer_uscc": employer}
            for p in people
        ],
        "payroll": [key | {"person_key": p, "wage_month": month, "due_fen": 1, "paid_fen": 1} for p in people],
    }


LISTED: Row = {"event_id": "E1", "uscc": "SUB", "kind": "abnormal_listing", "from_on": "2022-06-15"}
UNINSURED: Tables = {"social_insurance_month": insured(0)} | crew(10)


def sub(**tables: Any) -> Tables:
    """A subcontractor all of whose records are sound."""
    sound: Tables = {"project": [project()], "contract": [prime(), let(LET)], "company": [firm()]}
    return sound | {"tax_month": taxes(), "social_insurance_month": insured(), "credit_event": []} | tables


def points(**tables: Any) -> int:
    """Points of the subcontractor, told from the first on."""
    kw = {k: tables.pop(k) for k in ("party", "params") if k in tables}
    said = ask("C04", sub(**tables), **kw | {"params": {"few_points": 1} | kw.get("params", {})})
    return said.finding("SUB")["n_points"] if said.outcomes["SUB"] == "found" else 0


def c04(**tables: Any) -> Answer:
    """Ask it of the subcontractor."""
    return ask("C04", sub(**tables))


@pytest.mark.parametrize(("established_on", "n"), [("2021-06-15", 0), ("2021-06-16", 1), (None, 0), ("2022-01-01", 1)])
def test_younger_than_a_year(established_on: str | None, n: int) -> None:
    assert points(company=[firm(established_on=established_on)]) == n


def test_a_known_leader_may_be_new() -> None:
    """Who led a team before the firm was founded is no straw man; who began after it may be."""
    new = {"company": [firm(established_on="2022-01-01")]}
    led: Row = {"team_id": "T0", "project_id": "P1", "uscc": "ELSE", "leader_key": "m-SUB"}
    assert points(**new, team=[led | {"received_on": "2021-12-31"}]) == 0
    assert points(**new, team=[led | {"received_on": "2022-01-01"}]) == 1
    assert points(**new, team=[led | {"received_on": "2021-12-31", "leader_key": "else"}]) == 1
    assert points(company=[firm(established_on="2222-01-01", flags=["implausible_date:established_on"])]) == 0


@pytest.mark.parametrize(("heads", "n", "month", "told"), [
    (0, 10, "2022-04", 2),
    (0, 9, "2022-04", 0),
    (1, 10, "2022-04", 0),
    (0, 10, "2022-03", 2),
    (0, 10, "2022-02", 0),  # an old payroll tells nothing of today
])  # fmt: skip
def test_nobody_insured_and_workers_on_the_payroll(heads: int, n: int, month: str, told: int) -> None:
    assert points(social_insurance_month=insured(heads), **crew(n, month=month)) == told


def test_people_insured_elsewhere_are_no_sign() -> None:
    both = {"social_insurance_month": insured(0) + insured(30, "BIG") + insured(0, "NONE")}
    assert points(**both, **crew(10, employer="BIG")) == 0
    assert points(**both, **crew(10, employer="NONE")) == 2
    assert points(**both, **crew(10, employer=None)) == 2
    assert points(**both, **crew(10, employer="BRANCH"), party={"BRANCH": "SUB"}) == 2
    assert points(**both, **crew(10, uscc="BRANCH"), party={"BRANCH": "SUB"}) == 2
    nobody = {"social_insurance_month": insured(30, "BIG")}
    assert points(**nobody, **crew(10)) == 0  # who is not in the returns may insure in another place


@pytest.mark.parametrize("contact", ["address_key", "phone_key", "agent_key"])
def test_one_of_several_at_one_contact(contact: str) -> None:
    alone = [firm(f"X{i:03}") for i in range(120)]
    shared = {contact: "same"}
    said = [points(company=[firm(**shared), *many(n - 1, **shared), *alone]) for n in (4, 5, 50, 51)]
    assert said == [0, 1, 1, 0]  # an incubator or an agent of many ties nobody


def test_what_most_share_says_nothing() -> None:
    shared = {"agent_key": "same"}
    five = [firm(**shared), *many(4, **shared)]
    assert points(company=five) == 0
    assert points(company=[*five, *(firm(f"X{i}") for i in range(4))]) == 0
    assert points(company=[*five, *(firm(f"X{i}") for i in range(5))]) == 1


def test_closed_firms_and_branches_do_not_count() -> None:
    alone = [firm(f"X{i:03}") for i in range(20)]
    shared = {"phone_key": "same"}
    for more in ({"status": "deregistered"}, {"status": "revoked"}, {"cancelled_on": "2022-06-15"}):
        assert points(company=[firm(**shared), *many(3, **shared), firm("F9", **shared, **more), *alone]) == 0
    branch = firm("F9", head_uscc="F000", **shared)
    assert points(company=[firm(**shared), *many(3, **shared), branch, *alone]) == 0


def test_no_tax_returns_for_three_months() -> None:
    other = taxes("ELSE")
    assert points(tax_month=other + taxes(until="2022-02")) == 0
    assert points(tax_month=other + taxes(until="2022-01")) == 2
    assert points(tax_month=other) == 0  # who never declared here may do so elsewhere
    assert points(tax_month=other + taxes(until="2022-01", status="cancelled")) == 0
    lost = [*taxes()[:-1], taxes()[-1] | {"status": "abnormal"}]
    found = [r | {"status": "abnormal"} for r in taxes()[:-1]] + taxes()[-1:]
    assert points(tax_month=lost) == 2
    assert points(tax_month=found) == 0


@pytest.mark.parametrize(("more", "n"), [
    ({}, 2),
    ({"from_on": "2022-06-16"}, 0),
    ({"from_on": "2021-01-01", "to_on": "2022-06-15"}, 0),
    ({"from_on": "2021-01-01", "to_on": "2022-06-16"}, 2),
    ({"repaired_on": "2022-06-15"}, 0),
    ({"kind": "labour_penalty"}, 0),
])  # fmt: skip
def test_listed_as_abnormal(more: Row, n: int) -> None:
    assert points(credit_event=[LISTED | more]) == n


def test_abnormal_by_the_register_itself() -> None:
    assert points(company=[firm(status="abnormal")]) == 2
    assert points(company=[firm(status="abnormal")], credit_event=[LISTED]) == 2


@pytest.mark.parametrize(("paid", "n"), [(LET // 100, 0), (LET // 100 - 1, 1), (0, 1), (None, 0)])
def test_capital_below_one_per_cent_of_the_contracts(paid: int | None, n: int) -> None:
    assert points(company=[firm(paid_capital_fen=paid)]) == n
    two = [prime(), let(LET // 2), let(LET // 2, name="b")]
    assert points(company=[firm(paid_capital_fen=paid)], contract=two) == n
    assert (
        points(company=[firm(paid_capital_fen=paid)], contract=[prime(), let(LET, flags=["magnitude:amount_yuan"])])
        == 0
    )


def test_three_points_are_yellow_and_four_orange() -> None:
    poor = {"company": [firm(paid_capital_fen=0)]}
    assert c04(**poor).outcomes["SUB"] == "not_found"
    assert c04(credit_event=[LISTED]).outcomes["SUB"] == "not_found"
    three = c04(**poor, credit_event=[LISTED])
    assert three.reasons("SUB") == {"some_points"}
    assert three.finding("SUB")["strength"] == pytest.approx(3 / 8)
    four = c04(credit_event=[LISTED], **UNINSURED)
    assert four.reasons("SUB") == {"many_points"}
    assert {r["table"] for r in four.finding("SUB")["evidence"]} == {
        "company",
        "contract",
        "credit_event",
        "social_insurance_month",
    }


def test_a_sound_incubator_firm_of_a_known_leader() -> None:
    """New, small, one of sixty at its address, its people insured elsewhere: one point, for its capital."""
    hall = {"address_key": "hall", "agent_key": "agency"}
    new = firm(established_on="2022-01-01", paid_capital_fen=0, **hall)
    tables = crew(10, employer="BIG")
    tables["team"] = [
        {"team_id": "T1", "project_id": "P1", "uscc": "SUB", "leader_key": "m-SUB", "received_on": "2021-06-01"}
    ]
    books = {"social_insurance_month": insured(0) + insured(30, "BIG")}
    assert points(company=[new, *many(59, **hall)], **books, **tables) == 1


def test_who_is_asked() -> None:
    """Who takes works from others on a project that is not over; not the contractor, the owner, a seller."""
    more = [
        prime(),
        let(LET),
        let(1, "DIRECT", name="b", payer_uscc="OWNER"),
        let(1, "SELLER", name="c", kind="supply"),
    ]
    assert set(c04(contract=more).outcomes) == {"SUB"}
    assert set(c04(contract=[prime(), let(LET, "GC-BRANCH")], project=[project()]).outcomes) == {"GC-BRANCH"}
    over = ask("C04", sub(project=[project(status="closed")]))
    assert set(over.outcomes.values()) == {"could_not_tell"}  # nothing says who takes works


def test_when_it_cannot_tell() -> None:
    bad = sub(company=[firm(status="abnormal", paid_capital_fen=0, established_on="2022-01-01")])
    assert ask("C04", bad).outcomes["SUB"] == "found"
    no_tax = {k: v for k, v in bad.items() if k != "tax_month"}
    register_only = {k: v for k, v in no_tax.items() if k not in ("social_insurance_month", "credit_event")}
    assert ask("C04", no_tax).outcomes["SUB"] == "found"
    assert ask("C04", register_only).outcomes["SUB"] == "could_not_tell"
    assert ask("C04", register_only | {"tax_month": taxes(received_on="2022-05-01")}).outcomes["SUB"] == "found"
    assert (
        ask("C04", register_only | {"tax_month": taxes(received_on="2022-04-30")}).outcomes["SUB"] == "could_not_tell"
    )
    assert ask("C04", sub(company=[])).outcomes["SUB"] == "could_not_tell"
    assert ask("C04", sub()).outcomes["SUB"] == "not_found"
    assert ask("C04", bad, place="open").outcomes["SUB"] == "could_not_tell"
