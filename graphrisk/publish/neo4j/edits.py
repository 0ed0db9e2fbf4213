"""What people drew and wrote in the graph, read back as files that the next run checks like any others."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from graphrisk.core.contract import Table, contract
from graphrisk.core.errors import UsageError
from graphrisk.publish.neo4j.server import Store
from graphrisk.publish.neo4j.texts import statements

COLUMNS = ("record_a", "record_b", "judgement", "decided_by", "decided_on", "note")
JUDGED = {"SAME_AS": "same", "NOT_SAME_AS": "different"}
KINDS = {"Company": "company", "Alias": "company", "Person": "person"}  # who an end of a judgement is
HOLDERS = {"Project": "project_id", "Company": "uscc"}  # what an outcome is of, and the column that names it
TEXTS = ("inspection_id", "area_code")  # columns that take any text, so that no check would refuse a list as text
_NAMED = 5  # faults that one message names
_LONGEST = 100_000  # characters of a cell of a judgement file, which readers of CSV take


@dataclass(frozen=True, slots=True)
class Edits:
    """Judgements and outcomes as CSV text, '' where there are none; rows in an order that the graph does not change."""

    judgements: str  # columns of a judgement file
    outcomes: str  # columns of hrss/inspection, then properties that it does not know
    delivery: str  # folder that the loaded run read; '' if the graph does not tell
    locality: str  # of the loaded run; '' if the graph does not tell


def edits(store: Store) -> Edits:
    """Read the edits of a graph. Raises UsageError, naming nodes and way out, for what no row can be made of."""
    asked = statements("load/edits.cypher")
    path, locality = next(iter(store.read(asked["Run"])), (None, None))
    return Edits(
        _judgements(store.read(asked["Judgements"])),
        _outcomes(store.read(asked["Outcomes"])),
        _text(path),
        _text(locality),
    )


def _judgements(drawn: list[list[Any]]) -> str:
    rows: list[tuple[str, ...]] = []
    faults: list[str] = []
    for kind, *ends, who, day, note in drawn:
        a, b = _end(*ends[:2]), _end(*ends[2:])
        pair = f"({a[1]})-[:{kind}]->({b[1]})"
        if not a[0] or not b[0] or a[0] != b[0]:
            faults.append(
                f"{pair} joins {_said(ends[0])} and {_said(ends[2])}; draw it between two companies or aliases, or two persons"
            )
        elif a[1] == b[1]:
            faults.append(f"{pair} joins a record and itself; DELETE r")
        elif not _is_day(day):
            faults.append(f"{pair} has decided_on {_text(day)!r}; SET r.decided_on = date('YYYY-MM-DD')")
        elif max(map(len, (a[1], b[1], _text(who), _text(note)))) > _LONGEST:
            faults.append(f"{pair[:200]} has more than {_LONGEST:,} characters in one property; shorten it")
        else:
            rows.append((*sorted((a[1], b[1])), JUDGED[kind], _text(who), day, _text(note)))
    days: dict[tuple[str, ...], set[str]] = {}
    for record_a, record_b, word, _, day, _ in rows:
        days.setdefault((record_a, record_b, day), set()).add(word)
    for (record_a, record_b, day), words in days.items():
        if len(words) > 1:
            faults.append(
                f"({record_a}) and ({record_b}) are SAME_AS and NOT_SAME_AS on one day, {day}; DELETE one of them"
            )
    _refuse(faults, "of the relationships drawn in the graph", "MATCH (a)-[r:SAME_AS|NOT_SAME_AS]->(b) shows them")
    return _csv(COLUMNS, sorted(set(rows)))


def _end(labels: list[str], record: Any) -> tuple[str, str]:
    """Company or person, and its record; '' where it is neither."""
    kind = next((k for label, k in KINDS.items() if label in labels), "")
    return (kind if isinstance(record, str) and record.strip() else ""), _text(record).strip()


def _is_day(day: Any) -> bool:
    from datetime import date

    try:
        return isinstance(day, str) and date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _outcomes(written: list[list[Any]]) -> str:
    table = contract()["inspection"]
    names = [f.name for f in table.fields]
    rows: list[dict[str, str]] = []
    faults: list[str] = []
    for values, holders in written:
        row = {k: v for k, v in values if k != "note"}
        fault = _attach(row, holders) or _odd(row, table)
        if fault:
            faults.append(f"Outcome {_text(row.get('inspection_id'))!r}: {fault}")
        else:
            rows.append({k: _text(v) for k, v in row.items()})
    _refuse(faults, "of the outcomes written in the graph", "MATCH (o:Outcome) shows them; see cypher/write")
    columns = (*names, *sorted({k for row in rows for k in row} - set(names)))
    return _csv(columns, sorted(tuple(row.get(c, "") for c in columns) for row in rows))


def _attach(row: dict[str, Any], holders: list[Any]) -> str:
    """Fill in whom the outcome is of; what is wrong about that."""
    known = [(HOLDERS[label], key) for labels, key in holders for label in HOLDERS if label in labels]
    if len(known) != 1 or len(holders) != 1:
        shown = ", ".join(f"{_said(labels)} {_text(key)}" for labels, key in holders) or "nothing"
        return f"it is under {shown}; let one (Project or Company)-[:HAS_OUTCOME]->(o) point to it"
    column, key = known[0]
    if not isinstance(key, str) or not key.strip():
        return "the node that it is under has no key; draw it under one that was loaded"
    if _text(row.get(column)) not in ("", key):
        return f"it says {column} {_text(row[column])!r} and is under {key}; REMOVE o.{column}"
    row[column] = key
    return ""


def _odd(row: dict[str, Any], table: Table) -> str:
    """What of a row could not be told from another value once it is text, or names a column in another way."""
    for name in TEXTS:
        if not isinstance(row.get(name, ""), str | int):
            return f"{name} is {_text(row[name])}; SET o.{name} to a text"
    known = {text.lower(): f.name for f in table.fields for text in (f.name, f.title)}
    for key in row:
        name = known.get("".join(c for c in key if c.isprintable()).strip().lower(), key)
        if name != key:
            return f"it has a property {key!r}; SET o.{name} instead"
    return ""


def _text(value: Any) -> str:
    """A value as a cell; what no cell has (a list, a point) as text that a typed column refuses."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(value)
    return str(value) if isinstance(value, str | int) else json.dumps(value, ensure_ascii=False, default=str)


def _number(value: float) -> str:
    """Decimal places without the noise of sums, as of a number in a sheet.

    >>> _number(0.1 + 0.2), _number(2e7), _number(12.345)
    ('0.3', '20000000', '12.345')
    """
    plain = f"{value:.6f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _said(labels: list[str]) -> str:
    return "a " + ":".join(labels) if labels else "a node without a label"


def _refuse(faults: list[str], what: str, hint: str) -> None:
    if faults:
        more = f"\n… and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        raise UsageError(f"{len(faults)} {what} cannot be read:\n" + "\n".join(sorted(faults)[:_NAMED]) + more, hint)


def _csv(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([columns, *rows])  # so that a CR inside a cell is quoted too
    return out.getvalue()
