"""C04: each point at, just below and just above its limit, the guards, the count, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.contracting.works import Row, Tables, each, let, prime, project
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


def points(*cases: Tables, party: dict[str, str] | None = None) -> list[int]:
    """Points of the subcontractor in each case, told from the first on; in one go, so what most share is of all cases."""
    said = each("C04", [sub(**tables) for tables in cases], party=party, params={"few_points": 1})
    found = {f["entity_id"]: f["n_points"] for f in said.findings}
    return [found.get(f"SUB.{n}", 0) for n in range(len(cases))]


def c04(**tables: Any) -> Answer:
    """Ask it of the subcontractor."""
    return ask("C04", sub(**tables))


def test_younger_than_a_year() -> None:
    days = ("2021-06-15", "2021-06-16", "2022-01-01", None)
    assert points(*({"company": [firm(established_on=d)]} for d in days)) == [0, 1, 1, 0]
    odd = firm(established_on="2222-01-01", flags=["implausible_date:established_on"])
    assert points({"company": [odd]}) == [0]


def test_a_known_leader_may_be_new() -> None:
    """Who led a team before the firm was founded is no straw man; who began after it may be."""

    def led(since: str, leader: str = "m-SUB") -> Tables:
        row: Row = {"team_id": "T0", "project_id": "P1", "uscc": "ELSE", "leader_key": leader, "received_on": since}
        return {"company": [firm(established_on="2022-01-01")], "team": [row]}

    assert points(led("2021-12-31"), led("2022-01-01"), led("2021-12-31", "else")) == [0, 1, 1]


def test_nobody_insured_and_workers_on_the_payroll() -> None:
    def books(heads: int, n: int, month: str = "2022-04") -> Tables:
        return {"social_insurance_month": insured(heads)} | crew(n, month=month)

    assert points(books(0, 10), books(0, 9), books(1, 10)) == [2, 0, 0]
    assert points(books(0, 10, "2022-03"), books(0, 10, "2022-02")) == [2, 0]  # an old payroll tells nothing of today


def test_people_insured_elsewhere_are_no_sign() -> None:
    both: Tables = {"social_insurance_month": insured(0) + insured(30, "BIG") + insured(0, "NONE")}
    elsewhere: Tables = {"social_insurance_month": insured(30, "BIG")}
    assert points(
        both | crew(10, employer="BIG"),
        both | crew(10, employer="NONE"),
        both | crew(10, employer=None),
        both | crew(31, employer="BIG"),  # more than it insures
        both | crew(10, employer="BRANCH"),
        both | crew(10, uscc="BRANCH"),
        elsewhere | crew(10),  # who is not in the returns may insure in another place
        party={"BRANCH": "SUB"},
    ) == [0, 2, 2, 2, 2, 2, 0]


@pytest.mark.parametrize("contact", ["address_key", "phone_key", "agent_key"])
def test_one_of_several_at_one_contact(contact: str) -> None:
    """An incubator or an agent of very many ties nobody."""
    alone: Tables = {"company": [firm(), *(firm(f"X{i:03}") for i in range(120))]}
    shared = {contact: "same"}
    cases = [{"company": [firm(**shared), *many(n - 1, **shared)]} for n in (4, 5, 50, 51)]
    assert points(*cases, alone) == [0, 1, 1, 0, 0]


@pytest.mark.parametrize(("n_alone", "n"), [(0, 0), (4, 0), (5, 1)])
def test_what_most_share_says_nothing(n_alone: int, n: int) -> None:
    """Five share an agent: of nine they are most, of ten they are half."""
    five = [firm(agent_key="same"), *many(4, agent_key="same")]
    assert points({"company": [*five, *(firm(f"X{i}") for i in range(n_alone))]}) == [n]


def test_closed_firms_and_branches_do_not_count() -> None:
    shared: Row = {"phone_key": "same"}
    four, alone = [firm(**shared), *many(3, **shared)], [firm(f"X{i:03}") for i in range(9)]
    fifth: list[Row] = [
        {"status": "deregistered"},
        {"status": "revoked"},
        {"cancelled_on": "2022-06-15"},
        {"head_uscc": "F000"},
    ]
    cases = [{"company": [*four, firm("F9", **shared, **more), *alone]} for more in [*fifth, {"status": "abnormal"}]]
    assert points(*cases, party={"F9": "F9"}) == [0, 0, 0, 1, 1]
    assert points(cases[3], party={"F9": "F000"}) == [0]


def test_no_tax_returns_for_three_months() -> None:
    last = taxes()[-1]
    assert (
        points(
            {"tax_month": taxes(until="2022-02")},
            {"tax_month": taxes(until="2022-01")},
            {"tax_month": taxes("ELSE")},  # who never declared here may do so in another place
            {"tax_month": taxes(until="2022-01", status="cancelled")},
            {"tax_month": [*taxes()[:-1], last | {"status": "abnormal"}]},
            {"tax_month": [*taxes(status="abnormal")[:-1], last]},
        )
        == [0, 2, 0, 0, 2, 0]
    )


def test_listed_as_abnormal() -> None:
    past = {"from_on": "2021-01-01"}
    changes: list[Row] = [{}, {"from_on": "2022-06-16"}, past | {"to_on": "2022-06-15"}, past | {"to_on": "2022-06-16"}]
    changes += [{"repaired_on": "2022-06-15"}, {"kind": "labour_penalty"}]
    assert points(*({"credit_event": [LISTED | more]} for more in changes)) == [2, 0, 0, 2, 0, 0]
    abnormal: Tables = {"company": [firm(status="abnormal")]}
    assert points(abnormal, abnormal | {"credit_event": [LISTED]}) == [2, 2]


def test_capital_below_one_per_cent_of_the_contracts() -> None:
    one, two = [prime(), let(LET)], [prime(), let(LET // 2), let(LET // 2, name="b")]
    paid = (LET // 100, LET // 100 - 1, 0, None)
    for contracts in (one, two):
        assert points(*({"company": [firm(paid_capital_fen=p)], "contract": contracts} for p in paid)) == [0, 1, 1, 0]
    unknown = [prime(), let(LET, flags=["magnitude:amount_yuan"])]
    assert points({"company": [firm(paid_capital_fen=0)], "contract": unknown}) == [0]


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
    assert points({"company": [new, *many(59, **hall)]} | books | tables) == [1]


def test_who_is_asked() -> None:
    """Who takes works from others on a project that is not over; not the contractor, the owner, a seller."""
    parts = [
        {"project_id": "P1", "uscc": r.upper(), "role": r}
        for r in ("labour_sub", "supplier", "supervisor", "consortium")
    ]
    teams = [{"team_id": c, "project_id": "P1", "uscc": c} for c in ("CREW", "GC-BRANCH")]
    said = ask("C04", sub(project_party=parts, team=teams), party={"GC-BRANCH": "GC"})
    assert set(said.outcomes) == {"SUB", "LABOUR_SUB", "CREW"}
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
