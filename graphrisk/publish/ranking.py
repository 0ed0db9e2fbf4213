"""The ranked list: one row an entity, in the columns that others rely on."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from graphrisk.core.engine import keep, quoted

COLUMNS = (
    "entity_kind",
    "entity_id",
    "name",
    "area_code",
    "score",
    "level",
    "rank",
    "workers_at_risk",
    "amount_at_risk_yuan",
    "first_signal_on",
    "evaluable_share",
    "reason_1",
    "reason_2",
    "reason_3",
)
SHOWN_TERM = 1e-6  # what only orders equals is no reason (decision 3)
SHOWN = """
SELECT entity_kind, cell(entity_id) AS entity_id, cell(name) AS name, cell(area_code) AS area_code, score, level, rank,
       workers_at_risk, amount_at_risk_yuan, first_signal_on, evaluable_share, cell(reason_1) AS reason_1,
       cell(reason_2) AS reason_2, cell(reason_3) AS reason_3
FROM ranked
ORDER BY entity_kind DESC, rank
"""
BOM = b"\xef\xbb\xbf"  # Excel takes a CSV without it for the local code page


def ranking(con: DuckDBPyConnection) -> None:
    """Keep table `ranked`: every scored entity with name, area and its three strongest reasons, texts untouched."""
    keep(con, "ranked", _RANKED, {"shown_term": SHOWN_TERM})


def write_csv(con: DuckDBPyConnection, file: Path) -> None:
    """UTF-8 with BOM, comma, line feed; texts as one line each and never a formula (`cell` of the engine)."""
    beside = file.with_name(".ranking.csv")
    con.execute(f"COPY ({SHOWN}) TO {quoted(beside)} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"')")
    file.write_bytes(BOM + beside.read_bytes())
    beside.unlink()


_RANKED = """
WITH named AS (
    SELECT 'project' AS entity_kind, project_id AS entity_id, name, area_code FROM project
    UNION ALL
    SELECT 'company', p.party_id, p.name, c.area_code
    FROM parties AS p LEFT JOIN company AS c ON c.uscc = p.party_id
    WHERE p.kind = 'company'
),
told AS (
    SELECT entity_kind, entity_id, signal || ' ' || reason || ': ' || sentence_zh || ' / ' || sentence_en AS told,
           row_number() OVER (PARTITION BY entity_kind, entity_id ORDER BY contribution DESC, signal, reason, sentence_zh)
               AS place
    FROM reasons
    WHERE contribution > $shown_term AND signal NOT IN ('level_floor', 'level_cap', 'order')
),
strongest AS (
    SELECT entity_kind, entity_id,
           max(told) FILTER (WHERE place = 1) AS reason_1,
           max(told) FILTER (WHERE place = 2) AS reason_2,
           max(told) FILTER (WHERE place = 3) AS reason_3
    FROM told WHERE place <= 3
    GROUP BY entity_kind, entity_id
)
SELECT s.entity_kind, s.entity_id, n.name, n.area_code, s.score, s.level, s.rank, s.workers_at_risk,
       CAST(s.amount_at_risk_fen * 0.01 AS DECIMAL(20, 2)) AS amount_at_risk_yuan, s.first_signal_on,
       s.evaluable_share, l.reason_1, l.reason_2, l.reason_3, s.confidence, s.amount_at_risk_fen
FROM scores AS s
LEFT JOIN named AS n ON n.entity_kind = s.entity_kind AND n.entity_id = s.entity_id
LEFT JOIN strongest AS l ON l.entity_kind = s.entity_kind AND l.entity_id = s.entity_id
ORDER BY s.entity_kind DESC, s.rank
"""
