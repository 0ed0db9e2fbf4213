"""One signal asked: it sees its declared columns only, and its answer is held against its declaration."""

from datetime import date
from typing import Any

import duckdb

from graphrisk.core.contract import contract
from graphrisk.core.engine import identifier, keep, named, quoted
from graphrisk.core.errors import GraphriskError, SignalError
from graphrisk.core.locality import Locality
from graphrisk.core.signal import Signal

POPULATION = {"entity_kind": "VARCHAR", "entity_id": "VARCHAR", "is_evaluable": "BOOLEAN"}
FOUND = {
    "entity_kind": "VARCHAR",
    "entity_id": "VARCHAR",
    "reason": "VARCHAR",
    "strength": "DOUBLE",
    "evidence": "VARCHAR[]",
}
NOTHING_FOUND = """
SELECT '' AS entity_kind, '' AS entity_id, '' AS reason, 0e0 AS strength, array_agg('') AS evidence HAVING count(*) > 1
"""

# what a signal must not do, and the SELECT that finds an example of it
BREACHES = {
    "asks the same entity twice": (
        "SELECT entity_id FROM population GROUP BY entity_kind, entity_id HAVING count(*) > 1"
    ),
    "asks of what is neither a project nor a company": (
        "SELECT entity_id FROM population WHERE entity_id IS NULL OR entity_kind NOT IN ('project', 'company')"
    ),
    "does not say whether it could tell": "SELECT entity_id FROM population WHERE is_evaluable IS NULL",
    "finds what it could not tell": (
        "SELECT f.entity_id FROM found AS f "
        "LEFT JOIN population AS p ON p.entity_kind = f.entity_kind AND p.entity_id = f.entity_id "
        "WHERE p.is_evaluable IS NOT TRUE"
    ),
    "gives one reason twice": (
        "SELECT entity_id FROM found GROUP BY entity_kind, entity_id, reason HAVING count(*) > 1"
    ),
    "gives a reason it does not declare": (
        "SELECT entity_id || ': ' || coalesce(reason, 'none') AS example FROM found "
        "WHERE reason IS NULL OR NOT array_contains($reasons, reason)"
    ),
    "gives a strength outside (0, 1]": (
        "SELECT entity_id FROM found WHERE strength IS NULL OR NOT (strength > 0 AND strength <= 1)"
    ),
    "finds without evidence": "SELECT entity_id FROM found WHERE coalesce(cardinality(evidence), 0) = 0",
    "shows evidence that is no row of the contract": (
        "SELECT entity_id FROM (SELECT entity_id, each_of(evidence) AS ref FROM found) AS f "
        "WHERE ref IS NULL OR NOT array_contains($tables, split_part(ref, '|', 1)) OR ref NOT LIKE '%|%|%'"
    ),
}


def ask(con: duckdb.DuckDBPyConnection, signal: Signal, place: Locality, as_of: date) -> None:
    """Leave the tables `population` and `found` (one row a finding, facts as JSON) in the engine.

    Where another law holds than the signal asks by, the population is counted and nothing can be told.
    Raises SignalError when the signal's SQL or its answer breaks its declaration.
    """
    params = signal.values(place.params(signal.id, as_of)) | {"as_of": as_of}
    _show_declared(con, signal)
    try:
        con.execute("SET search_path = 'seen'")
        _keep(con, signal, "population", POPULATION, params)
        if signal.jurisdiction in ("any", place.jurisdiction):
            _keep(con, signal, "found", FOUND, params)
        else:
            con.execute("UPDATE main.population SET is_evaluable = false")
            keep(con, "found", NOTHING_FOUND, schema="main")
    finally:
        con.execute("RESET search_path")
        con.execute("DROP SCHEMA seen CASCADE")
    _check(con, signal)


def _show_declared(con: duckdb.DuckDBPyConnection, signal: Signal) -> None:
    con.execute("DROP SCHEMA IF EXISTS seen CASCADE")
    con.execute("CREATE SCHEMA seen")
    for table, columns in signal.reads.items():
        chosen = ", ".join(identifier(c) for c in columns)
        try:
            con.execute(f"CREATE VIEW seen.{identifier(table)} AS SELECT {chosen} FROM main.{identifier(table)}")
        except duckdb.Error as error:
            raise SignalError(f"signal {signal.id} reads {table} ({', '.join(columns)}): {error}") from error


def _keep(
    con: duckdb.DuckDBPyConnection, signal: Signal, name: str, columns: dict[str, str], params: dict[str, Any]
) -> None:
    sql = signal.population if name == "population" else signal.find
    unstated = sorted(named(sql) - params.keys())
    if unstated:
        raise SignalError(f"signal {signal.id}: its {name} uses ${unstated[0]}, which it does not declare")
    undeclared = sorted(set(con.get_table_names(_without_params(sql))) - signal.reads.keys())
    if undeclared:
        raise SignalError(f"signal {signal.id}: its {name} reads {undeclared[0]}, which it does not declare")
    try:
        keep(con, name, sql, params, schema="main")
    except GraphriskError as error:
        raise SignalError(f"signal {signal.id}: its {error.message}", "it sees its declared columns only") from error
    given = con.execute(f"DESCRIBE main.{name}").fetchall()
    head = {column: kind for column, kind, *_ in given[: len(columns)]}
    if head != columns or (name == "population" and len(given) > len(columns)):
        shown = ", ".join(f"{c} {t}" for c, t, *_ in given)
        raise SignalError(f"signal {signal.id}: its {name} gives ({shown}), not ({', '.join(columns)})")


def _without_params(sql: str) -> str:
    for name in sorted(named(sql), key=len, reverse=True):
        sql = sql.replace(f"${name}", "NULL")
    return sql


def _check(con: duckdb.DuckDBPyConnection, signal: Signal) -> None:
    known = {"reasons": list(signal.reasons), "tables": list(contract())}
    for breach, sql in (BREACHES | _blanks(con, signal)).items():
        example = con.execute(f"{sql} LIMIT 1", {p: known[p] for p in named(sql)} or None).fetchone()
        if example is not None:
            raise SignalError(f"signal {signal.id} {breach}, e.g. {example[0]}")


def _blanks(con: duckdb.DuckDBPyConnection, signal: Signal) -> dict[str, str]:
    """For each reason, findings whose sentence would have a hole."""
    facts = set(fact_names(con))
    checks = {}
    for code, reason in sorted(signal.reasons.items()):
        absent = sorted(reason.places - facts)
        holes = " OR ".join(f"{identifier(p)} IS NULL" for p in sorted(reason.places & facts))
        if absent:
            checks[f"has no fact {absent[0]} for its sentence {code}"] = (
                f"SELECT entity_id FROM main.found WHERE reason = {quoted(code)}"
            )
        if holes:
            checks[f"leaves a place of its sentence {code} empty"] = (
                f"SELECT entity_id FROM main.found WHERE reason = {quoted(code)} AND ({holes})"
            )
    return checks


def fact_names(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Names of the facts in the table `found`, sorted."""
    return sorted(c for c, *_ in con.execute("DESCRIBE main.found").fetchall() if c not in FOUND)
