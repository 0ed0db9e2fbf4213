"""What the command line says: short tables and sentences made from a run, the contract and the catalogue."""

from typing import TYPE_CHECKING

from graphrisk.core.contract import contract
from graphrisk.core.errors import UsageError
from graphrisk.pipeline.result import Run

if TYPE_CHECKING:
    import pandas as pd

LEVELS = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝", "green": "绿"}


def top(run: Run, n: int, *, whole: bool) -> "pd.DataFrame":
    """The first n projects and the first n companies; all columns if `whole`, else what fits a terminal."""
    frame = run.ranking()
    frame = frame[frame["rank"] <= n]
    if whole:
        return frame
    frame = frame.assign(
        level=frame["level"].map(lambda level: f"{level} {LEVELS[level]}"),
        score=frame["score"].map("{:.3f}".format),
        yuan=frame["amount_at_risk_yuan"].map("{:,.0f}".format, na_action="ignore").fillna(""),
        why=frame["reason_1"].fillna("").map(_short),
    )
    shown = {"entity_kind": "kind", "entity_id": "id", "workers_at_risk": "workers"}
    columns = ["entity_kind", "rank", "level", "score", "entity_id", "name", "workers_at_risk", "yuan", "why"]
    return frame[columns].rename(columns=shown)


def _short(reason: str, width: int = 46) -> str:
    """A reason on two lines that fit a terminal; the whole of it stands in the report and under `explain`."""
    from rich.text import Text

    lines = [Text(part) for part in reason.split(" / ", 1)]
    for line in lines:
        line.truncate(width, overflow="ellipsis")
    return "\n".join(line.plain for line in lines)


def summary(run: Run) -> str:
    """Numbers of a run in a few lines, and what to open."""
    frame = run.ranking()
    lines = [f"as of {run.manifest.as_of}, locality {run.manifest.locality}"]
    for kind, rows in frame.groupby("entity_kind", sort=True):
        counts = rows["level"].value_counts()
        spread = ", ".join(f"{counts.get(level, 0)} {level} {zh}" for level, zh in LEVELS.items())
        lines.append(f"{kind}: {len(rows)} ranked: {spread}")
    lines += [
        "疑点需核实，不是结论 / findings need checking, they are no verdict",
        f"report:  {run.report}",
        f"ranking: {run.path / 'ranking.xlsx'}",
        f"why one: graphrisk explain {run.path} {frame['entity_id'].iloc[0] if len(frame) else 'ENTITY'}",
    ]
    return "\n".join(lines)


def quality(run: Run) -> "pd.DataFrame":
    """One line a table: rows in, kept, quarantined, flagged, versions replaced, last received day."""
    rows = run.read("quality")
    rows = rows[rows["table"].isin(contract().keys())]
    counts = rows.pivot_table(index="table", columns="check", values="n_rows", aggfunc="sum", fill_value=0)
    wanted = ["rows_in", "kept", "quarantined", "flagged", "replaced_versions", "exact_duplicates", "blank_rows"]
    counts = counts.reindex(columns=wanted, fill_value=0).astype(int)
    last = rows[rows["check"] == "last_received_on"].groupby("table")["detail"].max().rename("last_received_on")
    return counts.join(last).reset_index()


def case(run: Run, entity: str) -> str:
    """One entity's page for a terminal: each term with its share, sentence, law, evidence and way out."""
    from graphrisk.explain.show import lines_of

    terms = run.explain(entity)
    shown = [_few(evidence) for evidence in terms["evidence"]]
    n_rows = terms["evidence"].map(len, na_action="ignore").fillna(0).astype(int).tolist()
    delivered = lines_of(run.path, [row for rows in shown for row in rows])
    lines = [_standing(run, terms["entity_kind"].iloc[0], terms["entity_id"].iloc[0])]
    for term, rows, n in zip(terms.itertuples(index=False), shown, n_rows, strict=True):
        lines.append(f"{term.contribution:+.4f}  {term.signal} {term.reason}: {term.sentence_zh}")
        lines.append(f"         {term.sentence_en}")
        for label, value in (
            ("法律 law", term.law),
            ("可能的正当原因 innocent when", term.innocent_when),
            ("如何消除 clears when", term.clears_when),
        ):
            if value:
                lines.append(f"         {label}: {value!s}")
        lines += [
            f"         · {row['table']!s} {row['key']!s} (received {row['received_on']!s}{_at(delivered, row)})"
            for row in rows
        ]
        if n > len(rows):
            lines.append(
                f"         · 另有{n - len(rows)}行，见 --format json / {n - len(rows)} more with --format json"
            )
    total = float(terms["contribution"].sum())
    lines.append(f"{total:+.4f}  = -ln(1 - score)")
    return "\n".join(lines)


