"""Record linkage of names without a code: registered companies that are like them, each likeness weighed and explained."""

from typing import Any

import pyarrow as pa

from graphrisk.core.engine import arrow
from graphrisk.resolve.weights import settings, waterfall_sql, weights

# characters, not bytes: DuckDB's own similarities count the three bytes of a Chinese sign
MACROS = {
    "signs": ("a", "list_transform(range(1, length(a) + 1), lambda i: substr(a, i, 1))"),
    "without_one": (
        "a",
        "list_transform(range(1, length(a) + 1), lambda i: i || '|' || substr(a, 1, i - 1) || substr(a, i + 1))",
    ),
    "differ_in_one": (
        "a, b",
        "a <> b AND length(a) = length(b) AND list_has_any(without_one(a), without_one(b))",
    ),
    # the core took in a trade that no longer is a word of one: 大兴 建设 and 大兴建没
    "swallowed": (
        "core_a, trade_a, core_b, trade_b",
        "core_a <> core_b AND (starts_with(core_a, core_b) OR starts_with(core_b, core_a))"
        " AND differ_in_one(core_a || trade_a, core_b || trade_b)",
    ),
    "names_it": ("titles, name", "len(list_filter(titles, lambda t: starts_with(t, name))) > 0"),
}
# which pairs are compared at all: those with a second ground, and for a human's eye those whose core sounds alike or has
# one sign of three wrong, in the same place or trade
BLOCKING: list[dict[str, Any]] = [
    {"blocking_rule": "l.sites = r.sites", "arrays_to_explode": ["sites"]},
    {"blocking_rule": "l.held = r.held", "arrays_to_explode": ["held"]},
    {"blocking_rule": "l.sound = r.sound AND l.place = r.place"},
    {"blocking_rule": "l.sound = r.sound AND l.trade_sound = r.trade_sound"},
    {"blocking_rule": "l.slips = r.slips", "arrays_to_explode": ["slips"]},
]
RECORDS = """
SELECT *,
    CASE WHEN length(core) > 2 THEN list_transform(without_one(core), lambda s: place || '|' || s || '|' || trade) ELSE [] END
        AS slips
FROM {table}
"""


def linked(con: Any, names: pa.Table, known: pa.Table, least: float) -> pa.Table:
    """Pairs of likeness with at least `least` bits: name, company (row numbers), weight, score, ground, weights (JSON).

    Both tables: row, place, core, trade, form, sound, trade_sound, plain, and lists sites, held (parties: on the left
    those that take part in the projects of the name's accounts, and those that hold the same account elsewhere; on the
    right the company's own), titles (of the name's accounts). Sorted by name, weight from high to low, company.
    """
    from splink import DuckDBAPI, Linker

    for name, (arguments, expression) in MACROS.items():
        con.execute(f"CREATE OR REPLACE TEMP MACRO {name}({arguments}) AS ({expression})")
    database = DuckDBAPI(con)
    sides = []
    # Splink calls the first by alphabet left
    for side, table in (("linkage_name", names), ("linkage_registered", known)):
        con.register(f"{side}_given", table)
        con.execute(f"CREATE OR REPLACE TEMP TABLE {side} AS {RECORDS.format(table=side + '_given')}")
        sides.append(database.register(side, table_name=f"{side}s"))
    linker = Linker(sides, settings(weights(), BLOCKING), log_level=None)
    scored = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    pairs = arrow(con, PAIRS.format(weights=waterfall_sql(weights()), scored=scored.physical_name), step="resolve pairs")
    linker.table_management.delete_tables_created_by_splink_from_db()
    for side in ("linkage_name", "linkage_registered"):
        con.execute(f"DROP TABLE {side}")
        con.unregister(f"{side}_given")
    return pairs


PAIRS = """
SELECT
    row_l AS name, row_r AS company, round(match_weight, 4) AS weight,
    least(round(match_probability, 4), 0.9999e0) AS score, gamma_ground > 0 AS is_grounded, {weights} AS weights
FROM {scored}
ORDER BY name, weight DESC, company
"""
