"""C03: chains at, just below and just above the lawful depth, every guard, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.contracting.chains import chains
from tests.signals.tools import Answer, ask

Row = dict[str, Any]
SIGNED = "2021-06-01"


def project(project_id: str, **more: Any) -> Row:
    """A project under way of OWNER and GC."""
    row: Row = {"project_id": project_id, "name": project_id, "project_type": "building", "status": "building"}
    return row | {"owner_uscc": "OWNER", "contractor_uscc": "GC"} | more


def let(project_id: str, above: str | None, name: str, payer: str, payee: str | None, kind: str, **more: Any) -> Row:
    """One contract; its id is the project's with a name."""
    row: Row = {"contract_id": f"{project_id}-{name}", "project_id": project_id, "payer_uscc": payer}
    row |= {"parent_contract_id": above and f"{project_id}-{above}", "payee_uscc": payee}
    return row | {"kind": kind, "signed_on": SIGNED, "received_on": "2022-06-10"} | more


def chain(project_id: str, *kinds: str) -> list[Row]:
    """A chain of contracts from the owner down, one level each: c1 to GC, c2 to S2, …"""
    names = ["OWNER", "GC", *(f"S{i}" for i in range(2, len(kinds) + 1))]
    return [
        let(project_id, f"c{i}" if i else None, f"c{i + 1}", names[i], names[i + 1], kind)
        for i, kind in enumerate(kinds)
    ]


def papers(
    *companies: str, valid_from: str = "2019-01-01", valid_to: str = "2024-12-31", kind: str = "any"
) -> list[Row]:
    """A certificate each."""
    return [
        {"uscc": c, "certificate_no": f"Q-{c}-{kind}", "kind": kind, "valid_from": valid_from, "valid_to": valid_to}
        for c in companies
    ]


ALL = papers("GC", *(f"S{i}" for i in range(2, 9)))


def c03(*contracts: Row, projects: list[Row] | None = None, papers: list[Row] = ALL, **kw: Any) -> Answer:
    """Ask it of contracts, their projects made from them."""
    ids = sorted({c["project_id"] for c in contracts})
    tables = {"project": projects or [project(p) for p in ids], "contract": contracts, "qualification": papers}
    tables |= kw.pop("tables", {})
    return ask("C03", tables, paths={"contract_chain": chains(tables, kw.get("party", {}))}, **kw)


def test_depth_from_the_owner() -> None:
    said = c03(
        *chain("P2", "prime", "specialist"),
        *chain("P3", "prime", "specialist", "labour"),
        *chain("P4", "prime", "specialist", "labour", "labour"),
        *chain("P6", "prime", "specialist", "labour", "labour", "labour", "labour"),
    )
    assert said.reasons("P2") == said.reasons("P3") == set()
    assert said.outcomes["P3"] == "not_found"
    assert said.reasons("P4") == {"too_deep", "let_again"}
    deepest = [f for f in said.findings if f["entity_id"] == "P6" and f["reason"] == "too_deep"]
    assert [(f["depth"], f["n_contracts"]) for f in deepest] == [(6, 3)]


def test_what_it_tells() -> None:
    said = c03(*chain("P4", "prime", "specialist", "labour", "labour"))
    (found,) = [f for f in said.findings if f["reason"] == "too_deep"]
    assert [r["key"] for r in found["evidence"]] == ["P4-c3", "P4-c4"]
    assert (found["contract_id"], found["depth"]) == ("P4-c4", 4)
    assert found["strength"] == pytest.approx(0.5 + 0.5 / 3)


def test_who_may_let_what() -> None:
    said = c03(
        *chain("SL", "prime", "specialist", "labour"),
        *chain("SS", "prime", "specialist", "specialist"),
        *chain("LL", "prime", "labour", "labour"),
        *chain("DIRECT", "specialist", "specialist", "labour"),
    )
    assert [said.reasons(p) for p in ("SL", "SS", "LL", "DIRECT")] == [set(), {"let_again"}, {"let_again"}, set()]


