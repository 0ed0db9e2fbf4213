"""Record linkage of names without a code: registered companies that are like them, each likeness weighed and explained."""

from typing import Any

import pyarrow as pa

from graphrisk.core.engine import arrow
from graphrisk.resolve.weights import settings, waterfall_sql, weights

# characters, not bytes: DuckDB's own similarities count the three bytes of a Chinese sign
MACROS = {
    "without_one": (
        "a",
        # of the first 40 signs: no name is longer, and a cell of ten thousand would cost their square
        "list_transform(range(1, least(length(a), 40) + 1), lambda i: i || '|' || substr(a, 1, i - 1) || substr(a, i + 1))",
    ),
    "differ_in_one": (
        "a, b",
        "a <> b AND length(a) = length(b) AND list_has_any(without_one(a), without_one(b))",
    ),
    # the core took in a trade that no longer is a word of one: 大兴 建设 and 大兴建没
    "swallowed": (
        "core_a, trade_a, core_b, trade_b",
        """core_a <> core_b AND (starts_with(core_a, core_b) OR starts_with(core_b, core_a))
        AND differ_in_one(core_a || trade_a, core_b || trade_b)""",
    ),
}
# which pairs are compared at all: those with a second ground, and for a human's eye those whose core sounds alike, with the
# same trade and no other place or the same place and less of a trade, or that have one sign wrong, not in a core of two
_PLACES = "(starts_with(l.place, r.place) OR starts_with(r.place, l.place))"  # an empty one begins every other
BLOCKING: list[dict[str, Any]] = [
    {"blocking_rule": "l.held = r.held", "arrays_to_explode": ["held"]},
    {"blocking_rule": "l.sites = r.sites", "arrays_to_explode": ["sites"]},
    {"blocking_rule": f"l.sound = r.sound AND l.trade_sound = r.trade_sound AND {_PLACES}"},
    {"blocking_rule": "l.sound = r.sound AND l.place = r.place AND starts_with(r.trade, l.trade)"},
    {"blocking_rule": "l.slips = r.slips", "arrays_to_explode": ["slips"]},
]
RECORDS = """
SELECT *,
    list_transform(
        list_slice(without_one(core || trade), CASE WHEN length(core) > 2 THEN 1 ELSE 3 END, 99), lambda s: place || s
    ) AS slips
FROM {table}
"""


def linked(con: Any, names: pa.Table, known: pa.Table, least: float, most: int) -> pa.Table:
    """Pairs of likeness: name, company (row numbers), weight, score, is_grounded, weights (JSON).

    Those of at least `least` bits: of each name all that have a second ground, of the others the `most` closest.

    Both tables: row, place, core, trade, form, sound, trade_sound, and lists of parties: `sites` that take part in the
    projects of the name's accounts, `held` that hold the same account elsewhere; a company's own on the right. Sorted
    by name, weight from high to low, company.
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
    linker: Any = Linker(sides, settings(weights(), BLOCKING), log_level=None)
    scored = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    select = PAIRS.format(weights=waterfall_sql(weights()), scored=scored.physical_name, most=most)
    pairs = arrow(con, select, step="resolve pairs")
    linker.table_management.delete_tables_created_by_splink_from_db()
    for side in ("linkage_name", "linkage_registered"):
        con.execute(f"DROP TABLE {side}")
        con.unregister(f"{side}_given")
    return pairs


# the number of the first blocking rule that brought a pair together tells its second ground
PAIRS = """
WITH told AS (
    SELECT *, CASE match_key WHEN '0' THEN 'account' WHEN '1' THEN 'site' ELSE 'none' END AS ground FROM {scored}
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY row_l ORDER BY match_weight DESC, row_r) AS place FROM told
)
SELECT
    row_l AS name, row_r AS company, round(match_weight, 4) AS weight,
    least(round(match_probability, 4), 0.9999e0) AS score, ground <> 'none' AS is_grounded,
    '{{' || {weights} || ',"ground":"' || ground || '"}}' AS weights
FROM placed
WHERE place <= {most} OR ground <> 'none'
ORDER BY name, weight DESC, company
"""
