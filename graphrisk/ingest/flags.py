"""Flags of rows that are kept: a code that fails its check digit, a reference to nothing, a sum or a day off its kind."""

from collections.abc import Mapping

from graphrisk.core.contract import Table
from graphrisk.core.engine import identifier, quoted
from graphrisk.core.locality import Locality
from graphrisk.ingest.versions import Versions

SUMS = {"project": "contract_amount_yuan", "contract": "amount_yuan"}
FACTOR, FEWEST_PEERS = 3000, 20  # contract, reading.md: so many times off the median of so many peers


def flags(table: Table, broken: Mapping[str, str], locality: Locality) -> str:
    """SQL of the list of flags of a row, over the table's columns and what `peers` adds.

    `broken` gives, for a foreign key, the SQL of whether it points to nothing.
    """
    tests = [
        (f"check_digit:{f.name}", f"({identifier(f.column)} IS NOT NULL AND NOT in_is_uscc({identifier(f.column)}))")
        for f in table.fields
        if f.kind == "uscc" and locality.checks_uscc
    ]
    tests += [
        (f"foreign_key:{field}", f"({identifier(field)} IS NOT NULL AND {test})") for field, test in broken.items()
    ]
    if table.name in SUMS:
        value = f"CAST({identifier(table.field(SUMS[table.name]).column)} AS DOUBLE)"
        tests.append((f"magnitude:{SUMS[table.name]}", f"({value} > {FACTOR} * _peer OR {value} * {FACTOR} < _peer)"))
    if table.event:
        event = identifier(table.field(table.event).column)
        tests.append(("received_before_event:received_on", f"received_on < CAST({event} AS DATE)"))
    for f in table.fields:
        column = identifier(f.column)
        if f.type in {"date", "datetime"}:
            tests.append(
                (f"implausible_date:{f.name}", f"({column} < DATE '1990-01-01' OR {column} >= DATE '2101-01-01')")
            )
        elif f.type == "yearmonth":
            tests.append((f"implausible_date:{f.name}", f"({column} < '1990' OR {column} > '2101')"))
    some = " OR ".join(test for _, test in tests)
    each = ", ".join(f"CASE WHEN {test} THEN {quoted(code)} END" for code, test in tests)
    return f"CASE WHEN {some} THEN list_filter([{each}], lambda x: x IS NOT NULL) ELSE CAST([] AS VARCHAR[]) END"


def peers(rows: Versions, standing: dict[str, Versions]) -> str:
    """SELECT of a table's rows, with `_peer` where sums are compared: the median of projects of the same type, in fen."""
    name = rows.table.name
    if name not in SUMS:
        return rows.now
    if "project" not in standing:
        return f"SELECT *, CAST(NULL AS DOUBLE) AS _peer FROM ({rows.now})"
    value = identifier(rows.table.field(SUMS[name]).column)
    kinds = f"SELECT project_id, project_type AS _type FROM ({standing['project'].now})"
    typed = f"SELECT r.*, k._type FROM ({rows.now}) r LEFT JOIN ({kinds}) k ON r.project_id = k.project_id"
    medians = (
        f"SELECT _type, median({value}) AS _peer FROM ({typed}) GROUP BY _type HAVING count({value}) >= {FEWEST_PEERS}"
    )
    return f"SELECT t.* EXCLUDE (_type), m._peer FROM ({typed}) t LEFT JOIN ({medians}) m ON t._type = m._type"
