"""C01: each sign at, just below and just above its limits, the guards, two signs together, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.contracting.works import (
    FEE,
    MONTHS,
    POSTS,
    PRIME,
    Row,
    Tables,
    let,
    money,
    posts,
    prime,
    project,
    to,
    works,
)
from tests.signals.tools import ask

NINE = PRIME * 9 // 10
SMALL = 300_000_000  # fen, CNY 3 million
DESIGN: Row = {"uscc": "GC", "certificate_no": "A1", "kind": "工程设计建筑行业甲级", "valid_to": "2024-12-31"}


def c01(tables: Tables, **kw: Any) -> set[str]:
    """Reasons found of the project P1."""
    return ask("C01", tables, **kw).reasons()


@pytest.mark.parametrize(("fen", "reasons"), [(NINE - 1, set()), (NINE, {"let_to_one"}), (NINE + 1, {"let_to_one"})])
def test_nine_tenths_of_the_contract_to_one(fen: int, reasons: set[str]) -> None:
    assert c01(works(let(fen))) == reasons


def test_what_it_tells_of_the_contract() -> None:
    found = ask("C01", works(let(950_000_000), company=[{"uscc": "SUB", "name": "某分包公司"}])).finding()
    assert (found["let_percent"], found["payee_name"], found["n_signs"]) == (95, "某分包公司", 1)
    assert [r["key"] for r in found["evidence"]] == ["P1-c2", "P1-prime"]
    assert found["strength"] == pytest.approx(1 / 3)


def test_contracts_to_one_add_up_and_to_several_do_not() -> None:
    half, rest = let(PRIME // 2, name="a"), NINE - PRIME // 2
    assert c01(works(half, let(rest, name="b"))) == {"let_to_one"}
    assert c01(works(half, let(rest - 1, name="b"))) == set()
    assert c01(works(half, let(rest, "SUB2", name="b"))) == set()
    assert c01(works(half, let(rest, "SUB-BRANCH", name="b")), party={"SUB-BRANCH": "SUB"}) == {"let_to_one"}


def test_who_is_another() -> None:
    """A branch and a member of the consortium are the contractor; its own subsidiary is another (art. 8 (1))."""
    assert c01(works(let(PRIME, "GC-BRANCH")), party={"GC-BRANCH": "GC"}) == set()
    member = [{"project_id": "P1", "uscc": "SUB", "role": "consortium"}]
    assert c01(works(let(PRIME), project_party=member)) == set()
    whole = [{"holder_kind": "company", "holder_id": "GC", "uscc": "SUB", "share": 1.0, "from_on": "2015-01-01"}]
    assert c01(works(let(PRIME), holding=whole)) == {"let_to_one"}
    assert c01(works(let(PRIME, None, payee_person_key="man"))) == {"let_to_one"}
    assert c01(works(let(PRIME, payer_uscc="SUB2"))) == set()  # a subcontractor's letting is a question of C03
    assert c01(works(let(PRIME, kind="supply"))) == set()


def test_what_the_works_cost() -> None:
    """The project or all its prime contracts, whichever is more; a sum off by ten thousand is unknown."""
    more = prime(fen=PRIME // 2, contract_id="P1-more")
    tables = works(let(NINE), more, project=[project(contract_amount_fen=1)])
    assert c01(tables) == set()
    wrong: Row = {"flags": ["magnitude:amount_yuan"]}
    assert c01(works(let(NINE), more | wrong)) == {"let_to_one"}
    assert c01(works(let(NINE, **wrong))) == set()


@pytest.mark.parametrize(("fen", "kind", "reasons"), [
    (SMALL - 100, "labour", set()),
    (SMALL, "labour", {"let_to_one"}),
    (SMALL - 100, "specialist", {"let_to_one"}),
])  # fmt: skip
def test_labour_of_small_works(fen: int, kind: str, reasons: set[str]) -> None:
    assert (
        c01(
            works(
                let(fen, kind=kind),
                project=[project(contract_amount_fen=fen)],
                contract=[prime(fen=fen), let(fen, kind=kind)],
            )
        )
        == reasons
    )


def test_design_and_build_with_a_nominated_main_subcontractor() -> None:
    agreed = let(NINE, owner_consent=True)
    assert c01(works(agreed, qualification=[DESIGN])) == {"nominated"}
    assert c01(works(agreed)) == {"let_to_one"}
    assert c01(works(agreed, qualification=[DESIGN | {"valid_to": "2022-06-14"}])) == {"let_to_one"}
    assert c01(works(agreed, qualification=[DESIGN | {"kind": "建筑工程施工总承包"}])) == {"let_to_one"}
    assert c01(works(let(NINE, owner_consent=False), qualification=[DESIGN])) == {"let_to_one"}
    assert c01(works(agreed, qualification=[DESIGN], key_staff=posts(["safety"]))) == {"several_signs"}
    assert c01(works(agreed, qualification=[DESIGN], key_staff=[])) == {"let_to_one"}


@pytest.mark.parametrize(
    ("outside", "reasons"), [((), set()), (POSTS[:1], {"staff_of_others"}), (POSTS, {"staff_of_others"})]
)
def test_one_key_post_held_by_an_outsider(outside: tuple[str, ...], reasons: set[str]) -> None:
    assert c01(works(key_staff=posts(outside))) == reasons


@pytest.mark.parametrize(("more", "reasons"), [
    ({}, {"staff_of_others"}),
    ({"has_contract": True}, set()),
    ({"has_contract": None}, set()),  # nobody says
    ({"insured_by_uscc": None}, set()),  # nobody says
    ({"insured_by_uscc": "GC"}, set()),
    ({"insured_by_uscc": "GC-BRANCH"}, set()),
    ({"insured_by_uscc": "MEMBER"}, set()),
    ({"flags": ["check_digit:insured_by_uscc"]}, set()),
])  # fmt: skip
def test_neither_contract_nor_insurance_at_the_contractor(more: Row, reasons: set[str]) -> None:
    rows = [r | more if r["role"] == "safety" else r for r in posts(["safety"])]
    member = [{"project_id": "P1", "uscc": "MEMBER", "role": "consortium"}]
    tables = works(key_staff=rows, project_party=member)
    assert c01(tables, party={"GC-BRANCH": "GC"}) == reasons


def test_the_last_word_of_a_post_counts() -> None:
    """A predecessor who moved on says nothing, a successor does."""
    old, new = ({"person_key": "x", "received_on": f"2022-0{m}-01"} for m in (3, 5))
    other, own = posts(["quality"])[2], posts()[2]
    rest = [r for r in posts() if r["role"] != "quality"]
    assert c01(works(key_staff=[*rest, other | old, own | {"received_on": "2022-05-01"}])) == set()
    assert c01(works(key_staff=[*rest, own | {"received_on": "2022-03-01"}, other | new])) == {"staff_of_others"}
    assert c01(works(key_staff=[*rest, own | {"received_on": "2022-05-01"}, other | new])) == set()


def paid_on(
    share: float = 0.95, days: int = 5, months: tuple[str, ...] = MONTHS, rest: float = 0.0, **more: Any
) -> Tables:
    """Each month the owner credits CNY 100,000, and a share goes on some days later; the rest to others on the same day."""
    rows = []
    for month in months:
        later = f"{month}-{1 + days:02}"
        rows += [(f"{month}-01", "credit", 10_000_000, FEE), (later, "debit", round(share * 1e7), to(**more))]
        rows += [(later, "debit", round(rest * 1e7), to("ANYBODY"))] if rest else []
    return works(**money(rows))


@pytest.mark.parametrize(("how", "reasons"), [
    ({"share": 0.95}, {"money_to_one"}),
    ({"share": 0.9499999}, set()),  # more than one in twenty is kept
    ({"share": 0.9, "rest": 0.05}, {"money_to_one"}),
    ({"share": 0.9, "rest": 0.0499999}, set()),
    ({"share": 0.8999999, "rest": 0.1}, set()),  # not nine tenths to one
    ({"days": 10}, {"money_to_one"}),
    ({"days": 11}, set()),
    ({"months": MONTHS[:2]}, set()),
])  # fmt: skip
def test_the_owners_money_goes_on_to_one(how: dict[str, Any], reasons: set[str]) -> None:
    assert c01(paid_on(**how)) == reasons


def test_whom_the_money_goes_to() -> None:
    person = to(None, counterparty_kind="person", counterparty_person_key="man", counterparty_key="card")
    assert c01(paid_on(**person)) == {"money_to_one"}
    assert c01(paid_on(uscc="GC")) == c01(paid_on(uscc="OWNER")) == set()
    assert c01(paid_on(uscc="BACK"), party={"BACK": "GC"}) == set()
    assert c01(paid_on(counterparty_kind="worker", counterparty_person_key="w", purpose="wage", uscc=None)) == set()
    sent_back = [("2022-03-04", "credit", 9_500_000, to("SUB", purpose="refund"))]
    again = paid_on(months=MONTHS[1:2])
    rows = money([])["account_txn"] + again["account_txn"]
    assert (
        c01(works(special_account=again["special_account"], account_txn=rows + money(sent_back)["account_txn"]))
        == set()
    )


def test_wages_paid_are_not_kept() -> None:
    """A twentieth may stay; what workers got of the money is gone, too."""
    wage = {"purpose": "wage", "counterparty_kind": "worker", "counterparty_person_key": "w", "counterparty_key": "c"}
    rows = [
        row
        for m in MONTHS
        for row in (
            (f"{m}-01", "credit", 10_000_000, FEE),
            (f"{m}-05", "debit", 9_000_000, to()),
            (f"{m}-20", "debit", 500_000, wage),
        )
    ]
    assert c01(works(**money(rows))) == {"money_to_one"}
    assert c01(works(**money(rows[:-1]))) == set()


def billed(
    net: int, months: tuple[str, ...] = ("2022-02", "2022-03", "2022-04"), paid_day: int = 5, **more: Any
) -> Tables:
    """Progress money of CNY 1.09 million a month, tax in it, and what SUB bills of it."""
    progress = [
        {
            "project_id": "P1",
            "month": m,
            "certified_fen": 109_000_000,
            "paid_fen": 100_000_000,
            "paid_on": f"{m}-{paid_day:02}",
        }
        for m in months
    ]
    bills = [{"seller_uscc": "SUB", "buyer_uscc": "GC", "month": m, "category": "x", "amount_fen": net} for m in months]
    return works(let(PRIME // 2), progress_payment=progress, invoice_month=bills) | more


@pytest.mark.parametrize(("net", "reasons"), [
    (95_000_000, {"money_to_one"}),
    (94_999_999, set()),
    (110_000_000, {"money_to_one"}),
    (110_000_001, set()),  # more than came in: for other works, too
])  # fmt: skip
def test_invoices_where_there_are_no_entries(net: int, reasons: set[str]) -> None:
    """Of 1.09 million with tax, 1 million without; certified and not paid, so that an owner in arrears accuses nobody."""
    assert c01(billed(net)) == reasons


def test_whose_invoices_they_are() -> None:
    """A seller that stands with the contractor on another project, too, bills nobody knows for which."""
    other = [project(), project("P2")]
    assert c01(billed(95_000_000, project=other)) == {"money_to_one"}
    assert (
        c01(billed(95_000_000, project=other, project_party=[{"project_id": "P2", "uscc": "SUB", "role": "supplier"}]))
        == set()
    )
    unknown = billed(95_000_000, contract=[prime()])
    assert c01(unknown) == set()
    assert c01(billed(95_000_000, months=("2022-03", "2022-04"))) == set()


def test_invoices_of_the_next_month() -> None:
    """Billed within ten days of the payment, as far as a month can tell."""
    late = billed(95_000_000, paid_day=21)
    next_month = {"2022-02": "2022-03", "2022-03": "2022-04", "2022-04": "2022-05"}
    bills = [b | {"month": next_month[b["month"]]} for b in late["invoice_month"]]
    assert c01(late | {"invoice_month": bills}) == {"money_to_one"}
    early = billed(95_000_000, paid_day=20)["progress_payment"]
    assert c01(late | {"invoice_month": bills, "progress_payment": early}) == set()
    alone = [b | {"month": "2022-05"} for b in late["invoice_month"][:1]]
    assert c01(late | {"invoice_month": alone}) == set()


def test_two_signs_are_graver_than_one() -> None:
    tables = works(let(NINE), key_staff=posts(["safety", "quality"]))
    found = ask("C01", tables).finding()
    assert (found["reason"], found["n_signs"], found["n_staff"]) == ("several_signs", 2, 2)
    all_three = paid_on() | {"contract": [prime(), let(NINE)], "key_staff": posts(["safety"])}
    found = ask("C01", all_three).finding()
    assert (found["n_signs"], found["strength"]) == (3, 1.0)
    assert {r["table"] for r in found["evidence"]} == {"contract", "key_staff", "account_txn"}


def test_works_not_under_way_are_not_judged() -> None:
    for status in ("not_started", "suspended", "completed", "closed"):
        tables = works(let(PRIME), project=[project(status=status)], key_staff=posts(POSTS))
        assert ask("C01", tables).outcomes == {"P1": "could_not_tell"}


def test_when_it_cannot_tell() -> None:
    """That nothing is wrong is told where contracts and key staff are known; what is seen is told anyway."""
    clean = works(let(NINE - 1))
    assert ask("C01", clean).outcomes == {"P1": "not_found"}
    for lost in ("contract", "key_staff"):
        assert ask("C01", {k: v for k, v in clean.items() if k != lost}).outcomes == {"P1": "could_not_tell"}
    unsure = [r | {"insured_by_uscc": None, "has_contract": None} if r["role"] == "safety" else r for r in posts()]
    assert ask("C01", works(let(NINE - 1), key_staff=unsure)).outcomes == {"P1": "could_not_tell"}
    assert ask("C01", works(let(NINE), key_staff=unsure)).outcomes == {"P1": "found"}
    # registers stand while their agency sends anything
    old = {"received_on": "2021-06-01"}
    aged = {name: [r | old for r in rows] for name, rows in works(let(NINE)).items()}
    assert ask("C01", aged).outcomes == {"P1": "could_not_tell"}
    news = {"payment_guarantee": [{"guarantee_no": "g", "project_id": "P1"}]}
    assert ask("C01", aged | news).outcomes == {"P1": "found"}
    assert ask("C01", clean, place="open").outcomes == {"P1": "could_not_tell"}
    assert ask(
        "C01", works(project=[project(flags=["check_digit:contractor_uscc"])], key_staff=posts(POSTS))
    ).outcomes == {"P1": "could_not_tell"}
