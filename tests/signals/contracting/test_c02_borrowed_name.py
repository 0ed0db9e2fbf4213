"""C02: each sign at, just below and just above its limits, the guards, two signs together, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.contracting.works import POSTS, Row, Tables, each, let, money, posts, prime, project, to, works
from tests.signals.tools import Answer, ask

LEAD = POSTS[0]
MAN = "man00000-and-more"
LEAST = 5_000_000  # fen, CNY 50,000


NOTHING: set[str] = set()
PAID, LEADS, LODGED = {"outsider_paid"}, {"outsider_leads"}, {"deposit_by_other"}


def c02(*cases: tuple[Tables, set[str]], **kw: Any) -> None:
    """Hold what is found of each case's project against what should be."""
    said = each("C02", [tables for tables, _ in cases], **kw)
    assert [said.reasons(f"P1.{n}") for n in range(len(cases))] == [reasons for _, reasons in cases]


def paying(man: int, others: int = 0) -> Tables:
    """An account that pays a natural person, and others than workers beside; no worker is registered."""
    person = {"counterparty_kind": "person", "counterparty_person_key": MAN, "counterparty_key": "card"}
    rows = [("2022-05-10", "debit", man, to(None, **person))]
    rows += [("2022-05-11", "debit", others, to("SHOP", counterparty_key="shop"))] if others else []
    return works(**money(rows))


def test_a_fifth_of_the_debits_that_are_no_wages() -> None:
    c02(
        (paying(LEAST), PAID),
        (paying(LEAST - 1), NOTHING),
        (paying(LEAST, 4 * LEAST), PAID),
        (paying(LEAST, 4 * LEAST + 1), NOTHING),
    )


def test_what_it_tells_of_a_person() -> None:
    found = ask("C02", paying(LEAST, LEAST)).finding()
    assert (found["person"], found["percent"], found["n_contractors"]) == (MAN[:8], 50, 1)
    assert [r["table"] for r in found["evidence"]] == ["account_txn"]


def test_who_is_no_outsider() -> None:
    """Who holds a labour contract, a post or a key post with insurance at the contractor is its own."""
    two: Tables = {"project": [project(), project("P2")]}
    entered: Row = {"project_id": "P2", "person_key": MAN, "entered_on": "2021-01-01", "role": "manager"}
    post: Row = {"person_key": MAN, "uscc": "GC", "role": "manager", "from_on": "2020-01-01"}

    def worker(**more: Any) -> Tables:
        row = entered | {"employer_uscc": "GC", "contract_kind": "labour_contract"} | more
        return paying(LEAST) | two | {"worker": [row]}

    def staff(row: Row) -> Tables:
        return paying(LEAST) | two | {"key_staff": [*posts(), row | {"person_key": MAN, "project_id": "P2"}]}

    c02(
        (worker(), NOTHING),
        (worker(employer_uscc="GC-BRANCH"), NOTHING),
        (worker(left_on="2022-06-15"), NOTHING),
        (worker(left_on="2022-06-14"), PAID),
        (worker(contract_kind="agreement"), PAID),
        (worker(employer_uscc="SUB"), PAID),
        (paying(LEAST) | {"position": [post]}, NOTHING),
        (paying(LEAST) | {"position": [post | {"to_on": "2022-06-14"}]}, PAID),
        (staff(posts()[1]), NOTHING),
        (staff({"role": LEAD}), NOTHING),  # nobody says who insures
        party={"GC-BRANCH": "GC"},
    )


