"""Works of OWNER let to GC, with key staff of GC, to be bent by a test of C01 and C02; all money in fen."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.signals.side_by_side import NAMES
from tests.signals.tools import Answer, ask

Row = dict[str, Any]
Tables = dict[str, list[Row]]
PRIME = 1_000_000_000  # fen, CNY 10 million
POSTS = ("project_manager", "technical", "quality", "safety")
MONTHS = ("2022-02", "2022-03", "2022-04")


def project(project_id: str = "P1", **more: Any) -> Row:
    """A project under way in the district 110115."""
    row: Row = {"project_id": project_id, "name": project_id, "project_type": "building", "status": "building"}
    row |= {"owner_uscc": "OWNER", "contractor_uscc": "GC", "contract_amount_fen": PRIME, "area_code": "110115001"}
    return row | more


def prime(project_id: str = "P1", fen: int = PRIME, **more: Any) -> Row:
    """The prime contract."""
    row: Row = {"contract_id": f"{project_id}-prime", "project_id": project_id, "kind": "prime", "amount_fen": fen}
    return row | {"payer_uscc": "OWNER", "payee_uscc": "GC"} | more


def let(fen: int, payee: str | None = "SUB", name: str = "c2", project_id: str = "P1", **more: Any) -> Row:
    """A contract of specialist works that the contractor let."""
    row: Row = {
        "contract_id": f"{project_id}-{name}",
        "project_id": project_id,
        "kind": "specialist",
        "amount_fen": fen,
    }
    row |= {
        "parent_contract_id": f"{project_id}-prime",
        "payer_uscc": "GC",
        "payee_uscc": payee,
        "signed_on": "2021-06-01",
    }
    return row | more


def posts(outside: Sequence[str] = (), project_id: str = "P1", insurer: str = "GC", **more: Any) -> list[Row]:
    """The four key posts; the named ones are held by people whom OTHER insures and who have no contract."""
    base: Row = {"project_id": project_id}
    return [
        base
        | {"role": role, "person_key": f"{project_id}-{role}"}
        | (
            {"insured_by_uscc": "OTHER", "has_contract": False}
            if role in outside
            else {"insured_by_uscc": insurer, "has_contract": True}
        )
        | more
        for role in POSTS
    ]


def works(*contracts: Row, **more: Any) -> Tables:
    """One project, its prime contract and some that its contractor let, its own people on the key posts."""
    tables: Tables = {"project": [project()], "contract": [prime(), *contracts], "key_staff": posts()}
    return tables | more


def money(rows: Sequence[tuple[str, str, int, Row]]) -> Tables:
    """A special account with entries: day, direction, fen, and whatever else an entry says."""
    account = {"account_key": "A", "project_id": "P1", "holder_uscc": "GC", "opened_on": "2021-01-01"}
    entries = [
        {"txn_id": f"T{n:03}", "account_key": "A", "booked_at": f"{day} 10:00:00", "direction": way, "amount_fen": fen}
        | more
        for n, (day, way, fen, more) in enumerate(rows)
    ]
    return {"special_account": [account], "account_txn": entries}


FEE: Row = {"purpose": "labour_fee", "counterparty_kind": "owner", "counterparty_uscc": "OWNER"}


def to(uscc: str | None = "SUB", **more: Any) -> Row:
    """An entry with a company, or another."""
    return {"purpose": "other", "counterparty_kind": "company", "counterparty_uscc": uscc} | more


# beside the names that all tests of signals keep apart
OWN = NAMES | {
    "insured_by_uscc", "seller_uscc", "buyer_uscc", "employer_uscc", "holder_id", "parent_contract_id", "team_id", "leader_key",
    "legal_rep_key", "payee_person_key", "counterparty_key", "counterparty_person_key", "case_no", "address_key", "phone_key", "agent_key",
}  # fmt: skip


def side(cases: Sequence[Tables]) -> Tables:
    """The rows of all cases, the names of the n-th ending in `.n`."""
    tables: Tables = {}
    for n, case in enumerate(cases):
        for name, rows in case.items():
            own = [{k: f"{v}.{n}" if k in OWN and isinstance(v, str) else v for k, v in row.items()} for row in rows]
            tables.setdefault(name, []).extend(own)
    return tables


def each(code: str, cases: Sequence[Tables], party: Mapping[str, str] | None = None, **kw: Any) -> Answer:
    """What a signal says of all cases, asked in one go: each case's companies and people are its own."""
    codes = {f"{a}.{n}": f"{b}.{n}" for a, b in (party or {}).items() for n in range(len(cases))}
    return ask(code, side(cases), party=codes, **kw)
