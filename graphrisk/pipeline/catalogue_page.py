"""The catalogue of signals as one Markdown page, made from their declarations and from nothing else."""

from collections.abc import Iterable
from itertools import groupby

from graphrisk.core.signal import FAMILIES, Signal
from graphrisk.core.text import Text
from graphrisk.signals import catalogue

HEAD = """# 信号目录 / Catalogue of signals

由代码生成（`make docs`），请勿手改。 / Made from the code (`make docs`); do not edit by hand.

{n} 个信号。每个信号三种回答：发现、未发现、**无法判断**；发现是需核实的疑点，不是结论。 / {n} signals. Each has three answers: found, not found,
**could not tell**; what is found needs checking and is no verdict.

严重程度 / severity: S1 红 red, S2 橙 orange, S3 黄 yellow, S4 蓝 blue（提示，不计分 / shown, never counted as risk）。
数据深度 / depth: L1 登记 registers, L2 月度 monthly totals, L3 明细 single entries and days.
“属地设定 / set by the place”: 未设定则无法判断 / where a locality states nothing, nobody can tell.
"""


def catalogue_page() -> str:
    """The page `docs/signals.md`: a table of all, then of each its question, law, reasons, thresholds, what clears it."""
    found = sorted(catalogue().values(), key=lambda s: (FAMILIES.index(s.family), s.id))
    rows = [(f"[{s.id}](#{s.id.lower()})", s.title.zh, s.title.en, s.family, s.depth) for s in found]
    parts = [HEAD.format(n=len(found)), _table(("", "信号", "signal", "family", "depth"), rows)]
    for family, members in groupby(found, key=lambda s: s.family):
        parts += [f"## {family}\n", *map(_section, members)]
    return "\n".join(parts)


def _section(s: Signal) -> str:
    reasons = [(f"`{code}`", r.severity, r.text.zh, r.text.en) for code, r in s.reasons.items()]
    limits = [
        (f"`{name}`", "属地设定 / set by the place" if p.default is None else _said(p.default), p.unit, p.because)
        for name, p in s.params.items()
    ]
    parts = [
        f'<a id="{s.id.lower()}"></a>\n\n### {s.id} {s.title.zh} / {s.title.en}\n',
        f"**问题 / question.** {_both(s.asks)}\n",
        f"`{s.name}` · {s.depth} · v{s.version}\n",
        "**法律依据 / law**\n",
        *(f"- {_both(law.cited)}" for law in s.legal_basis),
        "\n**回答 / reasons**\n",
        _table(("reason", "severity", "中文", "English"), reasons),
    ]
    if limits:
        parts += ["**阈值 / thresholds**\n", _table(("threshold", "value", "unit", "because"), limits)]
    parts += [
        f"**可能的正当原因 / innocent when.** {_both(s.innocent_when)}\n",
        f"**如何消除 / clears when.** {_both(s.clears_when)}\n",
    ]
    return "\n".join(parts)


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _said(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head)]
    lines += [["---"] * len(lines[0]), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"