def test_money_that_is_no_sign() -> None:
    """Wages of a worker, a wrong entry put right within five working days, a court's deduction."""
    here: Row = {"project_id": "P1", "person_key": MAN, "entered_on": "2021-01-01", "role": "worker"}
    wage: Row = {"purpose": "wage", "counterparty_kind": "worker", "counterparty_person_key": MAN}
    back: Row = {"purpose": "refund", "counterparty_kind": "person", "counterparty_key": "card"}
    gone = ("2022-05-10", "debit", LEAST, back | {"purpose": "other", "counterparty_person_key": MAN})
    order = {"account_key": "A", "case_no": "E1", "kind": "deduct", "amount_fen": LEAST, "from_on": "2022-05-10"}
    c02(
        (paying(LEAST) | {"worker": [here]}, PAID),  # on the list, and paid what is said to be no wage
        (works(worker=[here], **money([("2022-05-10", "debit", LEAST, wage)])), NOTHING),
        (works(worker=[here], **money([("2022-05-10", "debit", LEAST, wage | {"purpose": None})])), NOTHING),
        (works(**money([gone, ("2022-05-17", "credit", LEAST, back)])), NOTHING),
        (works(**money([gone, ("2022-05-18", "credit", LEAST, back)])), PAID),
        (paying(LEAST) | {"account_restriction": [order]}, NOTHING),
    )


def leads(person: str) -> Row:
    """A team led by a person."""
    return {"team_id": "T1", "project_id": "P1", "leader_key": person}


def test_an_outsider_who_leads_and_signs() -> None:
    manager, outside = leads(f"P1-{LEAD}"), posts((LEAD,))
    contract = let(1, None, payee_person_key=MAN, kind="labour")
    post: Row = {"person_key": MAN, "uscc": "GC", "role": "manager", "from_on": "2020-01-01"}
    c02(
        (works(key_staff=outside, team=[manager]), LEADS),
        (works(team=[manager]), NOTHING),  # the posted manager whom the contractor insures
        (works(key_staff=posts(("technical",)), team=[leads("P1-technical")]), NOTHING),  # signs nothing
        (works(key_staff=outside, team=[leads("else")]), NOTHING),
        (works(contract, team=[leads(MAN)]), LEADS),
        (works(contract), NOTHING),
        (works(contract | {"kind": "lease"}, team=[leads(MAN)]), NOTHING),
        (works(contract, team=[leads(MAN)], position=[post]), NOTHING),
    )


def test_a_manager_of_several_projects_one_after_the_other() -> None:
    """Works that are over show today's insurer, and so does a predecessor; neither counts. At once they are counted."""
    over = [project(), project("P0", status="completed", contractor_uscc="GC0")]
    before = posts((LEAD,), project_id="P0")[0] | {"person_key": f"P1-{LEAD}"}
    team = [leads(f"P1-{LEAD}")]
    assert ask("C02", works(project=over, key_staff=[*posts(), before], team=team)).findings == []
    at_once = [project(), project("P0", contractor_uscc="GC0")]
    found = ask("C02", works(project=at_once, key_staff=[*posts((LEAD,)), before], team=team)).findings
    assert [(f["entity_id"], f["reason"], f["n_contractors"]) for f in found] == [("P1", "outsider_leads", 2)]


def lodged(
    payer: str | None = "OTHER", area: str | None = "410100", outside: tuple[str, ...] = (LEAD,), **tables: Any
) -> Tables:
    """A deposit that another lodged for a contractor from elsewhere, without a project manager of its own."""
    deposit = {"deposit_id": "D1", "project_id": "P1", "payer_uscc": payer, "form": "cash", "amount_fen": 1}
    firm = {"uscc": "GC", "name": "GC", "area_code": area}
    return works(key_staff=posts(outside), wage_deposit=[deposit], company=[firm]) | tables


def test_a_deposit_by_another() -> None:
    c02(
        (lodged(), LODGED),
        (lodged(outside=()), NOTHING),  # the posted manager
        (lodged(outside=("safety",)), NOTHING),
        (lodged(area="110105"), NOTHING),  # another district of the same city
        (lodged(area=None), NOTHING),
        (lodged("GC"), NOTHING),
        (lodged("GC-BRANCH"), NOTHING),
        (lodged("OWNER"), NOTHING),
        (lodged(None), NOTHING),
        party={"GC-BRANCH": "GC"},
    )


