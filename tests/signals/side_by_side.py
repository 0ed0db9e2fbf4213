"""Many small cases asked in one go: each case's projects, companies, accounts and people are its own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.signals.tools import Rows, ask

# columns whose values name something that two cases must not share
NAMES = {
    "project_id", "owner_uscc", "contractor_uscc", "payer_uscc", "payee_uscc", "uscc", "head_uscc", "counterparty_uscc",
    "account_key", "person_key", "deposit_id", "guarantee_no", "contract_id", "txn_id", "reversal_of", "clue_id", "event_id",
    "inspection_id",
}  # fmt: skip


def side_by_side(cases: Iterable[Rows]) -> dict[str, list[dict[str, Any]]]:
    """The rows of all cases, the names of the n-th ending in `.n`."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for n, tables in enumerate(cases):
        for table, own in tables.items():
            rows.setdefault(table, []).extend(_renamed(row, n) for row in own)
    return rows


def reasons_of(code: str, cases: Sequence[Rows], **kw: Any) -> list[set[str]]:
    """For each case, what a signal found of its project P1."""
    said = ask(code, side_by_side(cases), **kw)
    return [said.reasons(f"P1.{n}") for n in range(len(cases))]


def _renamed(row: Mapping[str, Any], n: int) -> dict[str, Any]:
    return {k: f"{v}.{n}" if k in NAMES and isinstance(v, str) else v for k, v in row.items()}
