"""Flags of rows that are kept: a code that fails its check digit, a reference to nothing, a sum or a day off its kind."""

from graphrisk.core.contract import Table
from graphrisk.core.engine import identifier, quoted
from graphrisk.core.locality import Locality

MAGNITUDE = {"project": "contract_amount_yuan", "contract": "amount_yuan"}
MAGNITUDE_FACTOR, MAGNITUDE_PEERS = 3000, 20  # contract, reading.md


def flags(table: Table, delivered: frozenset[str], locality: Locality) -> str:
    """SQL of the list of flags of a row, over the row's columns, `peer_median_fen` where sums are compared."""
    tests = [
        (f"check_digit:{f.name}", f"NOT in_is_uscc({identifier(f.column)})")
        for f in table.fields
        if f.kind == "uscc" and locality.checks_uscc
    ]
    tests += [
        (f"foreign_key:{k.field}", f"{identifier(k.field)} NOT IN (SELECT {k.column} FROM key_{k.table})")
        for k in table.foreign_keys
        if k.table in delivered
    ]
    if table.name in MAGNITUDE:
        name = MAGNITUDE[table.name]
        sum_ = identifier(table.field(name).column)
        tests.append((f"magnitude:{name}", f"({sum_} > peer_fen * {MAGNITUDE_FACTOR} OR {sum_} * {MAGNITUDE_FACTOR} < peer_fen)"))
    if table.event:
        event = identifier(table.field(table.event).column)
        tests.append(("received_before_event:received_on", f"received_on < CAST({event} AS DATE)"))
    for f in table.fields:
        column = identifier(f.column)
        if f.type in {"date", "datetime"}:
            tests.append((f"implausible_date:{f.name}", f"({column} < DATE '1990-01-01' OR {column} >= DATE '2101-01-01')"))
        elif f.type == "yearmonth":
            tests.append((f"implausible_date:{f.name}", f"({column} < '1990-01' OR {column} > '2100-12')"))
    any_ = " OR ".join(test for _, test in tests)
    each = ", ".join(f"CASE WHEN {test} THEN {quoted(code)} END" for code, test in tests)
    return f"CASE WHEN {any_} THEN list_filter([{each}], lambda x: x IS NOT NULL) ELSE CAST([] AS VARCHAR[]) END"
