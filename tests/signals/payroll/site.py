"""A small site with a team, attendance and payrolls, to be bent by a test."""

from collections.abc import Sequence
from typing import Any

Tables = dict[str, list[dict[str, Any]]]
WAGE = 600_000  # fen a month, well above any minimum wage


def project(project_id: str = "P1", **more: Any) -> dict[str, Any]:
    """A project under way."""
    return {
        "project_id": project_id,
        "name": project_id,
        "project_type": "building",
        "owner_uscc": "OWNER",
        "contractor_uscc": "GC",
        "status": "building",
    } | more


def site(
    n: int = 10,
    months: Sequence[str] = ("2022-03", "2022-04"),
    *,
    unpaid: Sequence[str] = (),
    team: str | None = "T1",
    role: str = "worker",
    project_id: str = "P1",
    received: str = "2022-06-10",
    days: float = 20.0,
    line: dict[str, Any] | None = None,
) -> Tables:
    """`n` people of one team, present and paid each month; in `unpaid` months the payroll says nothing was paid."""
    people = [f"{project_id}-{team}-{role}-{i:03}" for i in range(n)]
    key: dict[str, Any] = {"project_id": project_id, "received_on": received}
    return {
        "project": [project(project_id)],
        "worker": [
            key | {"person_key": p, "entered_on": "2020-01-01", "team_id": team, "role": role, "card_key": f"c-{p}"}
            for p in people
        ],
        "attendance_month": [key | {"person_key": p, "month": m, "days": days} for p in people for m in months],
        "payroll": [
            key
            | {"person_key": p, "wage_month": m, "team_id": team, "days": days, "due_fen": WAGE}
            | {"paid_fen": 0 if m in unpaid else WAGE, "card_key": f"c-{p}"}
            | ({} if m in unpaid else {"paid_on": f"{m}-28"})
            | (line or {})
            for p in people
            for m in months
        ],
    }


def both(*sites: Tables) -> Tables:
    """The rows of several sites; a project stated twice stands once."""
    tables: Tables = {}
    for one in sites:
        for name, rows in one.items():
            tables.setdefault(name, []).extend(r for r in rows if name != "project" or r not in tables.get(name, []))
    return tables


def without(tables: Tables, name: str, **where: Any) -> Tables:
    """The tables less the rows of one that match."""
    kept = [r for r in tables[name] if any(r.get(k) != v for k, v in where.items())]
    return tables | {name: kept}


def first(tables: Tables, name: str, n: int, month: str, **change: Any) -> Tables:
    """The tables with the first `n` rows of one month of attendance or payroll changed."""
    column = "month" if name == "attendance_month" else "wage_month"
    picked = [i for i, r in enumerate(tables[name]) if r[column] == month][:n]
    return tables | {name: [r | change if i in picked else r for i, r in enumerate(tables[name])]}


def drop(tables: Tables, name: str, n: int, month: str) -> Tables:
    """The tables less the first `n` rows of one month."""
    column = "month" if name == "attendance_month" else "wage_month"
    picked = [i for i, r in enumerate(tables[name]) if r[column] == month][:n]
    return tables | {name: [r for i, r in enumerate(tables[name]) if i not in picked]}


def account(*projects: str, key: str = "A1") -> Tables:
    """A special account that serves the projects."""
    return {
        "special_account": [{"account_key": key, "project_id": p, "holder_uscc": "GC"} for p in projects or ("P1",)]
    }


def wages(txn: str, fen: int, month: str | None, booked: str, key: str = "A1", **more: Any) -> dict[str, Any]:
    """A wage debit of the special account."""
    return {
        "txn_id": txn,
        "account_key": key,
        "booked_at": f"{booked} 10:00:00",
        "direction": "debit",
        "amount_fen": fen,
        "purpose": "wage",
        "wage_month": month,
    } | more
