"""G02: the strength at and below its limit, the roles, what makes it graver, open groups, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def site(**more: Any) -> Row:
    row = {"project_id": "P1", "name": "P1", "project_type": "building", "status": "building"}
    return row | {"owner_uscc": "O", "contractor_uscc": "C"} | more


def firm(uscc: str, **more: Any) -> Row:
    row = {"uscc": uscc, "name": uscc, "kind": "company", "status": "active", "legal_rep_key": f"m-{uscc}"}
    return row | more


def pair(a: str, b: str, strength: float = 0.9, **more: Any) -> Row:
    ends = dict(zip(("party_a", "party_b"), sorted((a, b)), strict=True))
    told = {
        "kinds": "legal_rep;",
        "ties_zh": "法定代表人",
        "ties_en": "legal representative",
        "path_zh": "一",
        "path_en": "one",
    }
    row = {"strength": strength, "n_ties": 1, "is_direct": True, "is_open": False}
    return ends | row | told | {"evidence": [f"company|{a}|2022-06-10"]} | more


def let(payer: str, payee: str, yuan: int, kind: str = "labour") -> Row:
    return {
        "contract_id": f"{kind}-{payer}-{payee}",
        "project_id": "P1",
        "payer_uscc": payer,
        "payee_uscc": payee,
        "kind": kind,
        "amount_fen": yuan * 100,
    }


def tables(**more: Any) -> Tables:
    """A project of four companies, a sub and a supplier by the list of parties."""
    parties = [("L", "labour_sub"), ("S", "supplier"), ("V", "supervisor"), ("X", "specialist_sub")]
    rows: Tables = {
        "project": [site()],
        "project_party": [{"project_id": "P1", "uscc": u, "role": r} for u, r in parties],
        "company": [firm(u) for u in "OCLSVX"],
    }
    return rows | more


def g02(*pairs: Row, given: Tables | None = None, **kw: Any) -> Answer:
    return ask("G02", given or tables(), paths={"control_pair": pairs}, **kw)


@pytest.mark.parametrize(("strength", "told"), [(0.79, False), (0.8, True), (0.81, True), (1.0, True)])
def test_a_path_of_eight_tenths(strength: float, told: bool) -> None:
    answer = g02(pair("C", "L", strength))
    assert answer.outcomes == {"P1": "found" if told else "not_found"}
    assert not told or answer.finding()["strength"] == strength


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("O", "C", True),
        ("O", "L", True),
        ("O", "S", True),
        ("C", "L", True),
        ("C", "X", True),
        ("C", "S", True),
        ("L", "S", True),
        ("L", "X", False),  # two subcontractors: one role
        ("C", "V", False),  # the supervisor is none of the four
        ("C", "Z", False),  # somebody who is not on the project
    ],
)
def test_two_of_the_four_roles(a: str, b: str, told: bool) -> None:
    assert g02(pair(a, b)).reasons() == ({"one_hand"} if told else set())


def test_it_tells_roles_ties_path_and_rows() -> None:
    found = g02(pair("C", "L"), pair("O", "C", 0.85)).finding()
    assert (found["roles_zh"], found["roles_en"]) == ("总承包单位与分包单位", "contractor and subcontractor")
    assert (found["percent"], found["n_pairs"], found["path_en"]) == (90, 2, "one")
    assert {e["table"] for e in found["evidence"]} == {"company", "project", "project_party"}


def test_an_open_group_is_told_and_not_accused() -> None:
    assert g02(pair("C", "L", 1.0, is_open=True)).reasons() == {"open_group"}


def test_a_hidden_pair_beside_an_open_one_is_what_counts() -> None:
    found = g02(pair("C", "L", 1.0, is_open=True), pair("C", "S", 0.8)).finding()
    assert (found["reason"], found["n_pairs"], found["strength"]) == ("one_hand", 1, 0.8)


@pytest.mark.parametrize(("yuan", "reason"), [(89, "one_hand"), (90, "works_within"), (91, "works_within")])
def test_nine_tenths_of_the_works_in_one_hand(yuan: int, reason: str) -> None:
    given = tables(contract=[let("O", "C", 100, "prime"), let("C", "L", yuan)])
    assert g02(pair("C", "L"), given=given).reasons() == {reason}


def test_works_of_all_tied_subcontractors_count_together_and_others_do_not() -> None:
    both = tables(contract=[let("O", "C", 100, "prime"), let("C", "L", 50), let("C", "X", 40, "specialist")])
    assert g02(pair("C", "L"), pair("C", "X"), given=both).reasons() == {"works_within"}
    assert g02(pair("C", "L"), given=both).reasons() == {"one_hand"}


def test_works_within_an_open_group_are_not_held_against_it() -> None:
    given = tables(contract=[let("O", "C", 100, "prime"), let("C", "L", 95)])
    assert g02(pair("C", "L", is_open=True), given=given).reasons() == {"open_group"}


def test_a_sum_that_is_ten_thousandfold_off_says_nothing() -> None:
    wrong = let("C", "L", 95) | {"flags": ["magnitude:amount_yuan"]}
    assert g02(pair("C", "L"), given=tables(contract=[let("O", "C", 100, "prime"), wrong])).reasons() == {"one_hand"}


def enforced(uscc: str, **more: Any) -> Row:
    row = {"case_no": f"E-{uscc}", "party_id": uscc, "role": "debtor", "kind": "enforcement", "filed_on": "2022-01-10"}
    return row | {"amount_fen": 100} | more


def owing(uscc: str) -> Row:
    return {"uscc": uscc, "month": "2022-05", "sales_fen": 1, "arrears_fen": 5, "status": "normal"}


@pytest.mark.parametrize(
    ("signs", "reason"),
    [
        ({"judicial": [enforced("L")]}, "one_hand"),
        ({"judicial": [enforced("L")], "tax_month": [owing("L")]}, "trouble_within"),
        ({"judicial": [enforced("L", closed_on="2022-05-01")], "tax_month": [owing("L")]}, "one_hand"),
        ({"judicial": [enforced("L", role="creditor")], "tax_month": [owing("L")]}, "one_hand"),
        ({"judicial": [enforced("X")], "tax_month": [owing("X")]}, "one_hand"),  # in trouble, and not tied
        ({"judicial": [enforced("L")], "tax_month": [owing("C")]}, "one_hand"),  # one sign each
    ],
)
def test_two_signs_of_trouble_of_one_of_them(signs: Tables, reason: str) -> None:
    assert g02(pair("C", "L"), given=tables(**signs)).reasons() == {reason}


@pytest.mark.parametrize(("months", "reason"), [(1, "one_hand"), (2, "trouble_within"), (3, "trouble_within")])
def test_insurance_unpaid_for_two_months_is_a_sign(months: int, reason: str) -> None:
    rows = [
        {"uscc": "L", "month": f"2022-0{m}", "insured_heads": 9, "due_fen": 5, "paid_fen": 5 if m <= 5 - months else 0}
        for m in range(1, 6)
    ]
    given = tables(social_insurance_month=rows, tax_month=[owing("L")])
    assert g02(pair("C", "L"), given=given).reasons() == {reason}


def test_a_branch_stands_for_its_head() -> None:
    given = tables(company=[firm(u) for u in "OCLSVX"] + [firm("B", kind="branch", head_uscc="C")])
    given["project"] = [site(contractor_uscc="B")]
    assert g02(pair("C", "L"), given=given).reasons() == {"one_hand"}


@pytest.mark.parametrize(("received_on", "outcome"), [("2022-05-01", "not_found"), ("2022-04-30", "could_not_tell")])
def test_a_register_older_than_forty_five_days_tells_nothing(received_on: str, outcome: str) -> None:
    given = tables(company=[firm(u, received_on=received_on) for u in "OCLSVX"])
    assert g02(given=given).outcomes == {"P1": outcome}


def test_without_the_register_nobody_can_tell() -> None:
    given = {name: rows for name, rows in tables().items() if name != "company"}
    assert g02(pair("C", "L"), given=given).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("known", "outcome"), [("C", "could_not_tell"), ("LX", "could_not_tell"), ("CL", "not_found")])
def test_leaders_of_two_roles_must_be_known(known: str, outcome: str) -> None:
    rows = [firm(u) if u in known else firm(u, legal_rep_key=None) for u in "OCLSVX"]
    assert g02(given=tables(company=rows)).outcomes == {"P1": outcome}


def test_works_that_are_over_are_not_asked() -> None:
    assert g02(pair("C", "L"), given=tables(project=[site(status="completed")])).outcomes == {}
