"""The room: survey the delivery, read every file, refuse or keep, and write tables, quarantine and quality."""

import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.core.engine import identifier, quoted, write
from graphrisk.core.locality import Locality
from graphrisk.ingest import macros, persons
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.flags import flags
from graphrisk.ingest.stage import Staged, stage
from graphrisk.ingest.survey import survey
from graphrisk.ingest.text import read_text
from graphrisk.ingest.versions import Versions, versions


def ingest(
    delivery: Path,
    out: Path,
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: date,
    locality: Locality,
    hash_keys: bool = False,
) -> None:
    """Read, check and version a delivery into `out`: tables/, quarantine/, quality.parquet. Raises DeliveryRefused."""
    scratch = out / ".staged"
    scratch.mkdir(parents=True, exist_ok=True)
    macros.make(con, persons.MACROS)
    faults = Faults()
    found = survey(Path(delivery), faults)
    staged: dict[str, list[Staged]] = defaultdict(list)
    for source in found.sources:
        raw = read_text(con, source, scratch, faults)
        if raw is not None:
            staged[source.table.name].append(stage(con, raw, scratch, len(staged[source.table.name])))
    _needed(staged, faults)
    faults.refuse()
    standing = {name: versions(con, contract()[name], parts, as_of.isoformat()) for name, parts in staged.items()}
    for name, now in standing.items():
        key = contract()[name].primary_key
        if len(key) == 1:
            con.execute(f"CREATE OR REPLACE VIEW key_{name} AS SELECT {identifier(key[0])} FROM ({now.now})")
    for name, now in standing.items():
        _write_table(con, name, now, staged[name], frozenset(standing), out, locality)
    _quarantine(con, staged, out, as_of)
    _quality(con, staged, standing, out, as_of)
    shutil.rmtree(scratch, ignore_errors=True)


def _needed(staged: dict[str, list[Staged]], faults: Faults) -> None:
    if not ({"project", "company"} <= staged.keys() or {"company", "clue"} <= staged.keys()):
        faults.add(
            "delivery",
            "至少需要 housing/project 和 market/company,或 market/company 和 hrss/clue",
            "needs at least housing/project and market/company, or market/company and hrss/clue",
        )


def _write_table(
    con: duckdb.DuckDBPyConnection,
    name: str,
    now: Versions,
    parts: list[Staged],
    delivered: frozenset[str],
    out: Path,
    locality: Locality,
) -> None:
    table = contract()[name]
    names = ", ".join(identifier(c) for c in table.columns)
    files = " ".join(f"WHEN {p.part} THEN {quoted(p.raw.source.file)}" for p in parts)
    rows = f"SELECT *, CAST(NULL AS BIGINT) AS peer_fen FROM ({now.now})"
    write(
        con,
        f"SELECT {names}, {flags(table, delivered, locality)} AS flags, CASE part {files} END AS source_file, "
        f"CAST(line AS BIGINT) AS source_line FROM ({rows})",
        out / "tables" / f"{name}.parquet",
    )


def _quarantine(con: duckdb.DuckDBPyConnection, staged: dict[str, list[Staged]], out: Path, as_of: date) -> None:
    for name, parts in staged.items():
        rows = " UNION ALL ".join(
            f"SELECT {quoted(p.raw.source.file)} AS file, line, f.column AS column, in_masked(substr(f.value, 1, 200)) AS value, "
            f"f.reason AS reason, f.detail AS detail FROM (SELECT line, unnest(_faults) AS f FROM {p.slow} "
            f"WHERE _kind IS NULL AND coalesce(_received <= DATE '{as_of}', true))"
            for p in parts
        )
        write(con, f"SELECT * FROM ({rows}) ORDER BY ALL", out / "quarantine" / f"{name}.parquet")


def _quality(
    con: duckdb.DuckDBPyConnection,
    staged: dict[str, list[Staged]],
    standing: dict[str, Versions],
    out: Path,
    as_of: date,
) -> None:
    rows = " UNION ALL ".join(
        f"SELECT {quoted(name)} AS \"table\", 'kept' AS \"check\", count(*) AS n_rows, '' AS detail "
        f"FROM read_parquet({quoted(out / 'tables' / f'{name}.parquet')})"
        f" UNION ALL SELECT {quoted(name)}, 'last_received_on', count(*), coalesce(CAST(max(received_on) AS VARCHAR), '') "
        f"FROM read_parquet({quoted(out / 'tables' / f'{name}.parquet')})"
        for name in standing
    )
    write(con, f"SELECT * FROM ({rows}) ORDER BY ALL", out / "quality.parquet")
