"""X02: each sign at, just below and just above its limit, the guards, the count, and when it cannot tell."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.signals.tools import Answer, ask

Row = dict[str, Any]
Tables = dict[str, list[Row]]
MONTHS = [f"{y}-{m:02}" for y in (2021, 2022) for m in range(1, 13)][2:17]  # 2021-03 to 2022-05


def project(*contractors: str) -> list[Row]:
    """A project each."""
    return [
        {"project_id": f"P-{c}", "name": c, "project_type": "building", "status": "building", "contractor_uscc": c}
        for c in contractors
    ]


def tax(uscc: str, sales: Sequence[int] = (100,) * 15, arrears: int = 0) -> list[Row]:
    """Fifteen months of declarations."""
    rows = [{"uscc": uscc, "month": m, "sales_fen": s, "status": "normal"} for m, s in zip(MONTHS, sales, strict=True)]
    return [r | {"arrears_fen": arrears if r["month"] == MONTHS[-1] else 0} for r in rows]


def insured(uscc: str, heads: Sequence[int] = (20,) * 15, unpaid: int = 0) -> list[Row]:
    """Fifteen months of social insurance, the last of them unpaid."""
    rows = [{"uscc": uscc, "month": m, "insured_heads": h} for m, h in zip(MONTHS, heads, strict=True)]
    return [r | {"due_fen": 10, "paid_fen": 0 if i >= 15 - unpaid else 10} for i, r in enumerate(rows)]


def company(uscc: str, capital: int | None = 1000) -> Row:
    """A registered company."""
    return {"uscc": uscc, "name": uscc, "kind": "company", "status": "active", "registered_capital_fen": capital}


def case(uscc: str, fen: int, **more: Any) -> Row:
    """An enforcement against a company."""
    row = {"case_no": f"E-{uscc}", "party_id": uscc, "role": "debtor", "kind": "enforcement", "filed_on": "2022-01-10"}
    return row | {"amount_fen": fen} | more


def change(uscc: str, item: str, changed_on: str = "2022-03-01", before: str = "a", after: str = "b") -> Row:
    """A change in the register."""
    return {"uscc": uscc, "item": item, "changed_on": changed_on, "before": before, "after": after}


def sick(uscc: str) -> Tables:
    """One sign that stands by itself: tax in arrears; every source knows the company."""
    return {"tax_month": tax(uscc, arrears=1), "social_insurance_month": insured(uscc), "company": [company(uscc)]}


def x02(*parts: Tables, **kw: Any) -> Answer:
    """Ask it of one table set; each company that pays tax or insurance builds."""
    tables: Tables = {}
    for part in parts:
        for name, rows in part.items():
            tables.setdefault(name, []).extend(rows)
    names = sorted({r["uscc"] for n in ("tax_month", "social_insurance_month") for r in tables.get(n, [])})
    return ask("X02", {"project": project(*names)} | tables, **kw)


def second(uscc: str, *parts: Tables, **kw: Any) -> bool:
    """Whether the parts show one more sign beside the arrears of tax."""
    found = x02(sick(uscc), *parts, **kw).findings
    return [f["n_signs"] for f in found if f["entity_id"] == uscc] == [2]


def test_one_sign_is_not_enough() -> None:
    assert x02(sick("A")).outcomes == {"A": "not_found"}


FLAT = (100,) * 12


@pytest.mark.parametrize(
    ("sales", "told"),
    [
        ((*FLAT, 49, 49, 49), True),
        ((*FLAT, 50, 50, 50), False),
        ((*FLAT, 49, 50, 49), False),
        ((*FLAT, 10, 10, 90), False),
        ((20, 20, 20, *(130,) * 9, 40, 40, 40), False),  # as low as in the same season a year ago
        ((100, 100, 100, *(100,) * 9, 0, 0, 0), True),
    ],
)
def test_sales_low_for_three_months_and_not_by_season(sales: Sequence[int], told: bool) -> None:
    tables = sick("A") | {"tax_month": tax("A", sales, arrears=1)}
    assert x02(tables).outcomes == {"A": "found" if told else "not_found"}


def test_sales_of_less_than_fifteen_months_are_left() -> None:
    rows = [r for r in tax("A", (*FLAT, 0, 0, 0), arrears=1) if r["month"] > "2021-03"]
    assert x02(sick("A") | {"tax_month": rows}).outcomes == {"A": "not_found"}


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        ((20,) * 12 + (20, 20, 14), True),
        ((20,) * 12 + (20, 20, 15), False),
        ((9,) * 12 + (9, 9, 1), False),
        ((10,) * 12 + (10, 10, 7), True),
        ((*(14,) * 3, *(20,) * 10, 20, 14), False),  # as few as in the same month a year ago
    ],
)
def test_insured_staff_fewer_in_three_months_and_not_by_season(heads: Sequence[int], told: bool) -> None:
    tables = sick("A") | {"social_insurance_month": insured("A", heads)}
    assert x02(tables).outcomes == {"A": "found" if told else "not_found"}


@pytest.mark.parametrize(("unpaid", "told"), [(1, False), (2, True)])
def test_two_months_of_insurance_unpaid(unpaid: int, told: bool) -> None:
    tables = sick("A") | {"social_insurance_month": insured("A", unpaid=unpaid)}
    assert x02(tables).outcomes == {"A": "found" if told else "not_found"}


def test_the_dues_of_the_running_month_are_not_late() -> None:
    running = {"uscc": "A", "month": "2022-06", "insured_heads": 20, "due_fen": 10, "paid_fen": 0}
    tables = sick("A") | {"social_insurance_month": [*insured("A", unpaid=1), running]}
    assert x02(tables).outcomes == {"A": "not_found"}


def test_enforcement_above_half_the_capital() -> None:
    assert not second("A", {"judicial": [case("A", 500)]})
    assert second("A", {"judicial": [case("A", 501)]})
    assert second("A", {"judicial": [case("A", 300), case("A", 201, case_no="E2")]})
    assert not second("A", {"judicial": [case("A", 501, closed_on="2022-05-01")]})
    assert not second("A", {"judicial": [case("A", 501, role="creditor")]})
    assert not second("A", {"judicial": [case("A", 501, kind="civil")]})


@pytest.mark.parametrize(
    ("rep_on", "address_on", "told"),
    [
        ("2022-03-01", "2022-05-30", True),
        ("2022-03-01", "2022-05-31", False),
        ("2022-05-30", "2022-03-01", True),
        ("2021-06-15", "2021-06-16", True),
        ("2021-06-14", "2021-06-15", False),
    ],
)
def test_representative_and_address_within_ninety_days(rep_on: str, address_on: str, told: bool) -> None:
    rows = [change("A", "legal_rep", rep_on), change("A", "address", address_on)]
    assert second("A", {"company_change": rows}) is told


def test_capital_reduced() -> None:
    assert second("A", {"company_change": [change("A", "capital", before="10000000", after="1000000")]})
    assert not second("A", {"company_change": [change("A", "capital", before="1000000", after="10000000")]})
    assert not second("A", {"company_change": [change("A", "capital", before="1000万元", after="100万元")]})


def test_what_a_takeover_explains() -> None:
    drop = {"tax_month": tax("A", (*FLAT, 0, 0, 0)), "social_insurance_month": insured("A", (*(20,) * 14, 1))}
    moved = {"company_change": [change("A", "legal_rep"), change("A", "address")]}
    owner = {"holder_kind": "company", "holder_id": "B", "uscc": "A", "share": 0.5, "from_on": "2022-01-01"}
    renamed = {"company_change": [*moved["company_change"], change("A", "name"), change("A", "shareholder")]}
    base = drop | {"company": [company("A")]}
    assert x02(base, moved).reasons("A") == {"three_signs"}
    assert x02(base, moved, {"holding": [owner]}).reasons("A") == set()
    assert x02(base, renamed).reasons("A") == set()
    for other in ({"share": 0.49}, {"from_on": "2021-06-14"}, {"holder_kind": "person"}):
        assert x02(base, moved, {"holding": [owner | other]}).reasons("A") == {"three_signs"}
    # debts stay debts
    owing = {"tax_month": tax("A", arrears=1), "social_insurance_month": insured("A", unpaid=2)}
    assert x02(owing, moved, {"holding": [owner]}).reasons("A") == {"two_signs"}


def test_two_signs_and_three() -> None:
    two = sick("A") | {"social_insurance_month": insured("A", unpaid=2)}
    found = x02(two).finding("A")
    assert (found["reason"], found["n_signs"], found["strength"]) == ("two_signs", 2, pytest.approx(0.4))
    assert found["signs_zh"] == "欠税；欠缴社会保险费；"
    assert sorted(r["table"] for r in found["evidence"]) == ["social_insurance_month"] * 2 + ["tax_month"]
    three = x02(two, {"judicial": [case("A", 501)]}).finding("A")
    assert (three["reason"], three["n_signs"], three["strength"]) == ("three_signs", 3, pytest.approx(0.6))


def test_branches_count_with_their_head() -> None:
    """Staff that moves from the head office to its branch has not left."""
    head, branch = insured("A", (*(20,) * 14, 5)), insured("A-B", (*(1,) * 14, 16))
    tables = sick("A") | {"social_insurance_month": head + branch}
    assert x02(tables, party={"A-B": "A"}).outcomes == {"A": "not_found"}
    assert x02(tables).outcomes["A"] == "found"


def test_owners_and_suppliers_are_not_asked() -> None:
    ill = {"tax_month": tax("S", arrears=1), "social_insurance_month": insured("S", unpaid=2)}
    roles = [{"project_id": "P-A", "uscc": u, "role": r} for u, r in (("S", "supplier"), ("L", "labour_sub"))]
    said = ask("X02", ill | {"project": project("A"), "project_party": roles})
    assert said.outcomes == {"A": "could_not_tell", "L": "could_not_tell"}


def test_when_it_cannot_tell() -> None:
    two = sick("A") | {"social_insurance_month": insured("A", unpaid=2)}
    one_source = {name: rows for name, rows in two.items() if name != "social_insurance_month"}
    assert x02(one_source).outcomes == {"A": "could_not_tell"}
    on_day, stale = (
        {n: [r | {"received_on": d} for r in rows] for n, rows in two.items()} for d in ("2022-05-01", "2022-04-30")
    )
    assert x02(on_day).outcomes == {"A": "found"}
    assert x02(stale).outcomes == {"A": "could_not_tell"}
    long_ago = two | {n: [r for r in two[n] if r["month"] < "2022-02"] for n in ("tax_month", "social_insurance_month")}
    assert x02(long_ago).outcomes == {"A": "could_not_tell"}


def test_where_nothing_says_who_builds() -> None:
    said = ask("X02", {"company": [company("A")], "clue": []}, place="open")
    assert said.outcomes == {"A": "could_not_tell"}
