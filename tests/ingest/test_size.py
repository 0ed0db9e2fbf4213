"""A file of many pieces read by many threads: every row keeps its line, and the bytes do not depend on the threads."""

from pathlib import Path

import pytest

from graphrisk.core.contract import Table, contract
from graphrisk.core.engine import connect
from graphrisk.ingest import keep, macros, numbers, persons, text
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.hashing import open_hashing
from graphrisk.ingest.header import header
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.stage import _quick
from graphrisk.ingest.survey import Source
from tests.ingest.tools import AS_OF, CHINA, bring_in, delivery, row, rows_of

N = 40_000


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in pieces of a quarter of a megabyte, and no table is small enough to be sorted."""
    monkeypatch.setattr(text, "LONGEST_LINE", 1 << 16)
    monkeypatch.setattr(keep, "SORTED_ROWS", 0)


@pytest.mark.usefixtures("pieces")
def test_every_row_keeps_its_line_and_every_file_its_bytes(tmp_path: Path) -> None:
    kinds = ("owner", "contractor", "worker", "bank", "other")
    entries = [row("account_txn", txn_id=f"T{i:06}", counterparty_kind=kinds[i % 5]) for i in range(N)]
    pays = [row("payroll", person_key=f"w{i % 30_000}", received_on=f"2022-02-2{i // 30_000}") for i in range(N)]
    folder = delivery(tmp_path / "d", account_txn=entries, payroll=pays)
    results = [bring_in(folder, tmp_path / str(n), AS_OF, CHINA, threads=n) for n in (1, 2, 4)]
    found = rows_of(results[-1].out / "tables" / "account_txn.parquet")
    assert [(r["txn_id"], r["source_line"]) for r in found] == [(f"T{i:06}", i + 2) for i in range(N)]
    stand = rows_of(results[-1].out / "tables" / "payroll.parquet")
    assert [r["source_line"] for r in stand] == list(range(10_002, N + 2))
    for file in sorted(p.relative_to(results[0].out) for p in results[0].out.rglob("*.parquet")):
        assert len({(r.out / file).read_bytes() for r in results}) == 1, file


@pytest.mark.parametrize("hash_keys", [False, True])
@pytest.mark.parametrize("table", contract().values(), ids=lambda t: t.name)
def test_no_join_stands_between_a_file_and_its_rows(
    table: Table, hash_keys: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row numbers are lines only where nothing reorders the rows, and a join may."""
    monkeypatch.setenv("GRAPHRISK_HASH_KEY", "k" * 32)
    source = Source(table, Path("f.csv"), "f.csv")
    found = header(table, [f.name for f in table.fields], "f.csv", Faults())
    assert found is not None
    cells = ", ".join(f"CAST(range AS VARCHAR) AS c{i}" for i in range(found.width))
    raw = Raw(source=source, header=found, select=f"SELECT {cells} FROM range(9)", first_line=2, units={}, is_tidy=True)
    with connect(2) as con:
        macros.make(con, persons.MACROS | numbers.MACROS | persons.cased(checks_uscc=True))
        if hash_keys:
            open_hashing(con)
        plan = con.execute(f"EXPLAIN {_quick(raw, hash_keys=hash_keys)}").fetchall()[0][1]
    assert "Projection" in plan
    assert "join" not in plan.lower()