def _standing(run: Run, kind: str, entity: str) -> str:
    ranking = run.ranking(kind)
    row = ranking[ranking["entity_id"] == entity].iloc[0]
    known = f"{row['evaluable_share']:.0%} of its signals could be told"
    return (
        f"{kind} {entity} {row['name']}: {row['level']} {LEVELS[row['level']]}, score {row['score']:.4f}, "
        f"rank {row['rank']} of {len(ranking)}, as of {run.manifest.as_of}; {known}"
    )


def _few(evidence: object, limit: int = 5) -> list[dict[str, object]]:
    rows = [] if evidence is None else list(evidence)  # type: ignore[call-overload]
    return rows[:limit]


def _at(delivered: dict[tuple[str, str], tuple[str, int]], row: dict[str, object]) -> str:
    """Where the row stands in the delivery, as far as it is known."""
    found = delivered.get((str(row["table"]), str(row["key"])))
    return f"; {found[0]} line {found[1]}" if found else ""


def signal_list() -> "pd.DataFrame":
    """One line a signal."""
    import pandas as pd

    from graphrisk.signals import catalogue

    return pd.DataFrame(
        [(s.id, s.name, s.depth, s.family, s.title.zh, s.asks.en) for s in catalogue().values()],
        columns=["id", "name", "depth", "family", "中文", "asks"],
    )


def signal_page(code: str | None) -> "pd.DataFrame":
    """All that is declared of one signal, a line a declaration."""
    import pandas as pd

    from graphrisk.signals import catalogue

    found = [s for s in catalogue().values() if code and code.lower() in (s.id.lower(), s.name)]
    if not found:
        raise UsageError(f"no signal {code!r}", "graphrisk signals list")
    s = found[0]
    lines = [("id", f"{s.id} {s.name} v{s.version}"), ("question", f"{s.asks.zh} / {s.asks.en}")]
    lines += [("depth", s.depth), ("family", s.family)]
    lines += [("law", f"{law.cited.zh} / {law.cited.en}") for law in s.legal_basis]
    lines += [(f"reason {c}", f"{r.severity}: {r.text.zh} / {r.text.en}") for c, r in s.reasons.items()]
    lines += [
        (f"threshold {n}", f"{'set by the locality' if p.default is None else p.default} {p.unit}: {p.because}")
        for n, p in s.params.items()
    ]
    lines.append(("innocent when", f"{s.innocent_when.zh} / {s.innocent_when.en}"))
    lines.append(("clears when", f"{s.clears_when.zh} / {s.clears_when.en}"))
    lines += [("reads", f"{table}: {', '.join(columns)}") for table, columns in s.reads.items()]
    return pd.DataFrame(lines, columns=["what", "declared"])


def contract_list() -> "pd.DataFrame":
    """One line a table of the contract."""
    import pandas as pd

    rows = [
        (t.agency, t.name, t.title, t.depth, len(t.fields), ", ".join(t.primary_key), t.description)
        for t in sorted(contract().values(), key=lambda t: (t.agency, t.name))
    ]
    return pd.DataFrame(rows, columns=["agency", "table", "中文", "depth", "columns", "key", "what a row is"])


def contract_page(name: str) -> "pd.DataFrame":
    """One line a column of a table."""
    import pandas as pd

    if name not in contract():
        raise UsageError(f"no table {name!r} in the contract", "graphrisk contract list")
    table = contract()[name]
    rows = [
        (
            f.name,
            f.title,
            f.kind or f.type,
            "required" if f.required else "",
            " | ".join(f.enum) if f.enum else _limits(f.minimum, f.maximum),
            f.description,
        )
        for f in table.fields
    ]
    return pd.DataFrame(rows, columns=["column", "中文", "type", "required", "allowed", "what it is"])


def _limits(low: float | None, high: float | None) -> str:
    return " ".join(f"{sign} {value:g}" for sign, value in ((">=", low), ("<=", high)) if value is not None)
