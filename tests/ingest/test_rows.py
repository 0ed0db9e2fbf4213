"""Rows: field counts, footnotes, blanks, versions, conflicts, flags, and the day."""

import datetime as dt
from pathlib import Path

import pytest

from graphrisk.core.engine import connect
from graphrisk.ingest import ingest
from tests.ingest.tools import (
    AS_OF,
    CHINA,
    GOOD,
    OPEN,
    OTHER,
    USCC,
    Result,
    bring_in,
    columns,
    delivery,
    row,
    text,
    write,
)

WIDTH = len(columns("clue"))
LINE = text("clue", [GOOD["clue"]]).splitlines()[1]
HEAD = text("clue", []).strip()


def _faults(folder: Path, out: Path, table: str = "clue") -> list[tuple[int, str, str, str]]:
    found = bring_in(folder, out).quarantine(table)
    return [(f["line"], f["column"], f["value"], f["reason"]) for f in found]


def test_broken_records_by_their_first_physical_line(tmp_path: Path) -> None:
    lines = [
        HEAD,
        LINE.replace("C1", "C2"),  # 2
        '"C3",' + USCC + ',,2022-01-01,"two\nlines",,,,,open,,,2022-01-02',  # 3, 4
        "C4," + USCC + ",2022-01-01",  # 5 too few
        LINE.replace("C1", "C5") + ",extra",  # 6 too many
        LINE.replace("C1", "C6") + ",, ,\u3000,\u00a0",  # 7 empty fields too many
        "",  # 8 blank
        "," * (WIDTH - 1),  # 9 blank
        " \u3000,\u00a0 ",  # 10 blank
        "合计,,,,,12,,,,,,,",  # 11
        "制表人：某某",  # 12
        "备注" + "," * (WIDTH - 1),  # 13
        "小计,3",  # 14
        LINE.replace("C1", 'C"15').replace("open", '"open"'),  # 15: a quote inside an unquoted cell
        LINE.replace("C1", '"C1""6"'),  # 16
        '"C17' + "\n\n" + '",bad' + "," * (WIDTH - 3) + ",x",  # 17 to 19: several faults in one record
        LINE.replace("C1", "C20"),  # 20
    ]
    folder = delivery(tmp_path / "d")
    write(folder, "clue", "\r\n".join(lines).replace("two\r\nlines", "two\nlines") + "\r\n")
    result = bring_in(folder, tmp_path / "out")
    assert [(r["clue_id"], r["source_line"]) for r in result.table("clue")] == [
        ("C2", 2),
        ("C3", 3),
        ("C6", 7),
        ('C"15', 15),
        ('C1"6', 16),
        ("C20", 20),
    ]
    faults = [(f["line"], f["column"], f["reason"]) for f in result.quarantine("clue")]
    assert faults[:6] == [
        (5, "", "field_count"),
        (6, "", "field_count"),
        (11, "clue_id", "footnote_row"),
        (12, "clue_id", "footnote_row"),
        (13, "clue_id", "footnote_row"),
        (14, "clue_id", "footnote_row"),
    ]
    assert {(c, r) for n, c, r in faults[6:] if n == 17} == {
        ("opened_on", "missing_required"),
        ("result", "missing_required"),
        ("received_on", "bad_date"),
    }
    told = result.quality("clue")
    assert (told["rows_in"], told["kept"], told["quarantined"], told["blank_rows"]) == (16, 6, 7, 3)
    five = next(f for f in result.quarantine("clue") if f["line"] == 5)
    assert five["value"] == f"C4,{USCC},2022-01-01"
    assert "13" in five["detail"]
    assert "3 found" in five["detail"]


