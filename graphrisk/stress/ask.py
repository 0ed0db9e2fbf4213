"""The months ahead asked of a run that stands: the base case, or what changes where one party fails."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.core.engine import arrow, connect
from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder
from graphrisk.stress.outlook import LAYERS, MOST_MONTHS, outlook
from graphrisk.stress.outset import Outset, gather

TITLES = "SELECT project_id, name FROM project ORDER BY project_id"


def ahead(path: Path, fail: str | None, months: int) -> pd.DataFrame:
    """One row an open project, soonest dry first; with `fail`, the rows that this party's failure touches.

    Without `fail`: all projects, those that stay afloat behind those that run dry, those of which it cannot be told last.
    With it: role of the party there, or order 2 for sites reached through another party (`via`), each with the base case
    beside (`_before`). Money in yuan, null where nobody knows. Raises UsageError for an unknown company or horizon.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise UsageError(f"--month {months} is not between 1 and {MOST_MONTHS}", f"1 to {MOST_MONTHS} months ahead")
    run = RunFolder(path)
    run.require("signals")
    names = _names(run)
    party = None if fail is None else _party(run, names, fail)
    with connect() as con:
        outset = gather(con, run)
        titles = arrow(con, TITLES)
    base = _frame(outlook(outset, months).sites, names, titles)
    return _base(base) if party is None else _changed(outset, base, party, months, names, titles)


def _base(base: pd.DataFrame) -> pd.DataFrame:
    order = base.assign(untold=~base["is_evaluable"]).sort_values(
        ["untold", "days_left", "shortfall_yuan", "project_id"], ascending=[True, True, False, True], na_position="last"
    )
    return order.drop(columns="untold").reset_index(drop=True)


def _changed(
    outset: Outset, base: pd.DataFrame, party: str, months: int, names: dict[str, str], titles: pa.Table
) -> pd.DataFrame:
    """Sites where the party stands, and others that its failure reaches, worst first."""
    is_it = np.asarray(outset.ids.to_numpy(zero_copy_only=False) == party)
    after = _frame(outlook(outset, months, is_it).sites, names, titles)
    there = _there(outset, is_it)
    compared = ["days_left", "n_workers", "shortfall_yuan", "uncovered_yuan"]
    both = after.assign(**there, **{f"{c}_before": base[c] for c in compared})
    both["added_yuan"] = (both["shortfall_yuan"] - both["shortfall_yuan_before"]).round(2)
    both["added_uncovered_yuan"] = (both["uncovered_yuan"] - both["uncovered_yuan_before"]).round(2)
    moved = np.zeros(len(both), dtype=bool)
    for column in (*compared, *(f"{layer}_pays_yuan" for layer in LAYERS)):
        old, new = base[column].astype("float64"), both[column].astype("float64")
        moved |= ((old - new).abs() >= 1).fillna(old.isna() != new.isna()).to_numpy()
    shown = both[(both["role"] != "") | moved].copy()
    shown["order"] = np.where(shown["role"] == "", 2, 1)
    shown["via"] = _via(outset, is_it, names)[shown.index.to_numpy()]
    keys = ["order", "added_yuan", "added_uncovered_yuan", "project_id"]
    return shown.sort_values(keys, ascending=[True, False, False, True], na_position="last").reset_index(drop=True)


def _there(outset: Outset, is_it: np.ndarray) -> dict[str, "pd.Series[Any]"]:
    """The party's role on each site, and the workers that stand under it there."""
    here = np.append(is_it, False)
    heads = outset.heads @ is_it.astype(np.float64)
    let = outset.let @ is_it.astype(np.float64)
    ways = {
        "owner": here[outset.owner],
        "contractor": here[outset.contractor],
        "subcontractor": (heads > 0) | (let > 0),
    }
    role = pd.Series("", index=range(len(heads)), dtype=object)
    for name, is_there in ways.items():
        role += np.where(is_there, f"{name} ", "")
    whole = ways["owner"] | ways["contractor"]
    workers = pd.Series(np.where(whole, outset.money("n_heads"), heads)).where(outset.known("n_heads") | ~whole)
    return {"role": role.str.strip().str.replace(" ", "; "), "workers_there": workers.astype("Int64")}


def _via(outset: Outset, is_it: np.ndarray, names: dict[str, str]) -> np.ndarray:
    """The party of each site that also stands on a site of the failed one: contractor, else owner, else a subcontractor."""
    role = np.asarray(_there(outset, is_it)["role"] != "")
    touched = np.append((outset.heads[role].sum(axis=0) + outset.let[role].sum(axis=0)) > 0, False)
    for party in (outset.owner, outset.contractor):
        touched[party[role & (party >= 0)]] = True
    touched[:-1] &= ~is_it
    ids = np.append(outset.ids.to_numpy(zero_copy_only=False), "")
    subs = (outset.heads + outset.let).tocoo()
    sub = np.full(len(role), -1)
    fit = touched[subs.col][::-1]
    sub[subs.row[::-1][fit]] = subs.col[::-1][fit]
    row = np.where(touched[outset.contractor], outset.contractor, np.where(touched[outset.owner], outset.owner, sub))
    told = pd.Series(ids[row]).map(names).fillna(pd.Series(ids[row])).to_numpy(dtype=object)
    return np.where(role, "", told)


def _frame(sites: pa.Table, names: dict[str, str], titles: pa.Table) -> pd.DataFrame:
    """The rows with names beside ids, and money in yuan."""
    frame: pd.DataFrame = sites.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    for column in [c for c in frame.columns if c.endswith("_fen")]:
        frame[column] = frame[column].astype("Float64") / 100
    frame.columns = pd.Index([c.removesuffix("_fen") + "_yuan" if c.endswith("_fen") else c for c in frame.columns])
    title = dict(zip(titles["project_id"].to_pylist(), titles["name"].to_pylist(), strict=True))
    frame.insert(1, "name", frame["project_id"].map(title))
    frame.insert(frame.columns.tolist().index("next_id") + 1, "next_name", frame["next_id"].map(names))
    return frame


def _names(run: RunFolder) -> dict[str, str]:
    rows = pq.read_table(run.file("parties.parquet"), columns=["party_id", "kind", "name"])
    found = rows.to_pandas()
    found = found[found["kind"] == "company"]
    return dict(zip(found["party_id"], found["name"], strict=True))


def _party(run: RunFolder, names: dict[str, str], fail: str) -> str:
    """The company meant by a credit code or a name, present or former."""
    asked = fail.strip()
    links = pq.read_table(run.file("links.parquet"), columns=["kind", "record", "party_id"]).to_pandas()
    of_code = links[(links["kind"] == "uscc") & (links["record"] == asked.upper())]["party_id"]
    of_name = links[(links["kind"] == "name") & (links["record"] == asked)]["party_id"]
    known = {p for p, name in names.items() if asked in (p, name)} | ({*of_code, *of_name} & names.keys())
    if not known:
        raise UsageError(f"no company {fail!r} in {run.path.name}", "name it by its credit code or its whole name")
    if len(known) > 1:
        raise UsageError(f"{len(known)} companies go by {fail!r}", f"name one by its code: {', '.join(sorted(known))}")
    return known.pop()
