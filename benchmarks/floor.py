"""The floor: DuckDB reads every file of a delivery once, typed as the contract says, and counts each column."""

import sys
from pathlib import Path

import duckdb

from graphrisk.core.contract import contract
from graphrisk.core.engine import quoted


def main(delivery: Path) -> None:
    """Scan all tables; the result is a count, the work is the reading."""
    for table in contract().values():
        file = delivery / table.agency / f"{table.name}.csv"
        if not file.is_file():
            continue
        types = {f.name: "DECIMAL(18,2)" if f.kind == "yuan" else f.sql_type for f in table.fields}
        columns = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in types.items())
        duckdb.sql(
            f"SELECT count(COLUMNS(*)) FROM read_csv({quoted(file)}, header = true, columns = {{{columns}}})"
        ).fetchall()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