def test_tab_in_quotes_is_text_and_bare_is_not(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    write(
        folder,
        "clue",
        HEAD
        + "\n"
        + LINE.replace("2022-01-01,,", '2022-01-01,"a\tb",')
        + "\n"
        + LINE.replace("2022-01-01,,", "2022-01-01,a\tb,")
        + "\n",
    )
    result = bring_in(folder, tmp_path / "out")
    assert [r["channel"] for r in result.table("clue")] == ["a\tb"]
    assert [(f["line"], f["value"], f["reason"]) for f in result.quarantine("clue")] == [
        (3, "a\tb", "control_character")
    ]


def test_several_faults_are_several_lines(tmp_path: Path) -> None:
    bad = row("clue", opened_on="x", heads="-1", amount_yuan="1.234", result="?")
    assert _faults(delivery(tmp_path / "d", clue=[bad]), tmp_path / "out") == [
        (2, "amount_yuan", "1.234", "too_precise"),
        (2, "heads", "-1", "out_of_range"),
        (2, "opened_on", "x", "bad_date"),
        (2, "result", "?", "bad_enum"),
    ]


def test_values_are_cut_at_200_characters(tmp_path: Path) -> None:
    ((_, _, value, _),) = _faults(delivery(tmp_path / "d", clue=[row("clue", result="坏" * 300)]), tmp_path / "out")
    assert value == "坏" * 200


def test_the_latest_version_stands(tmp_path: Path) -> None:
    clues = [
        row("clue", result="verified", received_on="2022-03-01", channel="later"),
        row("clue", result="open", received_on="2022-01-02"),
        row("clue", result="false", received_on="2022-06-16"),
        row("clue", uscc=OTHER, result="open", received_on="2022-01-02"),
    ]
    folder = delivery(tmp_path / "d", clue=clues)
    for day, expected in (
        ("2022-01-02", "open"),
        ("2022-02-28", "open"),
        ("2022-03-01", "verified"),
        ("2022-06-16", "false"),
    ):
        result = bring_in(folder, tmp_path / day, dt.date.fromisoformat(day))
        assert {r["uscc"]: r["result"] for r in result.table("clue")} == {USCC: expected, OTHER: "open"}
    assert result.quality("clue")["replaced_versions"] == 2


def test_twins_are_one_row_and_contradictions_are_none(tmp_path: Path) -> None:
    clues = [
        row("clue", clue_id="A", amount_yuan="1.5"),
        row("clue", clue_id="A", amount_yuan="1.50", uscc=f"'{USCC.lower()}", opened_on="2022/1/1"),
        row("clue", clue_id="B", heads="1"),
        row("clue", clue_id="B", heads="2"),
        row("clue", clue_id="B", heads="2"),
        row("clue", clue_id="C", heads="1"),
        row("clue", clue_id="C", heads="x"),
        row("clue", clue_id="D", heads="1"),
        row("clue", clue_id="D", heads=""),
    ]
    result = bring_in(delivery(tmp_path / "d", clue=clues), tmp_path / "out")
    assert [(r["clue_id"], r["source_line"]) for r in result.table("clue")] == [("A", 2), ("C", 7)]
    faults = result.quarantine("clue")
    assert [(f["line"], f["reason"]) for f in faults] == [
        (4, "key_conflict"),
        (5, "key_conflict"),
        (6, "key_conflict"),
        (8, "bad_type"),
        (9, "key_conflict"),
        (10, "key_conflict"),
    ]
    assert (faults[0]["column"], faults[0]["value"]) == ("clue_id/uscc", f"B/{USCC}")
    assert faults[0]["detail"].endswith("hrss/clue.csv:6")
    assert faults[2]["detail"].endswith("hrss/clue.csv:4")
    assert result.quality("clue")["exact_duplicates"] == 1
    assert result.details("clue", "evaluable_share") == ["0.25"]


def test_a_refused_later_version_leaves_the_earlier_one(tmp_path: Path) -> None:
    clues = [
        row("clue", clue_id="A"),
        row("clue", clue_id="A", result="?", received_on="2022-02-01"),
        row("clue", clue_id="B"),
        row("clue", clue_id="B", heads="1", received_on="2022-02-01"),
        row("clue", clue_id="B", heads="2", received_on="2022-02-01"),
        row("clue", clue_id="C"),
        row("clue", clue_id="C", result="?", received_on="2022-01-01"),
    ]
    result = bring_in(delivery(tmp_path / "d", clue=clues), tmp_path / "out")
    assert [(r["clue_id"], r["source_line"]) for r in result.table("clue")] == [("A", 2), ("B", 4), ("C", 7)]
    assert result.quality("clue")["earlier_version_stands"] == 2
    assert result.details("clue", "earlier_version_stands") == ["hrss/clue.csv:3, hrss/clue.csv:5"]


def test_what_comes_after_the_day_is_not_seen_broken_or_not(tmp_path: Path) -> None:
    late = {"received_on": "2022-06-16"}
    clues = [
        row("clue"),
        row("clue", clue_id="L1", **late),
        row("clue", clue_id="L2", result="?", heads="x", **late),
        row("clue", clue_id="L3", opened_on="", **late),
        row("clue", clue_id="合计", **late),
        row("clue", clue_id="L4", received_on="2022/6/16"),
        row("clue", clue_id="L5", received_on="tomorrow"),
    ]
    folder = delivery(tmp_path / "d", clue=clues)
    with (folder / "hrss" / "clue.csv").open("a") as file:
        file.write(LINE.replace("2022-01-02", "2022-06-16") + ",extra\n")
    result = bring_in(folder, tmp_path / "out")
    assert [r["clue_id"] for r in result.table("clue")] == ["C1"]
    assert [(f["line"], f["column"]) for f in result.quarantine("clue")] == [(8, "received_on")]
    assert result.quality("clue")["rows_in"] == 2


def test_flags(tmp_path: Path) -> None:
    contracts = [
        row("contract", contract_id="K1"),
        row("contract", contract_id="K2", project_id="nowhere", payer_uscc="x"),
    ]
    contracts.append(row("contract", contract_id="K3", signed_on="2022-01-02", started_on="1889-01-01"))
    folder = delivery(tmp_path / "d", contract=contracts)
    flags = {r["contract_id"]: r["flags"] for r in bring_in(folder, tmp_path / "out").table("contract")}
    assert flags == {
        "K1": [],
        "K2": ["check_digit:payer_uscc", "foreign_key:project_id"],
        "K3": ["received_before_event:received_on", "implausible_date:started_on"],
    }
    opaque = bring_in(folder, tmp_path / "open", locality=OPEN).table("contract")
    assert [r["flags"] for r in opaque][1] == ["foreign_key:project_id"]


def test_a_reference_to_a_quarantined_row_points_to_nothing(tmp_path: Path) -> None:
    projects = [GOOD["project"], row("project", project_id="P2", status="?")]
    folder = delivery(tmp_path / "d", project=projects, contract=[row("contract", project_id="P2")])
    assert bring_in(folder, tmp_path / "out").table("contract")[0]["flags"] == ["foreign_key:project_id"]


def test_references_to_a_table_that_was_not_delivered_are_not_judged(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    for name in ("company", "clue", "contract"):
        write(folder, name, text(name, [GOOD[name]]))
    assert bring_in(folder, tmp_path / "out").table("contract")[0]["flags"] == []


@pytest.mark.parametrize(("n", "expected"), [(19, []), (20, ["magnitude"])])
def test_sums_far_off_their_peers(n: int, expected: list[str], tmp_path: Path) -> None:
    projects = [row("project", project_id=f"P{i}", contract_amount_yuan="10000000") for i in range(n - 1)]
    projects.append(row("project", project_id="far", contract_amount_yuan="1000.00"))
    projects.append(row("project", project_id="other type", project_type="water", contract_amount_yuan="1"))
    contracts = [row("contract", contract_id=f"K{i}", project_id=f"P{i % 5}", amount_yuan="100") for i in range(n - 2)]
    contracts += [
        row("contract", contract_id="edge", amount_yuan="300000"),
        row("contract", contract_id="far", amount_yuan="300000.01"),
    ]
    result = bring_in(delivery(tmp_path / "d", project=projects, contract=contracts), tmp_path / "out")
    for table, key, column in (
        ("project", "project_id", "contract_amount_yuan"),
        ("contract", "contract_id", "amount_yuan"),
    ):
        flagged = {r[key]: r["flags"] for r in result.table(table) if r["flags"]}
        assert flagged == ({"far": [f"magnitude:{column}"]} if expected else {})


def test_columns_unknown_and_absent_are_counted(tmp_path: Path) -> None:
    names = ["note", *[c for c in columns("clue") if c != "channel"], "", ""]
    folder = delivery(tmp_path / "d")
    body = text("clue", [row("clue", note="x")], names[:-2]).replace("\n", ",,\n")
    write(folder, "clue", body)
    result = bring_in(folder, tmp_path / "out")
    assert result.table("clue")[0]["channel"] is None
    assert result.details("clue", "unknown_columns") == ["note"]
    assert result.details("clue", "absent_columns") == ["channel"]


def test_quality_says_how_fresh_a_feed_is(tmp_path: Path) -> None:
    result = bring_in(delivery(tmp_path / "d", clue=[row("clue", received_on="2022-06-05")]), tmp_path / "out")
    assert result.details("clue", "last_received_on") == ["2022-06-05"]
    assert result.quality("clue")["feed_age_days"] == 10


def test_one_thread_or_two_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [
        row(
            "payroll",
            person_key=f"w{i}",
            wage_month=f"2021-{i % 12 + 1:02}",
            received_on=f"2022-02-{i % 28 + 1:02}",
            due_yuan="x" if i % 97 == 0 else str(i),
        )
        for i in range(20_000)
    ]
    folder = delivery(tmp_path / "d", payroll=rows + rows[::3])
    one, two = (bring_in(folder, tmp_path / str(n), AS_OF, CHINA, threads=n) for n in (1, 2))
    for file in sorted(p.relative_to(one.out) for p in one.out.rglob("*.parquet")):
        assert (one.out / file).read_bytes() == (two.out / file).read_bytes(), file


def test_a_connection_may_go_through_the_door_twice(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d", clue=[row("clue", channel=" x ")])
    with connect(1) as con:
        for out in (tmp_path / "one", tmp_path / "two"):
            ingest(folder, out, con, as_of=AS_OF, locality=CHINA)
            assert Result(out).table("clue")[0]["channel"] == "x"


def test_names_that_mean_something_to_sql(tmp_path: Path) -> None:
    """Quotes, dollars and dashes in names of files and columns are only names."""
    folder = delivery(tmp_path / "$d'a--b")
    place = folder / "hrss" / "clue"
    place.mkdir(parents=True)
    names = [*columns("clue"), "$x", "it's", 'a"b', "--"]
    rows = [row("clue", heads="?"), row("clue", clue_id="C2", channel=" x ")]
    (place / "part $a 'b'; --.csv").write_text(text("clue", [r | {"$x": "$y"} for r in rows], names), "utf-8")
    result = bring_in(folder, tmp_path / "$out'")
    assert [r["source_file"] for r in result.table("clue")] == ["hrss/clue/part $a 'b'; --.csv"]
    assert [f["file"] for f in result.quarantine("clue")] == ["hrss/clue/part $a 'b'; --.csv"]
    assert result.details("clue", "unknown_columns") == ["$x, it's, a\"b, --"]


def test_opaque_ids_keep_their_case_and_credit_codes_do_not(tmp_path: Path) -> None:
    ids = ["a0cB-7", USCC.lower(), OTHER]
    folder = delivery(tmp_path / "d", clue=[row("clue", clue_id=f"C{n}", uscc=i) for n, i in enumerate(ids)])
    opaque = bring_in(folder, tmp_path / "open", locality=OPEN).table("clue")
    assert [r["uscc"] for r in opaque] == ["a0cB7", USCC, OTHER]
    checked = bring_in(folder, tmp_path / "checked").table("clue")
    assert [r["uscc"] for r in checked] == ["A0CB7", USCC, OTHER]
