"""The load stops where a column holds persons' numbers; a few of them only cost their rows."""

import duckdb

from graphrisk.ingest.faults import Faults
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.stage import Staged

STOP_CELLS, STOP_SHARE = 20, 0.01  # contract, reading.md: so many cells of a column of a file, or this share of them


def stop_at_persons(con: duckdb.DuckDBPyConnection, staged: Staged, faults: Faults) -> None:
    """Refuse the file if a column of it, over all its rows, is one of persons' numbers."""
    found = con.execute(
        f"SELECT name, count(*), min(_line) FROM (SELECT _line, unnest(_persons) AS name FROM {staged.slow}) GROUP BY name ORDER BY name"
    ).fetchall()
    for name, n, line in found:
        share = n / max(1, _filled(con, staged.raw, name))
        if n < STOP_CELLS and share < STOP_SHARE:
            continue
        faults.add(
            staged.raw.source.file,
            f"列 {name} 有 {n} 个值像证件号、银行卡号或手机号（占 {share:.1%}，如第 {line} 行）；请在本单位先做键值化，或加 --hash-keys",
            f"column {name}: {n} values ({share:.1%}, e.g. line {line}) look like id, bank card or mobile numbers: "
            "hash them at the agency, or load with --hash-keys if it is a key column, else leave the column out",
        )


def refuse_second_header(con: duckdb.DuckDBPyConnection, staged: Staged, faults: Faults) -> None:
    """Refuse a file that has its header again among its rows: two files were joined."""
    lines = con.execute(f"SELECT _line FROM {staged.slow} WHERE _kind = 'header' ORDER BY 1 LIMIT 3").fetchall()
    if lines:
        told = ", ".join(str(n) for (n,) in lines)
        faults.add(
            staged.raw.source.file,
            f"第 {told} 行又是表头，请删去或分成多个文件",
            f"line {told} is a header again: remove it, or deliver the parts as files of a folder {staged.raw.source.table.name}/",
        )


def _filled(con: duckdb.DuckDBPyConnection, raw: Raw, name: str) -> int:
    """Non-empty cells of a column over the whole file."""
    place = next(i for i in range(raw.header.width) if raw.name(i) == name)
    rows = con.execute(f"SELECT count(in_trim(c{place})) FROM ({raw.select})").fetchall()
    return int(rows[0][0])
