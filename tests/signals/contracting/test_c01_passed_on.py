"""C01: each sign at, just below and just above its limits, the guards, two signs together, and when it cannot tell."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.signals.contracting.works import (
    FEE,
    MONTHS,
    POSTS,
    PRIME,
    Row,
    Tables,
    each,
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
NOTHING: set[str] = set()
LET, STAFF, MONEY = {"let_to_one"}, {"staff_of_others"}, {"money_to_one"}


def c01(*cases: tuple[Tables, set[str]], **kw: Any) -> None:
    """Hold what is found of each case's project against what should be."""
    said = each("C01", [tables for tables, _ in cases], **kw)
    assert [said.reasons(f"P1.{n}") for n in range(len(cases))] == [reasons for _, reasons in cases]


def test_nine_tenths_of_the_contract_to_one() -> None:
    c01((works(let(NINE - 1)), NOTHING), (works(let(NINE)), LET), (works(let(NINE + 1)), LET))


def test_more_than_the_whole_was_not_let() -> None:
    """One of the sums is wrong, and nobody can tell."""
    c01((works(let(PRIME * 11 // 10)), LET), (works(let(PRIME * 11 // 10 + 1)), NOTHING))
    assert ask("C01", works(let(PRIME * 2))).outcomes == {"P1": "could_not_tell"}
    assert ask("C01", works(let(PRIME * 2), key_staff=posts(POSTS))).reasons() == STAFF


def test_what_it_tells_of_the_contract() -> None:
    found = ask("C01", works(let(950_000_000), company=[{"uscc": "SUB", "name": "某分包公司"}])).finding()
    assert (found["let_percent"], found["payee_name"], found["n_signs"]) == (95, "某分包公司", 1)
    assert [r["key"] for r in found["evidence"]] == ["P1-c2", "P1-prime"]
    assert found["strength"] == pytest.approx(1 / 3)


def test_contracts_to_one_add_up_and_to_several_do_not() -> None:
    half, rest = let(PRIME // 2, name="a"), NINE - PRIME // 2
    c01(
        (works(half, let(rest, name="b")), LET),
        (works(half, let(rest - 1, name="b")), NOTHING),
        (works(half, let(rest, "SUB2", name="b")), NOTHING),
        (works(half, let(rest, "SUB-BRANCH", name="b")), LET),
        party={"SUB-BRANCH": "SUB"},
    )


def test_who_is_another() -> None:
    """A branch and a member of the consortium are the contractor; its own subsidiary is another (art. 8 (1))."""
    whole: Row = {"holder_kind": "company", "holder_id": "GC", "uscc": "SUB", "share": 1.0, "from_on": "2015-01-01"}
    c01(
        (works(let(PRIME, "GC-BRANCH")), NOTHING),
        (works(let(PRIME), project_party=[{"project_id": "P1", "uscc": "SUB", "role": "consortium"}]), NOTHING),
        (works(let(PRIME), holding=[whole]), LET),
        (works(let(PRIME, None, payee_person_key="man")), LET),
        (works(let(PRIME, payer_uscc="SUB2")), NOTHING),  # a subcontractor's letting is a question of C03
        (works(let(PRIME, kind="supply")), NOTHING),
        party={"GC-BRANCH": "GC"},
    )


def test_what_the_works_cost() -> None:
    """The project or all its prime contracts, whichever is more; a sum off by ten thousand is unknown."""
    more = prime(fen=PRIME // 2, contract_id="P1-more")
    wrong: Row = {"flags": ["magnitude:amount_yuan"]}
    c01(
        (works(let(NINE), more), NOTHING),
        (works(let(NINE), more, project=[project(contract_amount_fen=1)]), NOTHING),
        (works(let(NINE), more | wrong), LET),
        (works(let(NINE) | wrong), NOTHING),
    )


def test_labour_of_small_works() -> None:
    def small(fen: int, kind: str) -> Tables:
        contracts = [prime(fen=fen), let(fen, kind=kind)]
        return works(project=[project(contract_amount_fen=fen)], contract=contracts)

    c01(
        (small(SMALL - 100, "labour"), NOTHING),
        (small(SMALL, "labour"), LET),
        (small(SMALL - 100, "specialist"), LET),
    )


def test_design_and_build_with_a_nominated_main_subcontractor() -> None:
    agreed = let(NINE, owner_consent=True)
    c01(
        (works(agreed, qualification=[DESIGN]), {"nominated"}),
        (works(agreed), LET),
        (works(agreed, qualification=[DESIGN | {"valid_to": "2022-06-15"}]), {"nominated"}),
        (works(agreed, qualification=[DESIGN | {"valid_to": "2022-06-14"}]), LET),
        (works(agreed, qualification=[DESIGN | {"kind": "建筑工程施工总承包"}]), LET),
        (works(let(NINE, owner_consent=False), qualification=[DESIGN]), LET),
        (works(agreed, qualification=[DESIGN], key_staff=posts(["safety"])), {"several_signs"}),
        (works(agreed, qualification=[DESIGN], key_staff=[]), LET),
    )


def test_one_key_post_held_by_an_outsider() -> None:
    c01((works(), NOTHING), (works(key_staff=posts(POSTS[:1])), STAFF), (works(key_staff=posts(POSTS)), STAFF))


def test_neither_contract_nor_insurance_at_the_contractor() -> None:
    member: list[Row] = [{"project_id": "P1", "uscc": "MEMBER", "role": "consortium"}]

    def safety(**more: Any) -> Tables:
        rows = [r | more if r["role"] == "safety" else r for r in posts(["safety"])]
        return works(key_staff=rows, project_party=member)

    c01(
        (safety(), STAFF),
        (safety(has_contract=True), NOTHING),
        (safety(has_contract=None), NOTHING),  # nobody says
        (safety(insured_by_uscc=None), NOTHING),  # nobody says
        (safety(insured_by_uscc="GC"), NOTHING),
        (safety(insured_by_uscc="GC-BRANCH"), NOTHING),
        (safety(insured_by_uscc="MEMBER"), NOTHING),
        (safety(flags=["check_digit:insured_by_uscc"]), NOTHING),
        party={"GC-BRANCH": "GC"},
    )


def test_the_last_word_of_a_post_counts() -> None:
    """A predecessor who moved on says nothing, a successor does."""
    rest = [r for r in posts() if r["role"] != "quality"]

    def quality(own_month: int, other_month: int) -> Tables:
        own = posts()[2] | {"received_on": f"2022-0{own_month}-01"}
        other = posts(["quality"])[2] | {"person_key": "x", "received_on": f"2022-0{other_month}-01"}
        return works(key_staff=[*rest, own, other])

    c01((quality(5, 3), NOTHING), (quality(3, 5), STAFF), (quality(5, 5), NOTHING))


def went(share: float = 0.95, days: int = 5, months: Sequence[str] = MONTHS, rest: float = 0.0, **other: Any) -> Tables:
    """Each month the owner credits CNY 100,000, and a share goes on some days later; the rest to others on the same day."""
    rows = []
    for month in months:
        later = f"{month}-{1 + days:02}"
        rows += [(f"{month}-01", "credit", 10_000_000, FEE), (later, "debit", round(share * 1e7), to(**other))]
        rows += [(later, "debit", round(rest * 1e7), to("ANYBODY"))] if rest else []
    return works(**money(rows))


def test_the_owners_money_goes_on_to_one() -> None:
    c01(
        (went(0.95), MONEY),
        (went(0.9499999), NOTHING),  # more than one in twenty is kept
        (went(0.9, rest=0.05), MONEY),
        (went(0.9, rest=0.0499999), NOTHING),
        (went(0.8999999, rest=0.1), NOTHING),  # not nine tenths to one
        (went(days=10), MONEY),
        (went(days=11), NOTHING),
        (went(months=MONTHS[:2]), NOTHING),
    )


def test_whom_the_money_goes_to() -> None:
    person: Row = {"counterparty_kind": "person", "counterparty_person_key": "man", "counterparty_key": "card"}
    worker: Row = {"counterparty_kind": "worker", "counterparty_person_key": "w", "purpose": "wage"}
    c01(
        (went(uscc=None, **person), MONEY),
        (went(uscc=None, **worker), NOTHING),
        (went(uscc="GC"), NOTHING),
        (went(uscc="GC-BRANCH"), NOTHING),
        (went(uscc="OWNER"), NOTHING),
        party={"GC-BRANCH": "GC"},
    )


def test_what_was_sent_back_has_not_gone() -> None:
    """A wrong entry put right within five working days."""

    def returned(day: str) -> Tables:
        rows = [
            ("2022-03-01", "credit", 30_000_000, FEE),
            ("2022-04-01", "credit", 100, FEE),
            ("2022-05-02", "credit", 100, FEE),
        ]
        rows += [("2022-03-04", "debit", 29_000_000, to()), (day, "credit", 29_000_000, to(purpose="refund"))]
        return works(**money(rows))

    c01((returned("2022-03-11"), NOTHING), (returned("2022-03-14"), MONEY))


def test_wages_paid_are_not_kept() -> None:
    """A twentieth may stay; what workers got of the money is gone, too."""
    wage: Row = {
        "purpose": "wage",
        "counterparty_kind": "worker",
        "counterparty_person_key": "w",
        "counterparty_key": "c",
    }
    rows = [
        row
        for m in MONTHS
        for row in (
            (f"{m}-01", "credit", 10_000_000, FEE),
            (f"{m}-05", "debit", 9_000_000, to()),
            (f"{m}-20", "debit", 500_000, wage),
        )
    ]
    c01((works(**money(rows)), MONEY), (works(**money(rows[:-1])), NOTHING))


def billed(net: int, months: Sequence[str] = MONTHS, paid_day: int = 5, bills_in: Sequence[str] = ()) -> Tables:
    """Progress money of CNY 1.09 million a month, tax in it, and what SUB bills of it, in the same months or others."""
    progress = [
        {"project_id": "P1", "month": m, "certified_fen": 109_000_000, "paid_fen": 100_000_000}
        | {"paid_on": f"{m}-{paid_day:02}"}
        for m in months
    ]
    bills = [
        {"seller_uscc": "SUB", "buyer_uscc": "GC", "month": m, "category": "x", "amount_fen": net}
        for m in bills_in or months
    ]
    return works(let(PRIME // 2), progress_payment=progress, invoice_month=bills)


def test_invoices_where_there_are_no_entries() -> None:
    """Of 1.09 million with tax, 1 million without; certified and not paid, so that an owner in arrears accuses nobody."""
    c01(
        (billed(95_000_000), MONEY),
        (billed(94_999_999), NOTHING),
        (billed(110_000_000), MONEY),
        (billed(110_000_001), NOTHING),  # more than came in: for other works, too
        (billed(95_000_000, months=MONTHS[1:]), NOTHING),
    )


def test_invoices_of_the_next_month() -> None:
    """Billed within ten days of the payment, as far as a month can tell: April's is billed in May."""
    later = ("2022-03", "2022-04", "2022-05")
    c01(
        (billed(95_000_000, paid_day=21, bills_in=later), MONEY),
        (billed(95_000_000, paid_day=20, bills_in=later), NOTHING),
    )


def test_whose_invoices_they_are() -> None:
    """A seller that stands with the contractor on another project, too, bills nobody knows for which."""
    two = billed(95_000_000) | {"project": [project(), project("P2")]}
    c01(
        (two, MONEY),
        (two | {"project_party": [{"project_id": "P2", "uscc": "SUB", "role": "supplier"}]}, NOTHING),
        (billed(95_000_000) | {"contract": [prime()]}, NOTHING),
    )


def test_two_signs_are_graver_than_one() -> None:
    found = ask("C01", works(let(NINE), key_staff=posts(["safety", "quality"]))).finding()
    assert (found["reason"], found["n_signs"], found["n_staff"]) == ("several_signs", 2, 2)
    found = ask("C01", went() | {"contract": [prime(), let(NINE)], "key_staff": posts(["safety"])}).finding()
    assert (found["n_signs"], found["strength"]) == (3, 1.0)
    assert {r["table"] for r in found["evidence"]} == {"contract", "key_staff", "account_txn"}


def test_works_not_under_way_are_not_judged() -> None:
    states = ("not_started", "suspended", "completed", "closed", "building")
    projects = [project(s, status=s) for s in states]
    tables = {"project": projects, "contract": [r for s in states for r in (prime(s), let(PRIME, project_id=s))]}
    said = ask("C01", tables | {"key_staff": [r for s in states for r in posts(POSTS, s)]})
    assert said.outcomes == dict.fromkeys(states, "could_not_tell") | {"building": "found"}


def test_when_it_cannot_tell() -> None:
    """That nothing is wrong is told where contracts and key staff are known; what is seen is told anyway."""
    clean = works(let(NINE - 1))
    assert ask("C01", clean).outcomes == {"P1": "not_found"}
    for lost in ("contract", "key_staff"):
        assert ask("C01", {k: v for k, v in clean.items() if k != lost}).outcomes == {"P1": "could_not_tell"}
    unsure = [r | {"insured_by_uscc": None, "has_contract": None} if r["role"] == "safety" else r for r in posts()]
    assert ask("C01", works(let(NINE - 1), key_staff=unsure)).outcomes == {"P1": "could_not_tell"}
    assert ask("C01", works(let(NINE), key_staff=unsure)).outcomes == {"P1": "found"}
    assert ask("C01", clean, place="open").outcomes == {"P1": "could_not_tell"}
    wrong = works(project=[project(flags=["check_digit:contractor_uscc"])], key_staff=posts(POSTS))
    assert ask("C01", wrong).outcomes == {"P1": "could_not_tell"}


def test_registers_stand_while_their_agency_sends_anything() -> None:
    aged = {name: [r | {"received_on": "2021-06-01"} for r in rows] for name, rows in works(let(NINE)).items()}
    assert ask("C01", aged).outcomes == {"P1": "could_not_tell"}
    for day, answer in (("2022-04-30", "could_not_tell"), ("2022-05-01", "found")):
        news: Row = {"guarantee_no": "g", "project_id": "P1", "received_on": day}
        assert ask("C01", aged | {"payment_guarantee": [news]}).outcomes == {"P1": answer}


def test_old_money_tells_nothing() -> None:
    """Entries and invoices are held to the age of their own feeds."""
    for tables, feed in ((went(), "account_txn"), (billed(95_000_000), "invoice_month")):
        for day, answer in (("2022-04-30", "not_found"), ("2022-05-01", "found")):
            aged = tables | {feed: [r | {"received_on": day} for r in tables[feed]]}
            assert ask("C01", aged).outcomes == {"P1": answer}, feed
