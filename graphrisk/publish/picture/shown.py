"""What a picture shows of a graph: its nodes and edges in words, workers only by their number."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graphrisk.core.contract import Field, contract
from graphrisk.core.graph import EDGE_KINDS
from graphrisk.core.text import Text
from graphrisk.publish.enum_words import meaning
from graphrisk.publish.report.picture import EDGES, FEWEST, KEYED
from graphrisk.publish.report.picture import KINDS as NODES
from graphrisk.publish.words import COLUMN_WORDS, LEVELS

if TYPE_CHECKING:
    import networkx as nx

# told apart also by who cannot tell red from green, and in grey: a test simulates it
LEVEL_COLOURS = {"red": "#b3261e", "orange": "#e07b1a", "yellow": "#f4dc6a", "blue": "#2b6195", "green": "#7fc8a9"}
SHAPES = {
    "Project": "rectangle",
    "Company": "ellipse",
    "Account": "diamond",
    "Person": "triangle",
    "Team": "hexagon",
    "Worker": "pentagon",
    "Case": "star",
    "Area": "octagon",
    "Address": "vee",
    "Phone": "round-rectangle",
    "Agent": "rhomboid",
}
PLAIN = {"Project": "#8fa3b8", "Company": "#8fa3b8"}  # of no level
WORKERS = "Worker:*"
# the table whose columns a node's attributes are
TABLES = {
    "Project": "project",
    "Company": "company",
    "Account": "special_account",
    "Team": "team",
    "Case": "clue",
    "Area": "grid_area",
    "Worker": "worker",
}
NO_FACTS = ("kind", "key", "name", "measures", "level")
UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]")
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LONGEST = 400  # signs of one value


def shown(graph: "nx.MultiDiGraph") -> dict[str, Any]:
    """Title, centre, legend, nodes and edges, as the page's script reads them."""
    centre = graph.graph.get("entity")
    workers = {n for n, kind in graph.nodes(data="kind") if kind == "Worker" and n != centre}
    nodes = [_node(n, graph.nodes[n]) for n in sorted(graph) if n not in workers]
    ties = sorted(graph.edges(keys=True))  # in one order, however the graph was put together
    edges = [_edge(s, t, kind, graph.edges[s, t, kind]) for s, t, kind in ties if not {s, t} & workers]
    if workers:
        ends = sorted({(t, kind) for s, t, kind in graph.out_edges(workers, keys=True) if t not in workers})
        nodes.append(_counted(len(workers), min(graph.nodes[n].get("hops", 1) for n in workers)))
        edges += [_edge(WORKERS, t, kind, {}) for t, kind in ends]
    name = next((n["name"] for n in nodes if n["id"] == centre), "关联情况 neighbourhood")
    for number, edge in enumerate(edges):
        edge["id"] = f"e{number}"
    return {
        "title": name,
        "centre": centre,
        "n_left_out": graph.graph.get("n_left_out", 0),
        "legend": _legend(nodes),
        "nodes": nodes,
        "edges": edges,
    }


def visible(value: Any) -> str:
    """One line of text without marks that nobody sees or that turn the reading direction, as `visible` of the engine."""
    line = BREAKS.sub(" ", UNSEEN.sub("", str(value))).strip()
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


def _node(node_id: str, told: dict[str, Any]) -> dict[str, Any]:
    kind, level = str(told.get("kind", "")), told.get("level")
    words = NODES[kind][0] if kind in NODES else Text(kind, kind)
    key = visible(told.get("key", node_id))
    name = visible(told.get("name") or key)
    if kind in (*KEYED, "Worker") or (kind == "Account" and name == key):
        name = f"{words.zh} {key[:6]}…"
    graded = LEVEL_COLOURS.get(str(level))
    colour = graded or PLAIN.get(kind) or (NODES[kind][2] if kind in NODES else "#8b96a1")
    facts = [(("编号", "key"), key)]
    facts += [(_words(n, kind), _said(n, v, kind)) for n, v in told.items() if n not in NO_FACTS]
    facts += [((n, "measure"), _said(n, v)) for n, v in sorted(told.get("measures", {}).items())]
    if graded:
        facts.insert(1, (_words("level"), f"{LEVELS[str(level)].zh} {level}"))
    return {
        "id": node_id,
        "kind": kind,
        "words": words,
        "name": name,
        "level": level if graded else None,
        "colour": colour,
        "shape": SHAPES.get(kind, "ellipse"),
        "hops": told.get("hops", 0),
        "facts": [(w, v) for w, v in facts if v],
    }


