"""The first page: the numbers a leader needs, the ranked lists, and how much the data could tell."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from markupsafe import Markup

from graphrisk.core.engine import quoted
from graphrisk.core.run import Manifest
from graphrisk.core.text import Text
from graphrisk.publish.ranking import SHOWN_TERM
from graphrisk.publish.report.plots import Count, by_area, by_month
from graphrisk.publish.report.tables import rows_of
from graphrisk.publish.words import CHANGES, KINDS, LEVEL_MEANS, LEVELS, NOTES, TERMS

NOWHERE = "未填 not stated"  # the area of what names none
RISEN = 12  # newly red or orange entities named on the page
LISTED = 500  # rows of each list on the page; a browser stays quick, the workbook has all
PLURAL = {"project": "projects", "company": "companies"}
HEADS = (
    (Text("名次", "rank"), True),
    (Text("等级", "level"), False),
    (Text("名称与编号", "name and id"), False),
    (Text("区域", "area"), False),
    (Text("涉及工人", "workers"), True),
    (Text("涉及金额", "money, CNY"), True),
    (Text("最早疑点", "first finding"), True),
    (Text("可判断", "could tell"), True),
    (Text("主要理由", "main reasons"), False),
)


def write_index(con: DuckDBPyConnection, env: Any, out: Path, pages: dict[str, str], previous: Manifest | None) -> None:
    """Write index.html."""
    kinds = [_kind(con, name, pages) for name in KINDS]
    plotted = next((k["name"] for k in kinds if k["n"]), "project")
    page = env.get_template("index.html").render(
        kinds=kinds,
        plots=_plots(con, env, plotted),
        changed=_changed(con),
        risen=_risen(con),
        pages=pages,
        previous=previous,
        heads=[{"words": words, "is_number": is_number} for words, is_number in HEADS],
        answers=rows_of(con, _ANSWERS),
        feeds=rows_of(con, _FEEDS),
        level_means=LEVEL_MEANS,
        notes=NOTES,
    )
    (out / "index.html").write_text(page, "utf-8", newline="\n")


def _kind(con: DuckDBPyConnection, name: str, pages: dict[str, str]) -> dict[str, Any]:
    """Counts by level, sums of red and orange, and the first rows of the list."""
    counts = dict.fromkeys(LEVELS, 0)
    counts |= dict(con.execute(_COUNTS, {"kind": name}).fetchall())
    workers, money = con.execute(_SUMS, {"kind": name}).fetchall()[0]
    titles = _titles(con)
    reasons: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(con, _REASONS, {"kind": name, "listed": LISTED, "shown_term": SHOWN_TERM}):
        reasons[row["node_id"]].append(row | {"title": _title(titles, row["signal"], row["reason"])})
    rows = rows_of(con, _ROWS, {"kind": name, "listed": LISTED})
    grades = {level: len(LEVELS) - n for n, level in enumerate(LEVELS)}
    for row in rows:
        node = row["node_id"]
        row |= {"reasons": reasons[node], "page": pages.get(node), "grade": grades[row["level"]]}
    return {
        "name": name,
        "words": KINDS[name],
        "plural": PLURAL[name],
        "n": sum(counts.values()),
        "counts": counts,
        "workers": workers,
        "money": money,
        "rows": rows,
        "areas": sorted({row["area"] for row in rows if row["area"]}),
    }


def _plots(con: DuckDBPyConnection, env: Any, kind: str) -> list[dict[str, Any]]:
    plots = []
    words, plural = KINDS[kind], PLURAL[kind]
    drawn = (
        (_BY_AREA, by_area, Text(f"各区域{words.zh}", f"{plural} by area")),
        (_BY_MONTH, by_month, Text(f"各月份{words.zh}（按最早疑点）", f"{plural} by month of the first finding")),
    )
    for select, draw, title in drawn:
        counts = [Count(*row) for row in con.execute(select, {"kind": kind}).fetchall()]
        if counts:
            plots.append({"title": title, "svg": Markup(draw(env, counts))})  # noqa: S704 -- by an escaping template
    return plots


def _changed(con: DuckDBPyConnection) -> list[dict[str, Any]]:
    found = dict(con.execute(_CHANGED).fetchall())
    return [{"words": words, "n": found[change]} for change, words in CHANGES.items() if change in found]


def _risen(con: DuckDBPyConnection) -> list[dict[str, Any]]:
    """What is newly red or orange, its new reasons by the titles of their signals, each once."""
    titles = _titles(con)
    rows = rows_of(con, _RISEN, {"listed": RISEN})
    for row in rows:
        signals = dict.fromkeys(term.split(" ")[0] for term in row["new_reasons"].split(", "))
        row["new_reasons"] = [titles.get(s, Text(s, "")) for s in signals]
    return rows


def _titles(con: DuckDBPyConnection) -> dict[str, Text]:
    """What each signal, or term that is no finding, is called."""
    return {s: Text(zh or s, en or "") for s, zh, en in con.execute(_TITLES).fetchall()} | TERMS


def _title(titles: dict[str, Text], signal: str, reason: str) -> Text:
    """A reason in few words: a finding by its signal, another term also by what it is of."""
    own = titles.get(signal, Text(signal, ""))
    if signal not in TERMS:
        return own
    part = titles.get(reason, Text(reason, reason))
    return Text(f"{own.zh}·{part.zh}", f"{own.en}: {part.en}")


_CHANGED = "SELECT change, count(*) AS n FROM changed GROUP BY change"
_FEEDS = "SELECT * FROM feeds ORDER BY is_delivered DESC, agency, name"
_COUNTS = "SELECT level, count(*) AS n FROM ranked WHERE entity_kind = $kind GROUP BY level"
_SUMS = """
SELECT CAST(sum(workers_at_risk) AS BIGINT) AS workers, CAST(sum(amount_at_risk_fen) AS BIGINT) AS money_fen
FROM ranked WHERE entity_kind = $kind AND level IN ('red', 'orange')
"""
_ROWS = """
SELECT p.node_id, line(r.entity_id, 120) AS entity_id, line(r.name, 120) AS name, r.level, r.rank,
       line(coalesce(g.name, r.area_code), 40) AS area, r.workers_at_risk, r.amount_at_risk_fen, r.first_signal_on,
       r.evaluable_share
