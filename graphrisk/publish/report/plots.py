"""Two plots in SVG: levels by area, as lying bars, and by month of the first finding, as standing ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graphrisk.core.text import Text
from graphrisk.publish.report.lettering import fitted
from graphrisk.publish.words import LEVELS

SHOWN = {"red": "#b3261e", "orange": "#dd8a33", "yellow": "#ecce62"}
WIDTH, ROW, MARGIN, LABELS, TOP = 540, 25, 52, 138, 30
TALL, N_AREAS, N_MONTHS = 250, 12, 18
INK, SOFT = "#1d2733", "#5b6877"


@dataclass(frozen=True, slots=True)
class Count:
    """Entities of one area or one month, by level."""

    name: str
    red: int
    orange: int
    yellow: int

    @property
    def total(self) -> int:
        """All three."""
        return self.red + self.orange + self.yellow


def by_area(env: Any, counts: Sequence[Count]) -> str:
    """Lying bars, worst areas first; those beyond the twelfth are summed up in a line."""
    shown, rest = counts[:N_AREAS], counts[N_AREAS:]
    scale = (WIDTH - LABELS - MARGIN) / max([c.total for c in shown] or [1])
    bars: list[dict[str, Any]] = []
    texts = [*_legend()]
    for n, count in enumerate(shown):
        y = TOP + n * ROW
        bars += _stack(count, LABELS, y + 4, scale, lying=True)
        texts.append(_text(LABELS - 8, y + 17, fitted(count.name, LABELS - 8), anchor="end"))
        texts.append(_text(LABELS + count.total * scale + 6, y + 17, f"{count.total:,}", fill=SOFT))
    if rest:  # a bar of them all would dwarf the others
        said = f"其余 {len(rest)} 个区域合计 {sum(c.total for c in rest):,} / {len(rest)} other areas together"
        texts.append(_text(LABELS, TOP + len(shown) * ROW + 16, said, fill=SOFT))
    label = "各区域红橙黄数量 / red, orange and yellow by area"
    return _draw(env, label, TOP + len(shown) * ROW + 6 + 20 * bool(rest), [*bars, *_legend_marks()], texts, [])


def by_month(env: Any, counts: Sequence[Count]) -> str:
    """Standing bars, the last eighteen months that had any; what is older is the first bar."""
    shown = [*_sum("更早 earlier", counts[:-N_MONTHS]), *counts[-N_MONTHS:]]
    floor, left, right = TALL - 26, 40, WIDTH - 8
    top = _round_up(max([c.total for c in shown] or [1]))
    step = (right - left) / max(len(shown), 6)
    scale = (floor - TOP - 10) / top
    bars: list[dict[str, Any]] = []
    texts, lines = [*_legend()], []
    for mark in sorted({0, top // 2, top} if top > 1 else {0, 1}):
        y = floor - mark * scale
        lines.append({"x1": left, "x2": right, "y1": round(y, 1), "y2": round(y, 1)})
        texts.append(_text(left - 6, y + 4, f"{mark:,}", anchor="end", fill=SOFT))
    every = -(-len(shown) // 9)
    for n, count in enumerate(shown):
        x = left + n * step
        bars += _stack(count, floor, x + step * 0.18, scale, lying=False, thick=min(step * 0.64, 46))
        if n % every == (len(shown) - 1) % every:
            texts.append(
                _text(x + step * 0.18 + min(step * 0.64, 46) / 2, floor + 17, count.name, anchor="middle", size=11)
            )
    label = "按最早疑点月份的红橙黄数量 / red, orange and yellow by month of the first finding"
    return _draw(env, label, TALL, [*bars, *_legend_marks()], texts, lines)


def _stack(
    count: Count, start: float, across: float, scale: float, *, lying: bool, thick: float = 17
) -> Iterator[dict[str, Any]]:
    at = start
    for level, fill in SHOWN.items():
        n = getattr(count, level)
        if n:
            long = n * scale
            place = (at, across, long, thick) if lying else (across, at - long, thick, long)
            x, y, w, h = (round(v, 1) for v in place)
            words = LEVELS[level]
            yield {"x": x, "y": y, "w": w, "h": h, "fill": fill, "label": f"{count.name} {words.zh} {words.en}: {n:,}"}
            at += long if lying else -long


def _legend() -> Iterator[dict[str, Any]]:
    for n, level in enumerate(SHOWN):
        yield _text(LABELS + 16 + n * 92, 14, f"{LEVELS[level].zh} {LEVELS[level].en}", fill=SOFT)


def _legend_marks() -> Iterator[dict[str, Any]]:
    for n, (level, fill) in enumerate(SHOWN.items()):
        yield {"x": LABELS + n * 92, "y": 4, "w": 11, "h": 11, "fill": fill, "label": Text(*LEVELS[level]).zh}


def _sum(name: str, rest: Sequence[Count]) -> list[Count]:
    if not rest:
        return []
    return [Count(name, sum(c.red for c in rest), sum(c.orange for c in rest), sum(c.yellow for c in rest))]


def _round_up(n: int) -> int:
    """The next number whose half is a short one too: 2, 4, 6, 8, 10, 12, 16, 20, 24, …"""
    size = 1
    while n > 20 * size:
        size *= 10
    return 1 if n == 1 else next(m * size for m in (2, 4, 6, 8, 10, 12, 16, 20) if m * size >= n)


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 12, fill: str = INK) -> dict[str, Any]:
    return {"x": round(x, 1), "y": round(y, 1), "said": said, "anchor": anchor, "size": size, "fill": fill}


def _draw(env: Any, label: str, height: float, bars: list[Any], texts: list[Any], lines: list[Any]) -> str:
    drawn: str = env.get_template("bars.svg").render(
        width=WIDTH, height=round(height), label=label, bars=bars, texts=texts, lines=lines
    )
    return drawn