def test_supply_and_lease_make_no_level() -> None:
    said = c03(
        *chain("P", "prime", "specialist", "labour"),
        let("P", "c3", "crane", "S3", "RENT", "lease"),
        let("P", "crane", "fuel", "RENT", "OIL", "supply"),
    )
    assert said.outcomes == {"P": "not_found"}


def test_a_branch_and_a_consortium_member_make_no_level() -> None:
    branch = [
        *chain("B", "prime", "specialist"),
        let("B", "c2", "branch", "S2", "S2-BRANCH", "specialist"),
        let("B", "branch", "c3", "S2-BRANCH", "S3", "labour"),
    ]
    member = [
        *chain("M", "prime"),
        let("M", "c1", "share", "GC", "MEMBER", "specialist"),
        let("M", "share", "c2", "MEMBER", "S2", "specialist"),
        let("M", "c2", "c3", "S2", "S3", "labour"),
    ]
    role = {"project_id": "M", "uscc": "MEMBER", "role": "consortium"}
    said = c03(*branch, *member, party={"S2-BRANCH": "S2"}, tables={"project_party": [role]})
    assert said.outcomes == {"B": "not_found", "M": "not_found"}
    assert c03(*member).reasons("M") == {"too_deep", "let_again", "no_qualification"}


def test_a_chain_whose_top_is_not_entered_counts_one_more() -> None:
    """The contractor's own letting without the prime contract stands at level two."""
    orphan = [r for r in chain("O", "prime", "specialist", "labour", "labour") if r["contract_id"] != "O-c1"]
    kept = [r for r in chain("K", "prime", "specialist", "labour") if r["contract_id"] != "K-c1"]
    said = c03(*orphan, *kept)
    assert "too_deep" in said.reasons("O")
    assert said.outcomes["K"] == "not_found"


@pytest.mark.parametrize("length", [7, 8, 40])
def test_a_chain_of_any_length_is_told(length: int) -> None:
    said = c03(*chain("P", "prime", *["specialist"] * (length - 1)), papers=[])
    (deep,) = [f for f in said.findings if f["reason"] == "too_deep"]
    assert (deep["depth"], deep["n_contracts"]) == (length, length - 3)


def test_a_lower_contract_that_goes_back_to_the_contractor_is_one_level_more() -> None:
    back = let("P", "c3", "c4", "S3", "GC", "labour")
    said = c03(*chain("P", "prime", "specialist", "labour"), back)
    assert [f["depth"] for f in said.findings if f["reason"] == "too_deep"] == [4]


def test_contracts_in_a_circle_have_no_depth() -> None:
    """Two that stand above each other, one that stands above itself, and one below such a circle."""
    circle = [let("C", "b", "a", "S2", "S3", "specialist"), let("C", "a", "b", "S3", "S2", "specialist")]
    below = let("C", "a", "d", "S3", None, "labour", payee_person_key="m1")
    said = c03(*circle, below, *chain("P", "prime", "specialist"), let("P", "self", "self", "S2", "S3", "labour"))
    assert said.reasons("C") == {"circle", "to_person"}
    assert said.reasons("P") == {"circle"}
    counts = {(f["entity_id"], f["reason"]): f["n_contracts"] for f in said.findings}
    assert counts == {("C", "circle"): 3, ("C", "to_person"): 1, ("P", "circle"): 1}


def test_a_natural_person_may_not_take_works() -> None:
    said = c03(
        *chain("W", "prime"),
        let("W", "c1", "man", "GC", None, "labour", payee_person_key="m1"),
        *chain("R", "prime"),
        let("R", "c1", "man", "GC", None, "lease", payee_person_key="m1"),
    )
    assert said.reasons("W") == {"to_person"}
    assert said.outcomes["R"] == "not_found"


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "reasons"),
    [
        ("2021-06-01", "2021-06-01", set()),
        ("2021-06-02", "2024-01-01", {"not_valid"}),
        ("2019-01-01", "2021-05-31", {"not_valid"}),
        (None, None, set()),
    ],
)
def test_a_certificate_must_be_valid_at_the_signing(valid_from: str, valid_to: str, reasons: set[str]) -> None:
    said = c03(*chain("P", "prime", "specialist"), papers=papers("S2", valid_from=valid_from, valid_to=valid_to))
    assert said.reasons("P") == reasons


