"""C02: each sign at, just below and just above its limits, the guards, two signs together, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.contracting.works import POSTS, Row, Tables, let, money, posts, prime, project, to, works
from tests.signals.tools import Answer, ask

LEAD = POSTS[0]
MAN = "man00000-and-more"
LEAST = 5_000_000  # fen, CNY 50,000


def c02(tables: Tables, **kw: Any) -> set[str]:
    """Reasons found of the project P1."""
    return ask("C02", tables, **kw).reasons()


def paying(man: int, others: int = 0, more: Row | None = None, **tables: Any) -> Tables:
    """An account that pays a natural person, and others than workers beside; no worker is registered."""
    person = {"counterparty_kind": "person", "counterparty_person_key": MAN, "counterparty_key": "card"} | (more or {})
    rows = [("2022-05-10", "debit", man, to(None, **person))]
    rows += [("2022-05-11", "debit", others, to("SHOP", counterparty_key="shop"))] if others else []
    return works(**money(rows)) | tables


@pytest.mark.parametrize(("man", "others", "reasons"), [
    (LEAST, 0, {"outsider_paid"}),
    (LEAST - 1, 0, set()),
    (LEAST, 4 * LEAST, {"outsider_paid"}),
    (LEAST, 4 * LEAST + 1, set()),
])  # fmt: skip
def test_a_fifth_of_the_debits_that_are_no_wages(man: int, others: int, reasons: set[str]) -> None:
    assert c02(paying(man, others)) == reasons


def test_what_it_tells_of_a_person() -> None:
    found = ask("C02", paying(LEAST, LEAST)).finding()
    assert (found["person"], found["percent"], found["n_contractors"]) == (MAN[:8], 50, 1)
    assert [r["table"] for r in found["evidence"]] == ["account_txn"]


def test_who_is_no_outsider() -> None:
    """Who holds a labour contract, a post or a key post with insurance at the contractor is its own."""
    register: Row = {
        "project_id": "P2",
        "person_key": MAN,
        "entered_on": "2021-01-01",
        "employer_uscc": "GC",
        "role": "manager",
    }
    known = [
        {"worker": [register | {"contract_kind": "labour_contract"}]},
        {"worker": [register | {"contract_kind": "labour_contract", "employer_uscc": "GC-BRANCH"}]},
        {"worker": [register | {"contract_kind": "labour_contract", "left_on": "2022-06-15"}]},
        {"position": [{"person_key": MAN, "uscc": "GC", "role": "manager", "from_on": "2020-01-01"}]},
        {"key_staff": [*posts(), posts(project_id="P2")[1] | {"person_key": MAN}]},
        {"key_staff": [*posts(), {"project_id": "P2", "role": LEAD, "person_key": MAN}]},  # nobody says who insures
    ]
    no_help = [
        {"worker": [register | {"contract_kind": "agreement"}]},
        {"worker": [register | {"contract_kind": "labour_contract", "employer_uscc": "SUB"}]},
        {"worker": [register | {"contract_kind": "labour_contract", "left_on": "2022-06-14"}]},
        {
            "position": [
                {"person_key": MAN, "uscc": "GC", "role": "manager", "from_on": "2020-01-01", "to_on": "2022-06-14"}
            ]
        },
    ]
    two = {"project": [project(), project("P2")]}
    said = [c02(paying(LEAST, **two, **tables), party={"GC-BRANCH": "GC"}) for tables in [*known, *no_help]]
    assert said == [set()] * len(known) + [{"outsider_paid"}] * len(no_help)


def test_money_that_is_no_sign() -> None:
    """A worker of the project, a wrong entry put right within five working days, a court's deduction."""
    here = [{"project_id": "P1", "person_key": MAN, "entered_on": "2021-01-01", "role": "worker"}]
    assert c02(paying(LEAST, worker=here)) == set()
    back = {"purpose": "refund", "counterparty_kind": "person", "counterparty_key": "card"}
    gone = ("2022-05-10", "debit", LEAST, back | {"purpose": "other", "counterparty_person_key": MAN})
    for day, reasons in (("2022-05-17", set()), ("2022-05-18", {"outsider_paid"})):
        assert c02(works(**money([gone, (day, "credit", LEAST, back)]))) == reasons
    order = {"account_key": "A", "case_no": "E1", "kind": "deduct", "amount_fen": LEAST, "from_on": "2022-05-10"}
    assert c02(paying(LEAST, account_restriction=[order])) == set()


def led(signs: str = LEAD, outside: tuple[str, ...] = (LEAD,), **tables: Any) -> Tables:
    """The holder of a post leads a team, too."""
    return (
        works(key_staff=posts(outside), team=[{"team_id": "T1", "project_id": "P1", "leader_key": f"P1-{signs}"}])
        | tables
    )


def test_an_outsider_who_leads_and_signs() -> None:
    assert c02(led()) == {"outsider_leads"}
    assert c02(led(outside=())) == set()  # the posted manager whom the contractor insures
    assert c02(led("technical", ("technical",))) == set()  # signs nothing
    assert c02(led(team=[{"team_id": "T1", "project_id": "P1", "leader_key": "else"}])) == set()
    contract = let(1, None, payee_person_key=MAN, kind="labour")
    team = [{"team_id": "T1", "project_id": "P1", "leader_key": MAN}]
    assert c02(works(contract, team=team)) == {"outsider_leads"}
    assert c02(works(contract)) == set()
    assert c02(works(contract | {"kind": "lease"}, team=team)) == set()
    employed = [{"person_key": MAN, "uscc": "GC", "role": "manager", "from_on": "2020-01-01"}]
    assert c02(works(contract, team=team, position=employed)) == set()


