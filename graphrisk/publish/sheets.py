"""The sheets of ranking.xlsx: what each shows, as columns and a SELECT of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphrisk.core.engine import identifier
from graphrisk.publish.cells import cell_sql
from graphrisk.publish.quality import CHECKS
from graphrisk.publish.ranking import COLUMNS


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns, and a SELECT of them in the order shown."""

    name: str
    columns: tuple[str, ...]
    select: str


def _select(columns: Sequence[str], texts: set[str], source: str) -> str:
    return (
        f"SELECT {', '.join(cell_sql(identifier(c)) if c in texts else identifier(c) for c in columns)} FROM {source}"
    )


_TEXTS = {"entity_id", "name", "area_code", "reason_1", "reason_2", "reason_3", "new_reasons", "gone_reasons", "detail"}
_TEXTS |= {"table", "sentence_zh", "sentence_en", "law", "innocent_when", "clears_when"}
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
_TERMS = """(
    SELECT r.*, k.name, k.level, k.rank
    FROM (SELECT * REPLACE ((
              SELECT string_agg(t || ' × ' || n, ', ' ORDER BY t)
              FROM (SELECT e."table" AS t, count(*) AS n FROM (SELECT unnest(evidence) AS e) GROUP BY t)
          ) AS evidence) FROM reasons) AS r
    JOIN ranked AS k ON k.entity_kind = r.entity_kind AND k.entity_id = r.entity_id
    WHERE k.level IN ('red', 'orange')
) AS t ORDER BY t.entity_kind DESC, t.rank, t.contribution DESC, t.signal, t.reason, t.sentence_zh"""
_CHANGED = "changed AS c ORDER BY c.grade DESC, c.entity_kind DESC, coalesce(c.rank, c.past_rank), c.entity_id"

SHEETS = (
    Sheet("ranking 排名", COLUMNS, _select(COLUMNS, _TEXTS, "ranked ORDER BY entity_kind DESC, rank")),
    Sheet("changes 变化", _CHANGE, _select(_CHANGE, _TEXTS, _CHANGED)),
    Sheet("reasons 理由", _REASON, _select(_REASON, _TEXTS, _TERMS)),
    Sheet(
        "data quality 数据质量",
        _FEED,
        f"SELECT agency, name, title, CASE WHEN is_delivered THEN '是 yes' ELSE '否 no' END, {', '.join(CHECKS)}, "
        "last_received_on, age_days FROM feeds ORDER BY is_delivered DESC, agency, name",
    ),
    Sheet(
        "checks 检查明细", _CHECK, _select(_CHECK, _TEXTS, 'quality WHERE n_rows > 0 ORDER BY "table", "check", detail')
    ),
    Sheet("coverage 信号覆盖", _ANSWER, _select(_ANSWER, set(), "answers")),
)
