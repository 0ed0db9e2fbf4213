"""A page for every red and orange entity: what needs checking, why, on what evidence, and what would clear it."""

from collections import defaultdict
from pathlib import Path
from re import sub
from typing import Any

from duckdb import DuckDBPyConnection
from markupsafe import Markup

from graphrisk.core.engine import keep
from graphrisk.core.ids import stable_id
from graphrisk.core.text import Text
from graphrisk.publish.report.evidence import evidence
from graphrisk.publish.report.facts import facts
from graphrisk.publish.report.neighbourhood import Cross, Near, neighbourhoods
from graphrisk.publish.report.picture import picture
from graphrisk.publish.report.tables import rows_of

Pages = dict[str, str]  # node id -> file of its page, relative to the report


def tell(con: DuckDBPyConnection) -> Pages:
    """Keep tables `placed` (every ranked entity as a node) and `told` (those with a page); the pages' names."""
    keep(con, "placed", _PLACED)
    keep(con, "told", _TOLD)
    found = con.execute(_PAGES).fetchall()
    return {node: f"cases/{kind}-{stable_id(kind, key)}.html" for node, kind, key in found}


def write_cases(con: DuckDBPyConnection, env: Any, out: Path, pages: Pages) -> None:
    """All pages; everything they show is fetched in a dozen queries for all of them together."""
    template = env.get_template("case.html")
    terms, known = _terms(con), facts(con)
    nodes, crosses, workers = neighbourhoods(con)
    near, cross, asked = _by_centre(nodes), _by_centre(crosses), _asked(con)
    beside = {node: page.removeprefix("cases/") for node, page in pages.items()}
    for case in rows_of(con, _CASES):
        node = case["node_id"]
        centre = Near(
            node, node, 0, "", "", True, node.split(":", 1)[0], case["name"] or "", case["level"], case["entity_id"]
        )
        drawn = ""
        if near[node] or workers.get(node):
            drawn = picture(env, centre, near[node], cross[node], workers.get(node, 0), beside)
        own = terms[node]
        whole = case | {
            "terms": own,
            "total": sum(t["contribution"] for t in own),
            "facts": known.get(node, []),
            "asked": asked[node],
        }
        page = template.render(case=whole | {"picture": Markup(drawn)})  # noqa: S704 -- drawn by an escaping template
        (out / pages[node]).write_text(page, "utf-8", newline="\n")


def _terms(con: DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    keep(con, "told_term", _TERMS)
    proofs = evidence(con)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for term in rows_of(con, _TOLD_TERMS):
        texts = {name: _two(term[name]) for name in ("law", "innocent_when", "clears_when")}
        found[term["node_id"]].append(term | texts | {"evidence": proofs.get(term["term_no"], [])})
    return found


def _asked(con: DuckDBPyConnection) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Node id -> answer -> signals that answered so."""
    answers: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(con, _ASKED):
        answers[row["node_id"]][row["answer"]].append(row)
    return answers


def _two(text: str | None) -> Text | None:
    """The two languages of a text that holds both; each provision of law on a line of its own."""
    if not text:
        return None
    zh, _, en = text.partition(" / ")
    return Text(sub("[;；](?=《)", "；\n", zh), en)


def _by_centre(found: list[Near] | list[Cross]) -> dict[str, Any]:
    groups: dict[str, Any] = defaultdict(list)
    for each in found:
        groups[each.centre].append(each)
    return groups


_PLACED = """
SELECT CASE entity_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || entity_id AS node_id,
       entity_kind, entity_id, level, score, rank
FROM ranked
"""

_TOLD = "SELECT * FROM placed WHERE level IN ('red', 'orange') ORDER BY entity_kind DESC, rank"
_PAGES = "SELECT node_id, entity_kind, entity_id FROM told"

_CASES = """
SELECT t.node_id, r.entity_kind, line(r.entity_id, 200) AS entity_id, line(r.name, 200) AS name, r.level,
       r.rank, (SELECT count(*) FROM ranked AS k WHERE k.entity_kind = r.entity_kind) AS n_ranked, r.score, r.evaluable_share, r.workers_at_risk, r.amount_at_risk_fen, r.first_signal_on
FROM told AS t
JOIN ranked AS r ON r.entity_kind = t.entity_kind AND r.entity_id = t.entity_id
ORDER BY t.node_id
"""

_ASKED = """
SELECT t.node_id, a.answer, a.signal, max(s.title_zh) AS title_zh, max(s.title_en) AS title_en
FROM told AS t
JOIN asked AS a ON a.entity_kind = t.entity_kind AND a.entity_id = t.entity_id
LEFT JOIN signals AS s ON s.signal = a.signal
WHERE a.answer <> 'found'
GROUP BY t.node_id, a.answer, a.signal
ORDER BY t.node_id, a.signal
"""

# a term that only orders equals is in the total, not on the page
_TERMS = """
SELECT row_number() OVER (
           ORDER BY t.node_id, r.contribution DESC, r.signal, r.reason, r.sentence_zh
       ) AS term_no,
       t.node_id, r.signal, r.reason, r.contribution, line(r.sentence_zh, 1000) AS sentence_zh,
       line(r.sentence_en, 1000) AS sentence_en, left(r.law, 2000) AS law,
       left(r.innocent_when, 2000) AS innocent_when, left(r.clears_when, 2000) AS clears_when, r.evidence,
       abs(r.contribution) >= 0.00005 AS is_shown,
       CASE WHEN r.signal IN ('level_floor', 'level_cap', 'order') THEN 'rule' WHEN r.signal = 'measure' THEN 'measure'
            ELSE 'finding' END AS part,
       s.title_zh, s.title_en,
       round(100 * abs(r.contribution)
             / max(greatest(abs(r.contribution), 1e-9)) OVER (PARTITION BY t.node_id), 1) AS width
FROM told AS t
JOIN reasons AS r ON r.entity_kind = t.entity_kind AND r.entity_id = t.entity_id
LEFT JOIN (SELECT signal, max(title_zh) AS title_zh, max(title_en) AS title_en FROM signals GROUP BY signal) AS s
    ON s.signal = r.signal
"""

_TOLD_TERMS = """
SELECT term_no, node_id, signal, reason, contribution, sentence_zh, sentence_en, law, innocent_when, clears_when,
       is_shown, part, title_zh, title_en, width
FROM told_term
ORDER BY term_no
"""