def _counted(n: int, hops: int) -> dict[str, Any]:
    said = f"工人 {n:,} 人" if n >= FEWEST else f"工人少于 {FEWEST} 人"
    told = {"kind": "Worker", "hops": hops}
    return _node(WORKERS, told) | {"name": said, "facts": [(("说明", "note"), "工人只计人数 / workers are counted")]}


def _edge(source: str, target: str, kind: str, told: dict[str, Any]) -> dict[str, Any]:
    words = EDGES.get(kind, Text(kind, kind.lower().replace("_", " ")))
    facts = [(_words(n), _said(n, v)) for n, v in told.items() if n not in ("kind", "evidence")]
    return {
        "source": source,
        "target": target,
        "kind": kind if kind in EDGE_KINDS else visible(kind),
        "words": words,
        "facts": [(w, v) for w, v in facts if v],
        "evidence": _rows(told.get("evidence") or ()),
    }


def _rows(evidence: Iterable[Any]) -> list[tuple[str, str, str]]:
    tables = contract()
    return [
        (
            f"{tables[row['table']].title} {row['table']}" if row["table"] in tables else visible(row["table"]),
            visible(row["key"]),
            visible(row.get("received_on") or ""),
        )
        for row in evidence
    ]


WORDS = {
    "hops": Text("步数", "steps away"),
    "weight": Text("权重", "weight"),
    "since": Text("起", "since"),
    "until": Text("止", "until"),
    "level": Text("等级", "level"),
}


@lru_cache(maxsize=1000)
def _words(name: str, kind: str = "") -> tuple[str, str]:
    """A column in words: of the lists, else of the contract's table of that kind, else its own name."""
    found = WORDS.get(name) or COLUMN_WORDS.get(name)
    if found:
        return found.zh, found.en
    field = _field(name, kind)
    return field.title if field else "", name.removesuffix("_fen").replace("_", " ")


@lru_cache(maxsize=1000)
def _field(name: str, kind: str) -> Field | None:
    fields = contract()[TABLES[kind]].fields if kind in TABLES else ()
    plain = name.removesuffix("_fen")
    names = (plain, f"{plain}_yuan", f"{plain}_uscc", plain.removeprefix(f"{kind.lower()}_"))
    return next((f for f in fields if f.name in names), None)


def _said(name: str, value: Any, kind: str = "") -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if name.endswith("_fen"):
        return f"{int(value) / 100:,.2f} 元 yuan"
    if isinstance(value, float):
        return f"{value:.6g}"
    field = _field(name, kind)
    if field and field.enum:
        return f"{meaning(contract()[TABLES[kind]], field, value)} {visible(value)}".strip()
    return value.isoformat() if isinstance(value, date) else visible(value)


def _legend(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One mark a kind and one a level, of those that are drawn."""
    kinds = {n["kind"] for n in nodes}
    levels = {n["level"] for n in nodes}
    marks = [
        {"shape": SHAPES[kind], "colour": PLAIN.get(kind, NODES[kind][2]), "words": NODES[kind][0], "kind": kind}
        for kind in SHAPES
        if kind in kinds
    ]
    return marks + [
        {"shape": "level", "colour": colour, "words": LEVELS[level], "level": level}
        for level, colour in LEVEL_COLOURS.items()
        if level in levels
    ]
