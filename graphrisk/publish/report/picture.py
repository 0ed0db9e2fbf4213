"""The picture of a neighbourhood: a tidy tree from left to right, drawn as SVG; the same nodes give the same picture."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

from graphrisk.core.text import Text
from graphrisk.publish.report.lettering import fitted, width
from graphrisk.publish.report.neighbourhood import Cross, Near

COLUMNS = (20, 372, 716)  # x of the entity, its neighbours, their neighbours
WIDTH, ROW, TOP, LABEL = 960, 29, 22, 203
FEWEST = 3  # a smaller number of workers is not told
RINGS = {"red": "#b3261e", "orange": "#dd8a33"}


def _shape(corners: int, size: float = 8.0, turn: float = 0.0) -> str:
    points = (turn - pi / 2 + 2 * pi * k / corners for k in range(corners))
    return "M" + " ".join(f"{size * cos(a):.1f} {size * sin(a):.1f}" for a in points) + "z"


# kind -> word, shape, colour; colours keep away from those of the levels
KINDS = {
    "Project": (Text("项目", "project"), "M-7 -7H7V7H-7z", "#1f3a5f"),
    "Company": (Text("企业", "company"), "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z", "#4a7ba6"),
    "Account": (Text("账户", "account"), _shape(4, 9), "#3f8f88"),
    "Person": (Text("人员", "person"), _shape(3, 9), "#8a6fa8"),
    "Team": (Text("班组", "team"), _shape(6), "#75873f"),
    "Worker": (Text("工人（只计人数）", "workers, counted"), _shape(5), "#a7b27c"),
    "Case": (Text("线索/案件", "clue or case"), _shape(4, 9, pi / 4) + "M-3 0H3", "#7a5a4e"),
    "Area": (Text("区域", "area"), _shape(8, 7), "#a3adb8"),
    "Address": (Text("地址", "address"), _shape(3, 9, pi), "#8b96a1"),
    "Phone": (Text("电话", "phone"), "M-5 -8H5V8H-5z", "#8b96a1"),
    "Agent": (Text("代办人", "agent"), _shape(5, 8, pi), "#8b96a1"),
}
EDGES = {
    "CONTRACTS_FOR": Text("参建", "contracts for"),
    "SERVES": Text("专户服务", "serves"),
    "HOLDS": Text("开户", "holds"),
    "CONCERNS": Text("线索所指", "concerns"),
    "NAMED_WITH": Text("同一线索", "named with"),
    "OWES": Text("欠款", "owes"),
    "PAYS": Text("开票付款", "pays"),
    "SENT": Text("转账", "sent money to"),
    "OWNS": Text("持股", "owns"),
    "CONTROLS": Text("任职控制", "controls"),
    "EMPLOYS": Text("所属班组", "employs"),
    "BUILDS": Text("施工", "builds"),
    "LEADS": Text("带班", "leads"),
    "STAFFS": Text("关键岗位", "staffs"),
    "PARTY_TO": Text("涉案", "party to"),
    "LOCATED_AT": Text("注册地", "located at"),
    "REACHED_AT": Text("联系电话", "reached at"),
    "REGISTERED_BY": Text("代办登记", "registered by"),
    "IN_AREA": Text("位于", "lies in"),
    "WORKED_ON": Text("用工", "worked on"),
}
KEYED = ("Person", "Address", "Phone", "Agent")  # known by a hash alone


def picture(
    env: Any, centre: Near, near: Sequence[Near], crosses: Sequence[Cross], n_workers: int, pages: dict[str, str]
) -> str:
    """SVG of an entity and at most 30 nodes around it; those that have a page of their own link to it."""
    drawn = [*near, *_workers(centre.node_id, n_workers)]
    height, places = _layout(centre.node_id, drawn)
    by_id = {n.node_id: n for n in (centre, *drawn)}
    curves = [_branch(by_id[n.parent], n, places) for n in drawn]
    curves += [_bow(by_id[c.source], by_id[c.target], c.edge, places) for c in crosses]
    words = [_word(n, places) for n in drawn]
    nodes = [_node(n, places[n.node_id], centre.node_id, pages) for n in by_id.values()]
    legend = _legend({n.kind for n in by_id.values()}, {n.level for n in drawn}, height + 20)
    label = f"{centre.name}: 关联情况，{len(drawn)} 个对象 / neighbourhood, {len(drawn)} nodes"
    drawing: str = env.get_template("picture.svg").render(
        width=WIDTH, height=legend[-1]["y"] + 14, label=label, curves=curves, words=words, nodes=nodes, legend=legend
    )
    return drawing


def _workers(centre: str, n: int) -> list[Near]:
    if not n:
        return []
    said = f"登记工人 {n:,} 人" if n >= FEWEST else f"登记工人少于 {FEWEST} 人"
    return [Near(centre, "workers", 1, centre, "WORKED_ON", False, "Worker", said, None, "")]


def _layout(centre: str, drawn: Sequence[Near]) -> tuple[int, dict[str, tuple[float, float]]]:
    """Height, and x and y of every node: a leaf has a row, a branch stands in the middle of its leaves."""
    first = [n for n in drawn if n.hop == 1]
    places: dict[str, tuple[float, float]] = {}
    row = 0
    for node in first:
        children = [n for n in drawn if n.hop == 2 and n.parent == node.node_id]
        rows = [TOP + ROW * (row + k) for k in range(max(len(children), 1))]
        row += len(rows)
        places[node.node_id] = (COLUMNS[1], (rows[0] + rows[-1]) / 2)
        places |= {child.node_id: (COLUMNS[2], y) for child, y in zip(children, rows, strict=False)}
    middle = [places[n.node_id][1] for n in first]
    places[centre] = (COLUMNS[0], (middle[0] + middle[-1]) / 2 if middle else TOP)
    return TOP + ROW * max(row, 1), places


def _branch(parent: Near, child: Near, places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """From the end of the parent's label to the child's mark."""
    (x0, y0), (x1, y1) = places[parent.node_id], places[child.node_id]
    x0 += 25 + width(_said(parent)) * (1.05 if parent.hop == 0 else 1)
    x1 -= 13
    level = x1 - 46  # from here on the word stands above a level line
    bend = (x0 + level) / 2
    d = f"M{x0:.0f} {y0:.1f}C{bend:.0f} {y0:.1f} {bend:.0f} {y1:.1f} {level:.0f} {y1:.1f}H{x1:.0f}"
    ends = {"at_end": child.is_outward, "at_start": not child.is_outward}
    source, target = (parent, child) if child.is_outward else (child, parent)
    return {"d": d, "said": _sentence(source, child.edge, target), "is_dashed": False} | ends


def _bow(source: Near, target: Near, edge: str, places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """A dashed bow between two nodes that are both drawn from others."""
    (x0, y0), (x1, y1) = places[source.node_id], places[target.node_id]
    if x0 == x1:
        out = min(26 + abs(y1 - y0) * 0.14, 110)
        d = f"M{x0 - 11:.0f} {y0:.1f}C{x0 - out:.0f} {y0:.1f} {x1 - out:.0f} {y1:.1f} {x1 - 11:.0f} {y1:.1f}"
    else:
        left, right = (source, target) if x0 < x1 else (target, source)
        (x0, y0), (x1, y1) = places[left.node_id], places[right.node_id]
        x0 += 25 + width(_said(left))
        d = f"M{x0:.0f} {y0:.1f}C{(x0 + x1) / 2:.0f} {y0:.1f} {(x0 + x1) / 2:.0f} {y1:.1f} {x1 - 12:.0f} {y1:.1f}"
    return {"d": d, "said": _sentence(source, edge, target), "is_dashed": True, "at_end": False, "at_start": False}


def _sentence(source: Near, edge: str, target: Near) -> str:
    words = EDGES.get(edge, Text(edge, edge))
    return f"{_said(source)} → {words.zh} {words.en} → {_said(target)}"


def _word(node: Near, places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    x, y = places[node.node_id]
    return {"x": x - 22, "y": round(y - 3.5, 1), "said": EDGES.get(node.edge, Text(node.edge, "")).zh}


def _node(node: Near, place: tuple[float, float], centre: str, pages: dict[str, str]) -> dict[str, Any]:
    words, shape, fill = KINDS[node.kind]
    page = pages.get(node.node_id) if node.node_id != centre else None
    whole = f"{words.zh} {words.en}: {_name(node)}"
    about = {"page": page, "whole": whole, "said": _said(node), "is_centre": node.node_id == centre}
    return about | {
        "x": place[0],
        "y": round(place[1], 1),
        "shape": shape,
        "fill": fill,
        "ring": RINGS.get(node.level or ""),
    }


def _name(node: Near) -> str:
    key = node.node_id.split(":", 1)[-1]
    if node.kind in KEYED or (node.kind == "Account" and node.name in ("", key)):
        return f"{KINDS[node.kind][0].zh} {key[:6]}…"
    return node.name or key


def _said(node: Near) -> str:
    """The name cut to what fits between two columns."""
    return fitted(_name(node), LABEL)


def _legend(kinds: set[str], levels: set[str | None], y: float) -> list[dict[str, Any]]:
    marks: list[dict[str, Any]] = [
        {"shape": shape, "fill": fill, "said": f"{words.zh} {words.en}", "ring": None}
        for kind, (words, shape, fill) in KINDS.items()
        if kind in kinds
    ]
    ring = {"shape": KINDS["Company"][1], "fill": "#fff"}
    marks += [
        ring | {"said": {"red": "红色 red", "orange": "橙色 orange"}[level], "ring": colour}
        for level, colour in RINGS.items()
        if level in levels
    ]
    x = 12.0
    for mark in marks:
        long = 34 + width(mark["said"]) * 0.88
        if x + long > WIDTH:
            x, y = 12.0, y + 22
        mark |= {"x": round(x), "y": y}
        x += long
    return marks
