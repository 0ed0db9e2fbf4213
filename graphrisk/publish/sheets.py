"""The sheets of ranking.xlsx: what each shows, as columns and a SELECT of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphrisk.publish.quality import CHECKS
from graphrisk.publish.ranking import COLUMNS, SHOWN


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns, and a SELECT of them in the order shown."""

    name: str
    columns: tuple[str, ...]
    select: str


def _select(columns: Sequence[str], source: str) -> str:
    """Columns of a source that goes by the name t."""
    return f"SELECT {', '.join(f'cell(t.{c}) AS {c}' if c in _TEXTS else f't.{c}' for c in columns)} {source}"


_TEXTS = {"entity_id", "name", "new_reasons", "gone_reasons", "detail", "table"}
_CHANGE = (
    *("entity_kind", "entity_id", "name", "change", "past_level", "level", "past_rank", "rank", "ranks_up"),
    *("past_score", "score", "new_reasons", "gone_reasons"),
)
_REASON = (
    *("entity_kind", "entity_id", "name", "level", "rank", "signal", "reason", "contribution", "sentence_zh"),
    *("sentence_en", "law", "innocent_when", "clears_when", "evidence"),
)
_FEED = ("agency", "table", "title", "is_delivered", *CHECKS, "last_received_on", "age_days")
_CHECK = ("table", "check", "n_rows", "detail")
_ANSWER = ("signal", "entity_kind", "n_population", "n_evaluable", "n_could_not_tell", "n_found", "evaluable_share")

# every term of every red and orange entity; persons are in no cell: evidence is counted by table
_TERMS = """
WITH term AS (
    SELECT r.*, k.name, k.level, k.rank, row_number() OVER (
               ORDER BY r.entity_kind DESC, k.rank, r.contribution DESC, r.signal, r.reason, r.sentence_zh
           ) AS term_no
    FROM reasons AS r
    JOIN ranked AS k ON k.entity_kind = r.entity_kind AND k.entity_id = r.entity_id
    WHERE k.level IN ('red', 'orange')
),
proof AS (
    SELECT term_no, each_of(evidence) AS e FROM term
),
counted AS (
    SELECT term_no, e.table AS source, count(*) AS n FROM proof GROUP BY term_no, e.table
),
said AS (
    SELECT term_no, joined(source || ' × ' || CAST(n AS STRING), source, ', ') AS evidence FROM counted GROUP BY term_no
)
SELECT t.entity_kind, cell(t.entity_id) AS entity_id, cell(t.name) AS name, t.level, t.rank, t.signal, t.reason,
       t.contribution, cell(t.sentence_zh) AS sentence_zh, cell(t.sentence_en) AS sentence_en, cell(t.law) AS law,
       cell(t.innocent_when) AS innocent_when, cell(t.clears_when) AS clears_when, s.evidence
FROM term AS t
LEFT JOIN said AS s ON s.term_no = t.term_no
ORDER BY t.term_no
"""
_CHANGED = "FROM changed AS t ORDER BY t.grade DESC, t.entity_kind DESC, coalesce(t.rank, t.past_rank), t.entity_id"
_FEEDS = f"""
SELECT t.agency, t.name AS table, t.title, CASE WHEN t.is_delivered THEN '是 yes' ELSE '否 no' END AS is_delivered,
       {", ".join(f"t.{name}" for name in CHECKS)}, t.last_received_on, t.age_days
FROM feeds AS t
ORDER BY t.is_delivered DESC, t.agency, t.name
"""
_FAULTS = "FROM quality AS t WHERE t.n_rows > 0 ORDER BY t.table, t.check, t.detail"

SHEETS = (
    Sheet("ranking 排名", COLUMNS, SHOWN),
    Sheet("changes 变化", _CHANGE, _select(_CHANGE, _CHANGED)),
    Sheet("reasons 理由", _REASON, _TERMS),
    Sheet("data quality 数据质量", _FEED, _FEEDS),
    Sheet("checks 检查明细", _CHECK, _select(_CHECK, _FAULTS)),
    Sheet("coverage 信号覆盖", _ANSWER, _select(_ANSWER, "FROM answers AS t ORDER BY t.signal, t.entity_kind")),
)
