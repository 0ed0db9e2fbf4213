"""Why one entity stands where it stands, from a run that has been explained."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect, quoted
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


def lines_of(path: Path, evidence: Iterable[Mapping[str, object]]) -> dict[tuple[str, str], tuple[str, int]]:
    """(table, key) of each row of evidence that stands -> file of the delivery, and the line in it (the sheet's row)."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in evidence:
        asked[str(row["table"])].add(str(row["key"]))
    found: dict[tuple[str, str], tuple[str, int]] = {}
    with connect() as con:
        for name, keys in sorted(asked.items()):
            file = path / "tables" / f"{name}.parquet"
            if name not in contract() or not file.is_file():
                continue
            table = contract()[name]
            select = f"""SELECT {table.key_sql()}, source_file, source_line FROM read_parquet({quoted(file)})
                WHERE CAST({table.primary_key[0]} AS VARCHAR) IN (SELECT unnest($starts)) AND {table.key_sql()} IN (SELECT unnest($keys))"""
            rows = con.execute(select, {"starts": sorted(_starts(keys)), "keys": sorted(keys)}).fetchall()
            found |= {(name, key): (source, line) for key, source, line in rows if source is not None}
    return found


def _starts(keys: Iterable[str]) -> set[str]:
    """What the first part of a key may be: a part may hold the sign that joins them."""
    return {"/".join(parts[:n]) for parts in (key.split("/") for key in keys) for n in range(1, len(parts) + 1)}


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