def test_qualification_and_its_guards() -> None:
    none, labour = chain("N", "prime", "specialist"), chain("L", "prime", "labour")
    undated = [r | {"signed_on": None} for r in chain("U", "prime", "specialist")]
    other = papers("X")
    said = c03(*none, *labour, *undated, papers=other)
    assert [said.reasons(p) for p in "NLU"] == [{"no_qualification"}, set(), set()]
    # where the place asks labour firms for a filing
    assert c03(*labour, papers=other, params={"labour_needs_filing": True}).reasons("L") == {"no_qualification"}
    assert c03(*labour, params={"labour_needs_filing": True}).reasons("L") == set()
    # a branch builds on its head office's certificate
    assert c03(*none, papers=papers("HEAD"), party={"S2": "HEAD"}).reasons("N") == set()
    # the register is not delivered, or of before the signing
    assert c03(*none, papers=[]).outcomes == {"N": "not_found"}
    assert c03(*none, papers=[papers("X")[0] | {"received_on": "2021-05-31"}]).reasons("N") == set()
    assert c03(*none, papers=[papers("X")[0] | {"received_on": SIGNED}]).reasons("N") == {"no_qualification"}


def test_specialist_works_need_more_than_a_labour_certificate() -> None:
    """What a contract tells of its trade is whether it is labour works; a labour certificate covers nothing else."""
    works, labour = chain("P", "prime", "specialist"), chain("L", "prime", "labour")
    only, old = papers("S2", kind="施工劳务"), papers("S2", kind="钢结构工程专业承包", valid_to="2021-05-31")
    both = [*only, *papers("S2", kind="钢结构工程专业承包")]
    assert c03(*works, papers=only).reasons("P") == {"labour_only"}
    assert c03(*works, papers=[*only, *old]).reasons("P") == {"labour_only"}
    assert c03(*works, papers=both).reasons("P") == set()
    assert c03(*works, papers=papers("S2", kind="劳务分包、模板脚手架专业承包")).reasons("P") == set()
    assert c03(*labour, papers=only, params={"labour_needs_filing": True}).reasons("L") == set()


def test_consent_of_the_owner() -> None:
    said = c03(
        *[r | {"owner_consent": r["kind"] == "prime"} for r in chain("NO", "prime", "specialist")],
        *[r | {"owner_consent": True} for r in chain("YES", "prime", "specialist")],
        *chain("UNSAID", "prime", "specialist"),
        *[r | {"owner_consent": False} for r in chain("LABOUR", "prime", "labour")],
    )
    assert said.reasons("NO") == {"no_consent"}
    assert said.reasons("YES") == said.reasons("UNSAID") == said.reasons("LABOUR") == set()


def test_works_that_are_over_are_not_judged() -> None:
    deep = ("prime", "specialist", "labour", "labour")
    states = ("not_started", "building", "suspended", "completed", "closed")
    contracts = [r for s in states for r in chain(s, *deep)]
    said = c03(*contracts, projects=[project(s, status=s) for s in states])
    told = {"completed": "could_not_tell", "closed": "could_not_tell"}
    assert said.outcomes == {s: told.get(s, "found") for s in states}


def test_when_it_cannot_tell() -> None:
    deep = chain("P", "prime", "specialist", "labour", "labour")
    assert c03(*deep, projects=[project("P"), project("BARE")]).outcomes == {"P": "found", "BARE": "could_not_tell"}
    on_day, stale = ([r | {"received_on": d} for r in deep] for d in ("2022-05-01", "2022-04-30"))
    assert c03(*on_day).outcomes == {"P": "found"}
    assert c03(*stale).outcomes == {"P": "could_not_tell"}
    assert ask("C03", {"project": [project("P")]}).outcomes == {"P": "could_not_tell"}
    assert c03(*deep, place="open").outcomes == {"P": "could_not_tell"}
