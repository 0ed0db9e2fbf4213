"""Every row that comes in is kept, quarantined, replaced, a twin, blank or not seen; none is lost, none is there twice."""

import datetime as dt
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.test_cells import CASES
from tests.ingest.tools import GOOD, Result, bring_in, columns, delivery, row, text, write

DAY = dt.date(2022, 3, 1)
KINDS = ["good", "later version", "twin", "other content", "bad cell", "after the day", "bad after the day"]
KINDS += ["blank", "spaces", "short", "long", "footnote", "quoted lines", "no day"]


def lines_of(kinds: list[tuple[str, int]]) -> tuple[list[str], int]:
    """Records of a clue file, each kind as a clerk would write it; and how many are not seen as of DAY."""
    made, unseen = [], 0
    for kind, number in kinds:
        cells = row("clue", clue_id=f"C{number}")
        match kind:
            case "later version":
                cells |= {"received_on": "2022-02-01", "result": "verified"}
            case "other content":
                cells |= {"heads": str(number)}
            case "bad cell":
                cells |= {"heads": "many", "opened_on": "?"}
            case "after the day" | "bad after the day":
                cells |= {"received_on": "2022-03-02", "heads": "many" if kind.startswith("bad") else ""}
                unseen += 1
            case "quoted lines":
                cells |= {"channel": 'a\n"b"\n'}
            case "no day":
                cells |= {"received_on": "-"}
        line = text("clue", [cells]).split("\n", 1)[1]
        match kind:
            case "blank":
                line = "\n"
            case "spaces":
                line = " ," * 12 + "\n"
            case "short":
                line = f"C{number},only\n"
            case "long":
                line = line.rstrip("\n") + ",x\n"
            case "footnote":
                line = f"合计,,,,,{number},,,,,,,\n"
        made.append(line)
    return made, unseen


def counted(result: Result) -> None:
    told = result.quality("clue")
    parts = ("kept", "quarantined", "replaced_versions", "exact_duplicates", "blank_rows")
    assert told["rows_in"] == sum(told[p] for p in parts)
    kept = {r["source_line"] for r in result.table("clue")}
    refused = {f["line"] for f in result.quarantine("clue")}
    assert len(kept) == told["kept"]
    assert len(refused) == told["quarantined"]
    assert not kept & refused


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 6)), max_size=40), st.sampled_from(["utf-8", "gb18030"])
)
def test_no_row_is_lost(kinds: list[tuple[str, int]], encoding: str) -> None:
    lines, unseen = lines_of(kinds)
    head = text("clue", [])
    with TemporaryDirectory() as place:
        folder = delivery(Path(place) / "d")
        write(folder, "clue", (head + "".join(lines)).encode(encoding))
        whole = bring_in(folder, Path(place) / "whole", DAY)
        assert whole.quality("clue")["rows_in"] == len(lines) - unseen
        counted(whole)
        # the same without what came after the day: not one byte of the tables changes
        past = [line for (kind, _), line in zip(kinds, lines, strict=True) if "after the day" not in kind]
        write(folder, "clue", (head + "".join(past)).encode(encoding))
        bring_in(folder, Path(place) / "past", DAY)
        one, two = (
            pq.read_table(Path(place) / run / "tables" / "clue.parquet").drop_columns(["source_line"])
            for run in ("whole", "past")
        )
        assert one.equals(two)


def test_ten_thousand_broken_rows(tmp_path: Path) -> None:
    """Each kind of cell forty times over among good rows: all of a kind come to the same end."""
    cases = [case for case in CASES if case[0] == "clue" and len(case[2]) < 1000]
    n = 10_000
    rows = [row("clue", clue_id=f"x{i}") | {cases[i % len(cases)][1]: cases[i % len(cases)][2]} for i in range(n)]
    good = [row("clue", clue_id=f"good{i}", heads=str(i)) for i in range(n)]
    mixed = [r for pair in zip(rows, good, strict=True) for r in pair]
    result = bring_in(delivery(tmp_path / "d", clue=mixed), tmp_path / "out")
    counted(result)
    kept = {r["clue_id"]: r for r in result.table("clue")}
    assert sum(key.startswith("good") for key in kept) == n
    assert not any(r["flags"] for key, r in kept.items() if key.startswith("good"))
    expected: Counter[str] = Counter()
    for i in range(n):
        _, column, _, outcome = cases[i % len(cases)]
        if isinstance(outcome, tuple) and outcome[0] == "quarantined":
            expected[outcome[1]] += 1
            assert f"x{i}" not in kept
        else:
            value = outcome[1] if isinstance(outcome, tuple) else outcome
            assert kept[f"x{i}"][column.replace("_yuan", "_fen")] == value
    assert Counter(f["reason"] for f in result.quarantine("clue")) == expected


def test_columns_are_in_contract_order(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d", clue=[GOOD["clue"]])
    bring_in(folder, tmp_path / "out")
    names = pq.read_schema(tmp_path / "out" / "tables" / "clue.parquet").names
    inside = [c.replace("_yuan", "_fen") for c in columns("clue")]
    assert names == [*inside, "flags", "source_file", "source_line"]
    assert pq.read_schema(tmp_path / "out" / "quarantine" / "clue.parquet").names == [
        "file",
        "line",
        "column",
        "value",
        "reason",
        "detail",
    ]
    assert pq.read_schema(tmp_path / "out" / "quality.parquet").names == ["table", "check", "n_rows", "detail"]
