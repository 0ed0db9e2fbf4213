"""Why one entity stands where it stands, from a run that has been explained."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphrisk.core.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd


def why(path: Path, entity: str) -> "pd.DataFrame":
    """All terms of a project or company, strongest first; they add up to -ln(1 - score).

    `entity` is a project id, a party's credit code, or any other code of that party. Raises UsageError if unknown.
    """
    found = _terms(path, entity)
    if found.empty:
        found = _terms(path, _head(path, entity))
    if found.empty:
        raise UsageError(
            f"{path.name} ranks no project or company {entity!r}", "ranking.csv lists the ids; ids are case-sensitive"
        )
    frame: pd.DataFrame = found.sort_values("contribution", ascending=False, kind="stable").reset_index(drop=True)
    return frame


def _terms(path: Path, entity: str) -> "pd.DataFrame":
    rows = pq.read_table(path / "reasons.parquet", filters=pc.field("entity_id") == entity)
    frame: pd.DataFrame = rows.to_pandas()
    return frame


def _head(path: Path, code: str) -> str:
    """The party behind a branch's or an earlier code; the code itself where links know nothing of it."""
    rows = pq.read_table(
        path / "links.parquet",
        columns=["party_id"],
        filters=(pc.field("kind") == "uscc") & (pc.field("record") == code),
    )
    return str(rows["party_id"][0]) if rows.num_rows else code
