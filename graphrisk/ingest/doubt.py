"""Doubtful rows read with care: every cell by the contract's rules, every fault by name."""

from graphrisk.core.contract import Field
from graphrisk.core.engine import identifier, quoted
from graphrisk.ingest.cells import careful
from graphrisk.ingest.hashing import hashed_when
from graphrisk.ingest.header import names
from graphrisk.ingest.persons import is_looked_at
from graphrisk.ingest.raw import FORMULA, Raw

FOOTNOTES = "'合计', '小计', '总计'"
# What a table of doubtful rows has beside the contract's columns.
OWN = """_line BIGINT, _received DATE, _kind VARCHAR, _persons VARCHAR[],
    _faults STRUCT("column" VARCHAR, "value" VARCHAR, reason VARCHAR)[]"""


def read_with_care(raw: Raw, doubtful: str, *, hash_keys: bool) -> str:
    """SELECT over doubtful rows (`_line`, `_raw`): the table's columns and those of OWN.

    `_kind` is blank, footnote, header or NULL for a record; `_persons` names columns with a person's number; `_faults`
    is a list of {column, value, reason}, one a faulty cell.
    """
    table = raw.source.table
    hashed = {f.name: hashed_when(f, raw, raw.cell(f)) if hash_keys else "" for f in table.fields}
    ways = {f.name: careful(f, table, raw.cell(f), f"t_{f.name}", f"v_{f.name}", raw.unit(f)) for f in table.fields}
    looked = _looked_at(raw, hashed)
    cells = ", ".join(f"nullif(_raw[{i + 1}], '') AS c{i}" for i in range(raw.header.width))
    texts = ", ".join(
        [f"{ways[f.name].text} AS t_{f.name}" for f in table.fields] + [f"{t} AS p{i}" for i, _, t, _ in looked]
    )
    values = ", ".join(f"{ways[f.name].value} AS v_{f.name}" for f in table.fields)
    reasons = ", ".join(f"{_formula(raw, f, ways[f.name].reason)} AS r_{f.name}" for f in table.fields)
    persons = ", ".join(_person(place, name, kept) for place, name, _, kept in looked)
    faults = ", ".join(_struct(quoted(f.name), raw.cell(f), f"r_{f.name}") for f in table.fields)
    outs = ", ".join(f"CAST({_out(f, hashed[f.name])} AS {f.sql_type}) AS {identifier(f.column)}" for f in table.fields)
    return f"""
        WITH cells AS (SELECT _line, {cells} FROM ({doubtful})),
        texts AS (SELECT *, {texts} FROM cells),
        vals AS (SELECT *, {values} FROM texts),
        checked AS (SELECT *, {reasons}, {_kind(raw)} AS _kind, list_filter([{persons}], lambda x: x IS NOT NULL) AS _found
            FROM vals)
        SELECT {outs}, _line, v_received_on AS _received, _kind, list_transform(_found, lambda x: x.column) AS _persons,
            CASE WHEN _kind IS NULL THEN list_filter([{faults}], lambda x: x.reason IS NOT NULL) || _found
                WHEN _kind = 'footnote' THEN [{_struct(quoted(raw.name(0)), "c0", quoted("footnote_row"))}] ELSE [] END AS _faults
        FROM checked"""


def _out(field: Field, hashed: str) -> str:
    value = f"v_{field.name}"
    return f"CASE WHEN {hashed} THEN in_hashed(in_code({value})) ELSE {value} END" if hashed else value


def _formula(raw: Raw, field: Field, reason: str) -> str:
    if not raw.has_formula:
        return reason
    return f"CASE WHEN starts_with({raw.cell(field)}, {quoted(FORMULA)}) THEN 'bad_type' ELSE {reason} END"


def _struct(column: str, value: str, reason: str) -> str:
    return f"{{'column': {column}, 'value': {value}, 'reason': {reason}}}"


def _looked_at(raw: Raw, hashed: dict[str, str]) -> list[tuple[int, str, str, str]]:
    """Columns that may hold persons' numbers: position, name, SQL of the text, SQL of when it is hashed instead."""
    found = []
    for f in raw.source.table.fields:
        place = raw.header.place(f)
        if place is not None and is_looked_at(f):
            text = f"in_code(c{place})" if f.kind == "key" else f"in_nfkc(in_plain(c{place}))"
            found.append((place, f.name, text, hashed[f.name]))
    return found + [(i, raw.name(i), f"in_nfkc(in_plain(c{i}))", "") for i in raw.header.unknown]


def _person(place: int, name: str, hashed: str) -> str:
    kept = f" AND NOT {hashed}" if hashed else ""
    fault = _struct(quoted(name), f"c{place}", quoted("person_number"))
    return f"CASE WHEN in_is_person(p{place}){kept} THEN {fault} END"


def _kind(raw: Raw) -> str:
    empty = [f"in_trim(c{i}) IS NULL" for i in range(raw.header.width)]
    known = ", ".join(quoted(n) for n in names(raw.source.table))
    titles = " AND ".join(f"lower(in_plain(c{i})) IN ({known})" for i in sorted(raw.header.places.values()))
    return (
        f"CASE WHEN {' AND '.join(empty)} THEN 'blank' WHEN {titles} THEN 'header' "
        f"WHEN in_trim(c0) IN ({FOOTNOTES}) OR ({' AND '.join(empty[1:])}) THEN 'footnote' END"
    )
