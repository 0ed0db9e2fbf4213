"""What is received after the as-of day does not exist: deleting it changes not one byte of what is promised."""

import shutil
from pathlib import Path

import duckdb
import pytest

import graphrisk as gr
from tests.corridor.bytes import promised

DAYS = ["2022-01-20", "2022-04-10", "2022-06-01"]


def cut(delivery: Path, to: Path, day: str) -> Path:
    """The same delivery without the rows received after a day."""
    for file in sorted(delivery.rglob("*.csv")):
        copy = to / file.relative_to(delivery)
        copy.parent.mkdir(parents=True, exist_ok=True)
        read = f"read_csv('{file}', header = true, all_varchar = true, quote = '\"', escape = '\"')"
        duckdb.execute(f"COPY (SELECT * FROM {read} WHERE received_on <= '{day}') TO '{copy}' (HEADER)")
    return to


@pytest.mark.parametrize("day", DAYS)
def test_later_rows_change_nothing(day: str, town: Path, tmp_path: Path) -> None:
    whole = gr.run(town, day, "beijing", tmp_path / "whole" / "town")
    past = gr.run(cut(town, tmp_path / "cut" / "delivery", day), day, "beijing", tmp_path / "past" / "town")
    assert promised(whole.path) == promised(past.path)


def test_a_broken_row_of_tomorrow_is_not_seen(town: Path, tmp_path: Path) -> None:
    late = tmp_path / "late" / "delivery"
    shutil.copytree(town, late)
    file = late / "hrss" / "clue.csv"
    header = file.read_text("utf-8").splitlines()[0].split(",")
    row = {
        "clue_id": "CL-late",
        "uscc": "?",
        "opened_on": "2022-13-45",
        "result": "nonsense",
        "received_on": "2022-06-16",
    }
    text = file.read_text("utf-8")
    file.write_text(
        text + ("" if text.endswith("\n") else "\n") + ",".join(row.get(c, "") for c in header) + "\n", "utf-8"
    )
    one = gr.run(town, "2022-06-15", "beijing", tmp_path / "one" / "town")
    two = gr.run(late, "2022-06-15", "beijing", tmp_path / "two" / "town")
    assert promised(one.path) == promised(two.path)
