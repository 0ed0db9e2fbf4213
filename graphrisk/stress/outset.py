"""What the months ahead start from, gathered from the files that earlier rooms left, as columns and arrays."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from scipy import sparse

from graphrisk.core.engine import arrow, keep, show_parquet, show_tables
from graphrisk.core.run import RunFolder

# what signals share with this room, and what a project is told by
SHARED = ("site", "deposit", "labour_credit", "labour_fund", "pay_estimate", "pay_month", "project_month", "team_month")
PARTY = "SELECT record AS uscc, party_id FROM link WHERE kind = 'uscc' ORDER BY uscc"


@dataclass(frozen=True, slots=True, eq=False)
class Outset:
    """Open projects as rows of `sites`, parties as `ids`, and who stands where by row number.

    owner, contractor: shape (P,), -1 where unknown. heads: workers of each subcontractor's teams, let: fen a month that the
    contractor owes it, both of shape (P, N).
    """

    as_of: date
    sites: pa.Table
    ids: pa.Array
    owner: np.ndarray
    contractor: np.ndarray
    heads: sparse.csr_array
    let: sparse.csr_array

    def money(self, column: str, unknown: float = 0.0) -> np.ndarray:
        """A column of `sites` as floats, with what stands for the unknown."""
        filled = pc.fill_null(self.sites[column].cast(pa.float64()), unknown)
        return np.asarray(filled.combine_chunks(), dtype=np.float64)

    def known(self, column: str) -> np.ndarray:
        """Where a column of `sites` is known, shape (P,)."""
        return np.asarray(pc.is_valid(self.sites[column]))

    @property
    def is_told(self) -> np.ndarray:
        """Projects of which it can be told, shape (P,)."""
        return ~self.known("why")


def gather(con: DuckDBPyConnection, run: RunFolder) -> Outset:
    """Read what a run knows of its open projects, their accounts, wages, progress money and parties."""
    run.require("signals")
    as_of = run.manifest.as_of
    show_tables(con, run.path / "tables")
    show_parquet(con, "link", run.file("links.parquet"))
    for name in SHARED:
        show_parquet(con, name, run.file("shared") / f"{name}.parquet")
    keep(con, "party", PARTY)
    for name, sql in steps().items():
        keep(con, name, sql, {"as_of": as_of})
    sites = arrow(con, "SELECT * FROM outset ORDER BY project_id")
    subs = arrow(con, "SELECT * FROM sub ORDER BY project_id, party_id")
    return _with_parties(as_of, sites, subs)


def steps() -> dict[str, str]:
    """The static SELECTs of the room by the name of their table, in the order they are made."""
    folder = files("graphrisk") / "stress" / "steps"
    texts = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return {t.removesuffix(".sql").partition("_")[2]: (folder / t).read_text("utf-8") for t in texts}


def _with_parties(as_of: date, sites: pa.Table, subs: pa.Table) -> Outset:
    named = pa.concat_arrays(
        [c.combine_chunks().cast(pa.string()) for c in (sites["owner_id"], sites["contractor_id"], subs["party_id"])]
    )
    ids = pc.drop_null(named.unique())
    ids = ids.take(pc.array_sort_indices(ids))
    at = (_rows(subs["project_id"], sites["project_id"]), _rows(subs["party_id"], ids))
    shape = (sites.num_rows, len(ids))
    heads, let = (
        sparse.csr_array((np.asarray(subs[c], dtype=np.float64), at), shape=shape) for c in ("n_heads", "month_fen")
    )
    return Outset(as_of, sites, ids, _rows(sites["owner_id"], ids), _rows(sites["contractor_id"], ids), heads, let)


def _rows(values: pa.ChunkedArray, ids: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """The row number of each value, -1 where it is unknown."""
    known = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    place = pc.index_in(values.combine_chunks(), value_set=known, skip_nulls=True)
    return np.asarray(pc.fill_null(place, -1), dtype=np.int64)
