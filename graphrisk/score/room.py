"""The room: from findings, measures and the scorecards to scores, terms and what an auditor asks of them."""

from importlib.resources import files
from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.core.engine import identifier, keep, quoted, show_parquet, show_tables, write
from graphrisk.core.run import RunFolder
from graphrisk.score.referee import referee
from graphrisk.score.scorecard import tables

# Each kind of term: the tables that it is read from, and the columns of the second that are its facts.
TERMS = {
    "finding_term": ("finding_term", ("severity", "weight", "confidence", "strength", "is_capped")),
    "measure_term": ("added_term", ("value", "place", "n_measured")),
    "exposure_term": (
        "added_term",
        ("party_id", "project_id", "member_id", "partner_score", "share_ratio", "n_others", "n_troubled"),
    ),
    "projects_term": (
        "projects_term",
        ("n_projects", "n_red", "n_orange", "project_id", "project_score", "level"),
    ),
    "level_term": ("level_term", ("sum_score",)),
}
ORDER_FACTS = ("rank", "workers", "money_fen")
# Without findings confidence is the mean depth of what could be told, with findings the mean of theirs by hazard;
# in both cases times the share that could be told. Sums are of integers, so threads cannot change them.
SCORES = """
WITH sure AS (
    SELECT
        entity_kind, entity_id,
        CAST(sum(CAST(round(confidence * 1e4) AS BIGINT) * micro) AS DOUBLE) / nullif(CAST(sum(micro) AS BIGINT), 0) / 1e4 AS mean
    FROM finding
    GROUP BY entity_kind, entity_id
)
SELECT
    o.entity_kind, o.entity_id, -(exp(-(o.micro / 1e6 + o.order_term)) - 1) AS score, o.level, CAST(o.rank AS BIGINT) AS rank,
    round(coalesce(s.n_evaluable / nullif(s.n_asked, 0), 0)
    * coalesce(u.mean, s.depth_sum / 1e4 / nullif(s.n_evaluable, 0), 0), 6) AS confidence,
    coalesce(s.n_evaluable / nullif(s.n_asked, 0), 0) AS evaluable_share,
    o.workers AS workers_at_risk, o.money_fen AS amount_at_risk_fen, t.first_signal_on
FROM ordered AS o
INNER JOIN standing AS s ON s.entity_kind = o.entity_kind AND s.entity_id = o.entity_id
LEFT JOIN sure AS u ON u.entity_kind = o.entity_kind AND u.entity_id = o.entity_id
LEFT JOIN first_signal AS t ON t.entity_kind = o.entity_kind AND t.entity_id = o.entity_id
ORDER BY o.entity_kind, o.rank
"""
# columns of shared tables of the signals room that heads and money are read from
TEAM_MONTH = """
SELECT
    CAST(NULL AS STRING) AS project_id, CAST(NULL AS STRING) AS team_id, CAST(NULL AS STRING) AS month,
    CAST(NULL AS BIGINT) AS n_attending, CAST(NULL AS BIGINT) AS n_paid, CAST(NULL AS BIGINT) AS n_counted_unpaid,
    CAST(NULL AS BIGINT) AS due_fen, CAST(NULL AS BIGINT) AS paid_fen, CAST(NULL AS BIGINT) AS unpaid_due_fen,
    CAST(NULL AS DATE) AS due_on
WHERE false
"""


def score(run: RunFolder, out: Path, con: duckdb.DuckDBPyConnection) -> None:
    """Write scores.parquet, terms.parquet and referee.json.

    Stated quantity: hazard h = -ln(1 - score), the sum of an entity's terms. Terms are whole millionths, except the one
    that orders equals and stays below one millionth, so that the sum is exact and no two scores of a kind are equal.
    """
    _show(run, con)
    params = {"as_of": run.manifest.as_of}
    for step in sorted((files("graphrisk.score") / "steps").iterdir(), key=lambda f: f.name):
        if step.name.endswith(".sql"):
            keep(con, step.name[3:].removesuffix(".sql"), step.read_text("utf-8"), params)
    write(con, _terms(), out / "terms.parquet", step="score: terms")
    write(con, SCORES, out / "scores.parquet", step="score: scores")
    (out / "referee.json").write_text(referee(con, out), "utf-8")


def _terms() -> str:
    """All terms, each kind's facts packed as JSON; the capped part of a term may stand in another table than its facts."""
    kinds = [
        f"SELECT t.entity_kind, t.entity_id, t.signal, t.reason, t.family, t.micro / 1e6 AS contribution, {_json('f', facts)} AS facts "
        f"FROM {capped} AS t INNER JOIN {named} AS f USING (entity_kind, entity_id, signal, reason)"
        for named, (capped, facts) in TERMS.items()
    ]
    order = f"SELECT entity_kind, entity_id, 'order', 'strict', 'order', order_term, {_json('o', ORDER_FACTS)} FROM ordered AS o"
    return " UNION ALL ".join([*kinds, order]) + " ORDER BY entity_kind, entity_id, signal, reason"


def _json(table: str, names: tuple[str, ...]) -> str:
    return "CAST(json_object(" + ", ".join(f"{quoted(n)}, {table}.{n}" for n in names) + ") AS VARCHAR)"


def _show(run: RunFolder, con: duckdb.DuckDBPyConnection) -> None:
    delivered = show_tables(con, run.path / "tables")
    for name in ("parties", "links", "findings", "asked", "coverage", "measures", "edges"):
        show_parquet(con, name, run.file(f"{name}.parquet"))
    show_parquet(con, "catalogue", run.file("signals.parquet"))
    team_month = run.file("shared") / "team_month.parquet"
    if team_month.is_file():
        show_parquet(con, "team_month", team_month)
    else:
        con.execute(f"CREATE OR REPLACE VIEW team_month AS {TEAM_MONTH}")
    control = run.file("paths") / "control.parquet"
    if control.is_file():
        show_parquet(con, "control", control)
    else:  # a graph made by an earlier version
        con.execute(
            "CREATE OR REPLACE VIEW control AS SELECT '' AS cluster_id, '' AS party_id, 0e0 AS strength WHERE false"
        )
    for name, table in tables().items():
        con.register(name, table)
    _feed_age(run, con, delivered)


def _feed_age(run: RunFolder, con: duckdb.DuckDBPyConnection, delivered: frozenset[str]) -> None:
    """How many days ago each delivered table was last heard of."""
    dated = sorted(t for t in delivered if "received_on" in contract()[t].columns)
    last = [f"SELECT '{t}' AS source, max(received_on) AS last_on FROM {identifier(t)}" for t in dated]
    asked = " UNION ALL ".join(last) or "SELECT '' AS source, CAST(NULL AS DATE) AS last_on WHERE false"
    keep(
        con,
        "feed_age",
        f"SELECT source, days_between(last_on, $as_of) AS age_days FROM ({asked})",
        {"as_of": run.manifest.as_of},
    )
