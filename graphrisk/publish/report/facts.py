"""What is on record of an entity, in the words of the contract."""

from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from graphrisk.core.contract import Field, contract
from graphrisk.core.text import Text
from graphrisk.publish.enum_words import meaning
from graphrisk.publish.report.ahead import AHEAD, ahead
from graphrisk.publish.report.money import in_words
from graphrisk.publish.report.tables import rows_of

SHOWN = {
    "project": [
        "project_type",
        "status",
        "fund_source",
        "contractor_uscc",
        "owner_uscc",
        "contract_amount_yuan",
        "permit_no",
        "permit_on",
        "started_on",
        "planned_end_on",
        "ended_on",
        "suspended_from",
        "area_code",
    ],
    "company": [
        "kind",
        "status",
        "former_names",
        "industry",
        "established_on",
        "cancelled_on",
        "registered_capital_yuan",
        "area_code",
    ],
}


def facts(con: DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Node id -> lines of words and value, of all entities that have a page; what is not on record is left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, select in ON_RECORD.items():
        fields = [contract()[table].field(name) for name in SHOWN[table]]
        for row in rows_of(con, select):
            lines = [{"words": _words(f), "value": _value(table, f, row[f.column])} for f in fields]
            found[row["node_id"]] = [line for line in lines if line["value"]]
    for row in rows_of(con, AHEAD):
        found.setdefault(row["node_id"], []).extend(ahead(row))
    for row in rows_of(con, RECONCILED):
        found.setdefault(row["node_id"], []).append({"words": THREE_LISTS, "value": THREE_WAYS.format(**row)})
    return found


THREE_LISTS = Text("登记、考勤、发薪核对", "roster, gate and payroll")
THREE_WAYS = (
    "{month}：登记 {n_rostered}，考勤 {n_attending}，发薪 {n_paid}；三者皆有 {n_all_three}，有勤无薪 {n_unpaid}，有薪无勤 {n_unseen}，"
    "未登记 {n_unregistered} / {month}: {n_rostered} rostered, {n_attending} at the gate, {n_paid} paid; on all three "
    "{n_all_three}, seen and unpaid {n_unpaid}, paid and unseen {n_unseen}, not on the roster {n_unregistered}"
)
# the last settled month in which any of the three lists names a worker
RECONCILED = """
SELECT
    t.node_id, max(w.month) AS month, max_by(w.n_rostered, w.month) AS n_rostered, max_by(w.n_attending, w.month) AS n_attending,
    max_by(w.n_paid, w.month) AS n_paid, max_by(w.n_all_three, w.month) AS n_all_three,
    max_by(w.n_unpaid + w.n_gate_only, w.month) AS n_unpaid, max_by(w.n_unseen + w.n_payroll_only, w.month) AS n_unseen,
    max_by(w.n_unregistered + w.n_gate_only + w.n_payroll_only, w.month) AS n_unregistered
FROM told AS t
INNER JOIN three_way AS w ON t.entity_kind = 'project' AND w.project_id = t.entity_id
GROUP BY t.node_id
ORDER BY t.node_id
"""


def _on_record(table: str, key: str) -> str:
    columns = ", ".join(_column(contract()[table].field(name)) for name in SHOWN[table])
    return f"""
SELECT t.node_id, {columns}
FROM told AS t
JOIN {table} AS e ON e.{key} = t.entity_id
LEFT JOIN grid_area AS g ON g.area_code = e.area_code
WHERE t.entity_kind = '{table}'
"""


def _column(field: Field) -> str:
    """A column of the row as shown: a firm with its name, an area with its name."""
    shown = f"e.{field.column}"
    if field.kind == "uscc":
        shown = f"coalesce((SELECT max(c.name) || ' ' FROM company AS c WHERE c.uscc = {shown}), '') || {shown}"
    if field.name == "area_code":
        shown = f"coalesce(g.name || ' ', '') || {shown}"
    return f"line({shown}, 200) AS {field.column}" if field.type == "string" else f"{shown} AS {field.column}"


ON_RECORD = {"project": _on_record("project", "project_id"), "company": _on_record("company", "uscc")}


def _words(field: Field) -> Text:
    return Text(field.title, field.name.removesuffix("_yuan").removesuffix("_uscc").replace("_", " "))


def _value(table: str, field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.kind == "yuan":
        return in_words(value)
    if field.enum:
        return f"{meaning(contract()[table], field, value)} {value}"
    return value.isoformat() if isinstance(value, date) else str(value)
