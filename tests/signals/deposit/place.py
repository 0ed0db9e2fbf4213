"""One project with its prime contract and its wage deposit, to be bent in one place by a test."""

from typing import Any

Row = dict[str, Any]
Rows = dict[str, list[Row]]

PERMIT = "2022-01-04"


def project(pid: str = "P1", **changes: Any) -> Row:
    """Works of ten million yuan, with a permit of January 2022."""
    return {
        "project_id": pid,
        "name": f"工程{pid}",
        "project_type": "building",
        "owner_uscc": "O1",
        "contractor_uscc": "C1",
        "contract_amount_fen": 1_000_000_000,
        "permit_on": PERMIT,
        "started_on": "2022-01-10",
        "planned_end_on": "2022-12-31",
        "status": "building",
    } | changes


def deposit(number: str = "D1", pid: str = "P1", **changes: Any) -> Row:
    """Cash of 150,000 yuan, as the bureau required, stored in the month of the permit."""
    return {
        "deposit_id": number,
        "project_id": pid,
        "payer_uscc": "C1",
        "form": "cash",
        "amount_fen": 15_000_000,
        "required_fen": 15_000_000,
        "stored_on": "2022-01-20",
    } | changes


def guarantee(number: str = "D1", pid: str = "P1", **changes: Any) -> Row:
    """A bank's guarantee until a year after the works."""
    bank = {
        "form": "bank_guarantee",
        "guarantee_no": f"BH-{number}",
        "valid_from": "2022-01-20",
        "valid_to": "2023-12-31",
    }
    return deposit(number, pid) | bank | changes


def clue(day: str, uscc: str = "C1", result: str = "verified", **changes: Any) -> Row:
    """A clue about a company, with its outcome fixed on the day."""
    return {"clue_id": f"{uscc}-{day}", "uscc": uscc, "opened_on": day, "result": result, "result_on": day} | changes


def listing(day: str, uscc: str = "C1", **changes: Any) -> Row:
    """An entry on the joint punishment list."""
    return {"event_id": f"{uscc}-{day}", "uscc": uscc, "kind": "joint_punishment", "from_on": day} | changes


def place(*deposits: Row, **tables: list[Row]) -> Rows:
    """The project, the given deposits beside that of another project, and other tables."""
    return {"project": [project()], "wage_deposit": [*deposits, deposit("D9", "P9", payer_uscc="C9")], **tables}
