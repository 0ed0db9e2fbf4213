"""What the command line says of the months ahead: who runs dry when, who must pay next, and what a failure changes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ROLES = {
    "owner": "建设单位 owner",
    "contractor": "总包 contractor",
    "subcontractor": "分包 subcontractor",
    "deposit": "保证金 deposit",
    "guarantee": "支付担保 guarantee",
}
TOTAL = "合计 total"
ADDED = ("n_workers", "workers_there", "shortfall_yuan", "uncovered_yuan", "added_yuan", "added_uncovered_yuan")
NEXT = ["next_role", "next_id", "next_name", "next_article"]
BASE = {
    "days_left": "days",
    "dry_on": "dry on",
    "project_id": "project",
    "name": "name",
    "n_workers": "workers",
    "shortfall_yuan": "short",
    "who": "must pay next",
    "uncovered_yuan": "uncovered",
}
FAILED = {
    "role": "role",
    "via": "through",
    "project_id": "project",
    "name": "name",
    "workers_there": "workers",
    "days_left_before": "days before",
    "days_left": "days",
    "n_workers": "unpaid",
    "shortfall_yuan": "short",
    "added_yuan": "added",
    "added_uncovered_yuan": "uncovered added",
    "who": "must pay next",
}


def shown(rows: "pd.DataFrame", *, whole: bool) -> "pd.DataFrame":
    """The rows that run dry, or that a failure touches; all columns if `whole`, else what fits, with a line of totals."""
    rows = rows if "role" in rows else rows[rows["days_left"].notna()]
    if whole:
        return rows.assign(
            told_to=rows["told_to"].map(str, na_action="ignore"), dry_on=rows["dry_on"].map(str, na_action="ignore")
        )
    rows = _with_totals(rows.assign(who=[_who(*row) for row in rows[NEXT].itertuples(index=False)]))
    for column in [c for c in rows if str(c).endswith("_yuan")]:
        rows[column] = rows[column].map("{:,.0f}".format, na_action="ignore")
    columns = FAILED if "role" in rows else BASE
    return rows[list(columns)].rename(columns=columns)


def summary(rows: "pd.DataFrame", months: int) -> str:
    """How many could be told, how many run dry, and how the answer is to be taken."""
    lines = []
    if "role" in rows:
        direct, reached = (rows["order"] == 1).sum(), (rows["order"] == 2).sum()
        lines.append(
            f"{direct} open projects with this party, {reached} more reached through others, {months} months ahead"
        )
        lines.append(f"{(rows['is_evaluable'] & (rows['order'] == 1)).sum()} of the {direct} could be told")
    else:
        told = rows["is_evaluable"].sum()
        lines.append(f"{rows['days_left'].notna().sum()} of {told} accounts run dry within {months} months")
        lines.append(f"{len(rows) - told} of {len(rows)} open projects could not be told")
    dry = rows[rows["days_left"].notna()]
    lines.append(
        f"{_totals(dry).get('n_workers', 0)} workers, {_totals(dry).get('shortfall_yuan', 0):,.0f} yuan that the accounts lack"
    )
    lines.append(
        "推算仅供安排核实，不是认定 / a projection to plan checks by, no verdict; works are taken to go on as they did"
    )
    return "\n".join(lines)


def _with_totals(rows: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    if rows.empty:
        return rows
    last = pd.DataFrame([{"project_id": TOTAL} | _totals(rows)], dtype=object).reindex(columns=rows.columns)
    return pd.concat([rows.astype(object), last], ignore_index=True)


def _totals(rows: "pd.DataFrame") -> dict[str, float]:
    """Sums of what is known."""
    return {c: rows[c].sum() for c in ADDED if c in rows and rows[c].notna().any()}


def _who(role: object, party: object, name: object, article: object) -> str:
    """Role, party and article of Order 724; nothing where nobody has to pay."""
    if not isinstance(role, str):
        return ""
    return f"{ROLES[role]} {name if isinstance(name, str) else party} (724/{article})"
