"""The room: survey the delivery, read every file, refuse or keep, and write tables, quarantine and quality."""

import shutil
from datetime import date
from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.core.locality import Locality
from graphrisk.ingest import macros, numbers, persons
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.hashing import open_hashing
from graphrisk.ingest.keep import keep_table, show_keys
from graphrisk.ingest.manifest import units
from graphrisk.ingest.quality import quality
from graphrisk.ingest.quarantine import keep_broken, quarantine
from graphrisk.ingest.read import NEEDED, read
from graphrisk.ingest.survey import survey, with_added
from graphrisk.ingest.versions import Versions, versions


def ingest(
    delivery: Path,
    out: Path,
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: date,
    locality: Locality,
    hash_keys: bool = False,
    added: Path | None = None,
) -> None:
    """Read, check and version a delivery into `out`: tables/, quarantine/, quality.parquet.

    added: a folder laid out as a delivery whose rows are read beside it, by the same rules.
    Raises DeliveryRefused with every fault that was found, one message a file.
    """
    scratch = out / ".staged"
    scratch.mkdir(parents=True, exist_ok=True)
    macros.make(con, persons.MACROS | numbers.MACROS | persons.cased(checks_uscc=locality.checks_uscc))
    if hash_keys:
        open_hashing(con)
    faults = Faults()
    found = survey(Path(delivery), faults)
    if added is not None:
        found = with_added(found, added, faults)
    staged, unread = read(con, found, units(Path(delivery), faults), scratch, faults, hash_keys=hash_keys)
    faults.refuse()
    day = as_of.isoformat()
    standing = {name: versions(con, contract()[name], parts, day) for name, parts in sorted(staged.items())}
    show_keys(con, standing)
    for name, rows in standing.items():
        keep_table(con, rows, standing, locality, out / "tables" / f"{name}.parquet")
        for part in rows.parts:
            keep_broken(con, part, day)
        quarantine(con, rows, day, out / "quarantine" / f"{name}.parquet")
    _refuse_without_rows(con, standing, out, faults)
    faults.refuse()
    quality(con, standing, unread, as_of, out)
    shutil.rmtree(scratch)


def _refuse_without_rows(
    con: duckdb.DuckDBPyConnection, standing: dict[str, Versions], out: Path, faults: Faults
) -> None:
    """The two tables that a run needs must have rows as of the day."""
    counts = {
        name: con.execute("SELECT count(*) FROM read_parquet(?)", [str(out / "tables" / f"{name}.parquet")]).fetchall()[
            0
        ][0]
        for name in standing.keys() & set().union(*NEEDED)
    }
    filled = {name for name, n in counts.items() if n}
    if any(pair <= filled for pair in NEEDED):
        return
    for name in sorted(counts.keys() - filled):
        rows = con.execute(f"SELECT count(DISTINCT (file, line)) FROM quarantine_{name}").fetchall()[0][0]
        faults.add(
            standing[name].parts[0].raw.source.file,
            f"截至该日没有一行可用（{rows} 行被隔离），运行需要此表有数据",
            f"no row of it stands as of the day ({rows} quarantined), and a run needs rows in it",
        )
