"""Doubtful rows read with care: every cell by the contract's rules, every fault by name."""

from graphrisk.core.contract import Field
from graphrisk.core.engine import identifier, quoted
from graphrisk.ingest.cells import careful
from graphrisk.ingest.hashing import hashed_when
from graphrisk.ingest.header import names
from graphrisk.ingest.persons import is_looked_at
from graphrisk.ingest.raw import FORMULA, Raw
from graphrisk.ingest.reasons import detail

FOOTNOTES = "'合计', '小计', '总计'"


def read_with_care(raw: Raw, doubtful: str, *, hash_keys: bool) -> str:
    """SELECT over doubtful rows (`_line`, `_raw`): the table's columns, `_line`, `_received`, `_kind`, `_persons`, `_faults`.

    `_kind` is blank, footnote, header or NULL for a record; `_persons` names columns with a person's number; `_faults`
    is a list of {column, value, reason, detail}, one a faulty cell.
    """
    table = raw.source.table
    hashed = {f.name: hashed_when(f, raw, raw.cell(f)) if hash_keys else "" for f in table.fields}
    ways = {f.name: careful(f, table, raw.cell(f), f"t_{f.name}", f"v_{f.name}", raw.unit(f)) for f in table.fields}
    cells = ", ".join(f"nullif(_raw[{i + 1}], '') AS c{i}" for i in range(raw.header.width))
    texts = ", ".join(f"{ways[f.name].text} AS t_{f.name}" for f in table.fields)
    values = ", ".join(f"{ways[f.name].value} AS v_{f.name}" for f in table.fields)
    reasons = ", ".join(f"{_formula(raw, f, ways[f.name].reason)} AS r_{f.name}" for f in table.fields)
    outs = ", ".join(f"CAST({_out(f, hashed[f.name])} AS {f.sql_type}) AS {identifier(f.column)}" for f in table.fields)
    return f"""
        WITH cells AS (SELECT _line, {cells} FROM ({doubtful})),
        texts AS (SELECT *, {texts} FROM cells),
        vals AS (SELECT *, {values} FROM texts),
        checked AS (SELECT *, {reasons}, {_persons(raw, hashed)} AS _found FROM vals)
        SELECT {outs}, _line, {"v_received_on" if "received_on" in ways else "NULL"} AS _received, {_kind(raw)} AS _kind,
            list_transform(_found, lambda x: x.column) AS _persons,
            CASE WHEN {_kind(raw)} IS NULL THEN list_filter([{", ".join(_fault(raw, f) for f in table.fields)}],
                lambda x: x.reason IS NOT NULL) || _found ELSE {_footnote(raw)} END AS _faults
        FROM checked"""


def _out(field: Field, hashed: str) -> str:
    value = f"v_{field.name}"
    return f"CASE WHEN {hashed} THEN in_hashed(in_code({value})) ELSE {value} END" if hashed else value


def _formula(raw: Raw, field: Field, reason: str) -> str:
    if not raw.has_formula:
        return reason
    return f"CASE WHEN starts_with({raw.cell(field)}, {quoted(FORMULA)}) THEN 'bad_type' ELSE {reason} END"


def _fault(raw: Raw, field: Field) -> str:
    reason = f"r_{field.name}"
    return _struct(quoted(field.name), raw.cell(field), reason, detail(field, reason))


def _struct(column: str, value: str, reason: str, said: str) -> str:
    return f"{{'column': {column}, 'value': {value}, 'reason': {reason}, 'detail': {said}}}"


def _persons(raw: Raw, hashed: dict[str, str]) -> str:
    """The faults of cells that hold a person's number."""
    tests: list[str] = []
    for f in raw.source.table.fields:
        if is_looked_at(f) and raw.header.place(f) is not None:
            text = f"t_{f.name}" if f.kind == "key" else f"in_nfkc(in_plain({raw.cell(f)}))"
            is_kept = f" AND NOT {hashed[f.name]}" if hashed[f.name] else ""
            tests.append(_person(f.name, raw.cell(f), text, is_kept))
    tests += [_person(raw.name(i), f"c{i}", f"in_nfkc(in_plain(c{i}))", "") for i in raw.header.unknown]
    return f"list_filter([{', '.join(tests)}], lambda x: x IS NOT NULL)"


def _person(name: str, cell: str, text: str, is_kept: str) -> str:
    said = "疑似个人号码 looks like a person's number"
    return f"CASE WHEN in_is_person({text}){is_kept} THEN {_struct(quoted(name), cell, quoted('person_number'), quoted(said))} END"


def _kind(raw: Raw) -> str:
    empty = [f"in_trim(c{i}) IS NULL" for i in range(raw.header.width)]
    known = ", ".join(quoted(n) for n in names(raw.source.table))
    titles = " AND ".join(f"lower(in_plain(c{i})) IN ({known})" for i in sorted(raw.header.places.values()))
    return (
        f"CASE WHEN {' AND '.join(empty)} THEN 'blank' WHEN {titles} THEN 'header' "
        f"WHEN in_trim(c0) IN ({FOOTNOTES}) OR ({' AND '.join(empty[1:])}) THEN 'footnote' END"
    )


def _footnote(raw: Raw) -> str:
    fault = _struct(
        quoted(raw.name(0)), "c0", quoted("footnote_row"), quoted("合计或说明行 a total or a remark, no record")
    )
    return f"CASE WHEN {_kind(raw)} = 'footnote' THEN [{fault}] ELSE [] END"