FROM ranked AS r
JOIN placed AS p ON p.entity_kind = r.entity_kind AND p.entity_id = r.entity_id
LEFT JOIN grid_area AS g ON g.area_code = r.area_code
WHERE r.entity_kind = $kind AND r.rank <= $listed
ORDER BY r.rank
"""
_REASONS = """
WITH term AS (
    SELECT p.node_id, r.signal, r.reason, line(r.sentence_zh, 1000) AS zh, line(r.sentence_en, 1000) AS en,
           row_number() OVER (PARTITION BY p.node_id ORDER BY r.contribution DESC, r.signal, r.reason, r.sentence_zh) AS place
    FROM reasons AS r
    JOIN placed AS p ON p.entity_kind = r.entity_kind AND p.entity_id = r.entity_id
    WHERE r.entity_kind = $kind AND p.rank <= $listed AND r.contribution > $shown_term
          AND r.signal NOT IN ('level_floor', 'level_cap', 'order')
)
SELECT node_id, signal, reason, zh, en FROM term WHERE place <= 2 ORDER BY node_id, place
"""
_THREE = ", ".join(f"count(*) FILTER (WHERE r.level = '{level}') AS {level}" for level in ("red", "orange", "yellow"))
_BY_AREA = f"""
SELECT line(coalesce(g.name, r.area_code, {quoted(NOWHERE)}), 40) AS area, {_THREE}
FROM ranked AS r
LEFT JOIN grid_area AS g ON g.area_code = r.area_code
WHERE r.entity_kind = $kind AND r.level IN ('red', 'orange', 'yellow')
GROUP BY area
ORDER BY red + orange DESC, red DESC, yellow DESC, area
"""
_BY_MONTH = f"""
SELECT substr(CAST(first_signal_on AS STRING), 1, 7) AS month, {_THREE}
FROM ranked AS r
WHERE entity_kind = $kind AND level IN ('red', 'orange', 'yellow') AND first_signal_on IS NOT NULL
GROUP BY month
ORDER BY month
"""
_TITLES = "SELECT signal, max(title_zh) AS title_zh, max(title_en) AS title_en FROM signals GROUP BY signal"
_RISEN = """
SELECT p.node_id, c.entity_kind, line(coalesce(nullif(c.name, ''), c.entity_id), 120) AS name, c.past_level, c.level, c.rank,
       coalesce(c.new_reasons, '') AS new_reasons, count(*) OVER () AS n_risen
FROM changed AS c
JOIN placed AS p ON p.entity_kind = c.entity_kind AND p.entity_id = c.entity_id
WHERE c.change IN ('new', 'up') AND c.level IN ('red', 'orange')
ORDER BY c.grade DESC, c.entity_kind DESC, c.rank
LIMIT $listed
"""
# titles of signals are known where the signals room left its catalogue
_ANSWERS = """
SELECT a.*, s.title_zh, s.title_en
FROM answers AS a
LEFT JOIN (SELECT signal, max(title_zh) AS title_zh, max(title_en) AS title_en FROM signals GROUP BY signal) AS s
    ON s.signal = a.signal
ORDER BY a.signal, a.entity_kind
"""