def test_a_manager_of_several_projects_one_after_the_other() -> None:
    """Works that are over show today's insurer, and so does a predecessor; neither counts. At once they are counted."""
    old = {"project": [project(), project("P0", status="completed", contractor_uscc="GC0")]}
    before = posts((LEAD,), project_id="P0")[0] | {"person_key": f"P1-{LEAD}"}
    tables = led(outside=(), **old)
    tables["key_staff"] = [*posts(), before]
    assert ask("C02", tables).findings == []
    at_once = {"project": [project(), project("P0", contractor_uscc="GC0")]}
    found = ask("C02", led() | at_once | {"key_staff": [*posts((LEAD,)), before]}).findings
    assert [(f["entity_id"], f["reason"], f["n_contractors"]) for f in found] == [("P1", "outsider_leads", 2)]


def lodged(
    payer: str | None = "OTHER", area: str | None = "410100", lead: tuple[str, ...] = (LEAD,), **tables: Any
) -> Tables:
    """A deposit that another lodged for a contractor from elsewhere, without a project manager of its own."""
    deposit = {"deposit_id": "D1", "project_id": "P1", "payer_uscc": payer, "form": "cash", "amount_fen": 1}
    firm = {"uscc": "GC", "name": "GC", "area_code": area}
    return works(key_staff=posts(lead), wage_deposit=[deposit], company=[firm]) | tables


@pytest.mark.parametrize(("how", "reasons"), [
    ({}, {"deposit_by_other"}),
    ({"lead": ()}, set()),  # the posted manager
    ({"lead": ("safety",)}, set()),
    ({"area": "110105"}, set()),  # another district of the same city
    ({"area": None}, set()),
    ({"payer": "GC"}, set()),
    ({"payer": "GC-BRANCH"}, set()),
    ({"payer": None}, set()),
    ({"payer": "OWNER"}, set()),
])  # fmt: skip
def test_a_deposit_by_another(how: dict[str, Any], reasons: set[str]) -> None:
    assert c02(lodged(**how), party={"GC-BRANCH": "GC"}) == reasons


def test_who_may_lodge_beside_the_contractor() -> None:
    for role, reasons in (("consortium", set()), ("direct_specialist", set()), ("labour_sub", {"deposit_by_other"})):
        assert c02(lodged(project_party=[{"project_id": "P1", "uscc": "OTHER", "role": role}])) == reasons
    held: Row = {"holder_kind": "company", "holder_id": "OTHER", "uscc": "GC", "share": 0.5, "from_on": "2015-01-01"}
    turned = {"holder_id": "GC", "uscc": "OTHER"}
    said = [
        c02(lodged(holding=[h])) for h in (held, held | turned, held | {"share": 0.49}, held | {"to_on": "2022-06-14"})
    ]
    assert said == [set(), set(), {"deposit_by_other"}, {"deposit_by_other"}]
    own = {"deposit_id": "D2", "project_id": "P1", "payer_uscc": "GC", "form": "surety"}
    both = lodged()
    assert c02(both | {"wage_deposit": [*both["wage_deposit"], own]}) == set()
    assert c02(both | {"wage_deposit": [*both["wage_deposit"], own | {"returned_on": "2022-06-15"}]}) == {
        "deposit_by_other"
    }
    wrong = [r | {"flags": ["check_digit:payer_uscc"]} for r in both["wage_deposit"]]
    assert c02(both | {"wage_deposit": wrong}) == set()


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
    team = [{"team_id": "T1", "project_id": "P1", "leader_key": f"P1-{LEAD}"}]
    said = sites(5, team=team)
    assert said.reasons("GC") == {"name_on_many_sites"}
    assert (said.finding("GC")["n_projects"], said.finding("GC")["n_signs"]) == (5, 1)
    assert said.reasons("P1") == {"several_signs"}
    assert said.reasons("P2") == set()
    assert sites(4, 1, team=team).reasons("P1") == {"outsider_leads"}
    assert len(said.finding("GC")["evidence"]) == 20


def test_two_signs_are_graver_than_one() -> None:
    found = ask("C02", lodged() | {"team": led()["team"]}).finding()
    assert (found["reason"], found["n_signs"]) == ("several_signs", 2)
    assert {r["table"] for r in found["evidence"]} == {"key_staff", "team", "wage_deposit"}


def test_when_it_cannot_tell() -> None:
    own = works()
    assert ask("C02", own).outcomes == {"P1": "not_found", "GC": "not_found"}
    untold = {"P1": "could_not_tell", "GC": "could_not_tell"}
    assert ask("C02", {"project": [project()]}).outcomes == untold
    unsure = [r | {"insured_by_uscc": None, "has_contract": None} for r in posts()]
    assert ask("C02", works(key_staff=unsure)).outcomes == untold
    assert ask("C02", paying(LEAST, key_staff=unsure)).outcomes == untold | {"P1": "found"}
    aged = {name: [r | {"received_on": "2022-04-30"} for r in rows] for name, rows in own.items()}
    assert ask("C02", aged).outcomes == untold
    assert ask("C02", own, place="open").outcomes == untold
    assert ask("C02", works(project=[project(status="completed")])).outcomes == {"P1": "could_not_tell"}