def test_who_may_lodge_beside_the_contractor() -> None:
    def part(role: str) -> Tables:
        return lodged(project_party=[{"project_id": "P1", "uscc": "OTHER", "role": role}])

    held: Row = {"holder_kind": "company", "holder_id": "OTHER", "uscc": "GC", "share": 0.5, "from_on": "2015-01-01"}
    other = lodged()["wage_deposit"]
    own: Row = {"deposit_id": "D2", "project_id": "P1", "payer_uscc": "GC", "form": "surety"}
    c02(
        (part("consortium"), NOTHING),
        (part("direct_specialist"), NOTHING),
        (part("labour_sub"), LODGED),
        (lodged(holding=[held]), NOTHING),
        (lodged(holding=[held | {"holder_id": "GC", "uscc": "OTHER"}]), NOTHING),
        (lodged(holding=[held | {"share": 0.49}]), LODGED),
        (lodged(holding=[held | {"to_on": "2022-06-14"}]), LODGED),
        (lodged(wage_deposit=[*other, own]), NOTHING),
        (lodged(wage_deposit=[*other, own | {"returned_on": "2022-06-15"}]), LODGED),
        (lodged(wage_deposit=[r | {"flags": ["check_digit:payer_uscc"]} for r in other]), NOTHING),
        (lodged(wage_deposit=[r | {"form": "exempt"} for r in other]), NOTHING),
    )


def sites(n_bare: int, n_own: int = 0, n_unsure: int = 0, **tables: Any) -> Answer:
    """A contractor's sites: without own people, with them, and of which nobody can tell."""
    ids = [f"P{i + 1}" for i in range(n_bare + n_own + n_unsure)]
    staff = [r for i, p in enumerate(ids[: n_bare + n_own]) for r in posts(POSTS if i < n_bare else ("safety",), p)]
    known = {"project": [project(p) for p in ids], "contract": [prime(p) for p in ids], "key_staff": staff}
    return ask("C02", known | tables)


@pytest.mark.parametrize(("n_bare", "n_own", "n_unsure", "answer"), [
    (5, 0, 0, "found"),
    (6, 2, 9, "found"),
    (4, 2, 0, "not_found"),
    (4, 0, 1, "could_not_tell"),
    (3, 0, 1, "not_found"),
    (0, 0, 3, "could_not_tell"),
])  # fmt: skip
def test_a_contractor_without_people_on_five_sites(n_bare: int, n_own: int, n_unsure: int, answer: str) -> None:
    said = sites(n_bare, n_own, n_unsure)
    assert said.outcomes["GC"] == answer
    assert said.reasons("GC") == ({"no_own_staff"} if answer == "found" else set())
    assert said.reasons("P1") == set()  # of the site itself C01 tells


def test_a_name_on_many_sites_with_another_behind_one_of_them() -> None:
    team = [leads(f"P1-{LEAD}")]
    said = sites(5, team=team)
    assert said.reasons("GC") == {"name_on_many_sites"}
    assert (said.finding("GC")["n_projects"], said.finding("GC")["n_signs"]) == (5, 1)
    assert said.reasons("P1") == {"several_signs"}
    assert said.reasons("P2") == set()
    assert sites(4, 1, team=team).reasons("P1") == {"outsider_leads"}
    assert len(said.finding("GC")["evidence"]) == 20


def test_two_signs_are_graver_than_one() -> None:
    found = ask("C02", lodged(team=[leads(f"P1-{LEAD}")])).finding()
    assert (found["reason"], found["n_signs"]) == ("several_signs", 2)
    assert {r["table"] for r in found["evidence"]} == {"key_staff", "team", "wage_deposit"}


def test_when_it_cannot_tell() -> None:
    own = works()
    assert ask("C02", own).outcomes == {"P1": "not_found", "GC": "not_found"}
    untold = {"P1": "could_not_tell", "GC": "could_not_tell"}
    assert ask("C02", {"project": [project()]}).outcomes == untold
    unsure = [r | {"insured_by_uscc": None, "has_contract": None} for r in posts()]
    assert ask("C02", works(key_staff=unsure)).outcomes == untold
    assert ask("C02", paying(LEAST) | {"key_staff": unsure}).outcomes == untold | {"P1": "found"}
    aged = {name: [r | {"received_on": "2022-04-30"} for r in rows] for name, rows in own.items()}
    assert ask("C02", aged).outcomes == untold
    assert ask("C02", own, place="open").outcomes == untold
    assert ask("C02", works(project=[project(status="completed")])).outcomes == {"P1": "could_not_tell"}
