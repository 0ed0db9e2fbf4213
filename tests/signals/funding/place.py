"""One project with an account, credits of its owner, payrolls and attendance, to be bent in one place by a test."""

from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]

MONTHS = ("2022-01", "2022-02", "2022-03", "2022-04", "2022-05")
WAGE = 1_000_000  # fen a person and month: 10,000 yuan for 25 days
HEADS = 4


def project(pid: str = "P1", **changes: Any) -> Row:
    """Works of a private owner since March 2021, of ten million yuan."""
    return {
        "project_id": pid,
        "name": f"工程{pid}",
        "project_type": "building",
        "fund_source": "private",
        "owner_uscc": "O1",
        "contractor_uscc": "C1",
        "contract_amount_fen": 1_000_000_000,
        "labour_share": 0.2,
        "permit_on": "2021-03-01",
        "started_on": "2021-03-10",
        "planned_end_on": "2023-06-30",
        "status": "building",
    } | changes


def account(key: str = "A1", pid: str = "P1", **changes: Any) -> Row:
    """A special account opened when works began."""
    return {"account_key": key, "project_id": pid, "holder_uscc": "C1", "opened_on": "2021-03-05"} | changes


def credit(day: str, fen: int = HEADS * WAGE, balance: int | None = None, key: str = "A1", **changes: Any) -> Row:
    """A labour fee that the owner credited, heard of on the as-of day."""
    return {
        "txn_id": f"c-{key}-{day}",
        "account_key": key,
        "booked_at": f"{day} 10:00:00",
        "direction": "credit",
        "amount_fen": fen,
        "balance_fen": balance,
        "purpose": "labour_fee",
        "counterparty_kind": "owner",
        "counterparty_uscc": "O1",
        "received_on": "2022-06-15",
    } | changes


def paid(day: str, fen: int, balance: int | None = None, key: str = "A1", **changes: Any) -> Row:
    """Wages that the account paid."""
    wages = {"txn_id": f"w-{key}-{day}", "direction": "debit", "purpose": "wage", "counterparty_kind": "worker"}
    return credit(day, fen, balance, key) | wages | {"counterparty_uscc": None} | changes


def month(text: str, owner: int = 0, wage: int = 0, balance: int = 0, key: str = "A1", **changes: Any) -> Row:
    """An account's totals of a month, received in the first days of the next."""
    year, number = int(text[:4]), int(text[5:])
    after = f"{year + number // 12}-{number % 12 + 1:02d}-04"
    return {
        "account_key": key,
        "month": text,
        "credit_owner_fen": owner,
        "credit_other_fen": 0,
        "debit_wage_fen": wage,
        "debit_other_fen": 0,
        "cash_fen": 0,
        "end_balance_fen": balance,
        "received_on": after,
    } | changes


def attendance(months: tuple[str, ...] = MONTHS, heads: int = HEADS, days: float = 25, pid: str = "P1") -> list[Row]:
    """People who worked."""
    return [{"project_id": pid, "person_key": f"k{i}", "month": m, "days": days} for m in months for i in range(heads)]


def payroll(
    months: tuple[str, ...] = MONTHS, unpaid: tuple[str, ...] = (), heads: int = HEADS, **changes: Any
) -> list[Row]:
    """What they earned, due and paid on the fifteenth of the next month."""
    rows = []
    for m in months:
        due = f"{m[:4]}-{int(m[5:]) + 1:02d}-15"
        for i in range(heads):
            line = {
                "project_id": "P1",
                "person_key": f"k{i}",
                "wage_month": m,
                "days": 25,
                "due_fen": WAGE,
                "due_on": due,
            }
            done = {"paid_fen": 0} if m in unpaid else {"paid_fen": WAGE, "paid_on": due}
            rows.append(line | done | changes)
    return rows


def place(**tables: list[Row]) -> Rows:
    """The project and its account, with other tables."""
    return {"project": [project()], "special_account": [account()], **tables}
