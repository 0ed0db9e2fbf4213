"""Every sentence of the contract's reading rules about cells: what is written, and what comes of it."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.ingest.tools import GOOD, USCC, Result, bring_in, delivery, row

D = date(2021, 3, 5)
T = datetime(2021, 3, 5, 9, 30)  # noqa: DTZ001 -- times inside are naive, Asia/Shanghai

# (table, column, cell, outcome): a value as kept, or ("quarantined", reason), or ("flagged", value)
CASES: list[tuple[str, str, str, Any]] = [
    # around every cell spaces are trimmed: ASCII, full-width, no-break; inner text stays
    ("clue", "channel", "  热线 ", "热线"),
    ("clue", "channel", "　热线　", "热线"),
    ("clue", "channel", "\u00a0热线\u00a0", "热线"),
    ("clue", "channel", "热 线　a", "热 线　a"),
    ("clue", "heads", "　12 ", 12),
    # zero-width characters go from identifiers and keys, and stay in text
    ("project", "area_code", "11\u200b0115", "110115"),
    ("contract", "parent_contract_id", "\ufeffK-9\u200d", "K-9"),
    ("project", "address_key", "h\u20601", "h1"),
    ("clue", "channel", "热\u200b线", "热\u200b线"),
    # control characters
    ("clue", "channel", "a\x00b", ("quarantined", "control_character")),
    ("clue", "channel", "a\x07", ("quarantined", "control_character")),
    ("clue", "channel", "a\x7f", ("quarantined", "control_character")),
    ("clue", "channel", "a\u0085b", ("quarantined", "control_character")),
    ("clue", "project_id", "P\x1f1", ("quarantined", "control_character")),
    ("clue", "heads", "\x001", ("quarantined", "control_character")),
    ("clue", "opened_on", "2021-03-05\x0b", ("quarantined", "control_character")),
    ("clue", "channel", "line\nline", "line\nline"),
    ("clue", "channel", "line\r\nline", "line\r\nline"),
    ("clue", "channel", "bare\ttab", ("quarantined", "control_character")),
    ("clue", "channel", "lone\rreturn", ("quarantined", "control_character")),
    # null is the empty cell only
    ("clue", "channel", "", None),
    ("clue", "channel", "   ", None),
    ("clue", "channel", "-", "-"),
    ("clue", "channel", "/", "/"),
    ("clue", "channel", "无", "无"),
    ("clue", "channel", "NULL", "NULL"),
    ("clue", "channel", "N/A", "N/A"),
    ("clue", "result_on", "-", ("quarantined", "bad_date")),
    ("clue", "result_on", "无", ("quarantined", "bad_date")),
    ("clue", "from_month", "/", ("quarantined", "bad_date")),
    ("payroll", "signed_at", "N/A", ("quarantined", "bad_date")),
    ("clue", "heads", "-", ("quarantined", "bad_type")),
    ("clue", "heads", "NULL", ("quarantined", "bad_type")),
    ("clue", "amount_yuan", "无", ("quarantined", "bad_type")),
    ("contract", "owner_consent", "N/A", ("quarantined", "bad_type")),
    ("clue", "opened_on", "", ("quarantined", "missing_required")),
    ("clue", "opened_on", " 　", ("quarantined", "missing_required")),
    ("clue", "received_on", "", ("quarantined", "missing_required")),
    ("clue", "received_on", "2022-13-01", ("quarantined", "bad_date")),
    # credit codes and keys
    ("clue", "uscc", " 91110000100000001w ", USCC),
    ("clue", "uscc", "9111 0000-1000 00001W", USCC),
    ("clue", "uscc", "91110000100000001W", USCC),
    ("clue", "uscc", "'91110000100000001W", USCC),
    ("clue", "uscc", "91110000100000001X", ("flagged", "91110000100000001X")),
    ("clue", "uscc", "123", ("flagged", "123")),
    ("clue", "uscc", "-", ("flagged", "-")),
    ("project", "owner_uscc", "无", ("flagged", "无")),
    ("clue", "uscc", "9.1110000E+17", ("quarantined", "excel_scientific")),
    ("project", "address_key", " h - 12 3", "h123"),
    ("project", "address_key", "'h1", "h1"),
    ("project", "address_key", "H①", "H1"),
    ("project", "address_key", "1.2E+10", ("quarantined", "excel_scientific")),
    ("project", "permit_no", "1.10115E+17", ("quarantined", "excel_scientific")),
    ("project", "permit_no", "1.10115E17", "1.10115E17"),
    ("contract", "parent_contract_id", "6E-05", ("quarantined", "excel_scientific")),
    ("contract", "parent_contract_id", "K-2021-003", "K-2021-003"),
    ("clue", "channel", "9.13E+17", "9.13E+17"),
    # integers
    *[
        ("clue", "heads", cell, 12)
        for cell in ("12", "+12", "0012", "12.0", "12.000", "\uff11\uff12", "\uff11\uff12\uff0e\uff10")
    ],
    ("clue", "heads", "0", 0),
    *[
        ("clue", "heads", cell, ("quarantined", "bad_type"))
        for cell in ("1,234", "12人", "5%", "1E5", "12.5", "NaN", "INF", "0x1A", "1 2", "一")
    ],
    ("clue", "heads", "-1", ("quarantined", "out_of_range")),
    ("clue", "heads", "9223372036854775807", 9223372036854775807),
    ("clue", "heads", "9223372036854775808", ("quarantined", "out_of_range")),
    # other numbers
    ("contract", "labour_fee_cycle_months", "1.5", 1.5),
    ("contract", "labour_fee_cycle_months", "+1.5", 1.5),
    ("contract", "labour_fee_cycle_months", "-.5", -0.5),
    ("contract", "labour_fee_cycle_months", "-2.5", -2.5),
    *[
        ("contract", "labour_fee_cycle_months", cell, ("quarantined", "bad_type"))
        for cell in ("1,234.5", "NaN", "INF", "-inf", "1e3", "5%", "1.2.3", "1/2", ".")
    ],
    ("contract", "labour_fee_cycle_months", "1" + "0" * 400, ("quarantined", "out_of_range")),
    ("project", "labour_share", "1", 1.0),
    ("project", "labour_share", "1.0001", ("quarantined", "out_of_range")),
    ("project", "labour_share", "-0.1", ("quarantined", "out_of_range")),
    ("payroll", "days", "31", 31.0),
    ("payroll", "days", "31.5", ("quarantined", "out_of_range")),
    # money
    ("clue", "amount_yuan", "1234.5", 123450),
    ("clue", "amount_yuan", "1234", 123400),
    ("clue", "amount_yuan", "+1234.50", 123450),
    ("clue", "amount_yuan", "¥1,234,567.00", 123456700),
    ("clue", "amount_yuan", "\uffe51234.50", 123450),
    ("clue", "amount_yuan", "\uff11\uff0c\uff12\uff13\uff14\uff0e\uff15", 123450),
    ("contract", "labour_fee_cycle_months", "\uff0d\uff11\uff0e\uff15", -1.5),
    ("clue", "uscc", "\uff19\uff11" + USCC[2:17] + "\uff37", USCC),
    ("project", "address_key", "\uff48\uff11", "h1"),
    ("clue", "result_on", "\uff12\uff10\uff12\uff11\uff0d\uff10\uff13\uff0d\uff10\uff15", D),
    ("clue", "from_month", "\uff12\uff10\uff12\uff11\uff0d\uff10\uff13", "2021-03"),
    ("payroll", "signed_at", "\uff12\uff10\uff12\uff11-03-05 09:30:00", T),
    ("clue", "result_on", "2021\uff0f3\uff0f5", ("quarantined", "bad_date")),
    ("contract", "owner_consent", "\uff11", ("quarantined", "bad_type")),
    ("clue", "amount_yuan", "1,234.50", 123450),
    ("clue", "amount_yuan", ".50", 50),
    ("clue", "amount_yuan", "0012.10", 1210),
    ("clue", "amount_yuan", "1.230", 123),
    ("clue", "amount_yuan", "1.2300000", 123),
    ("clue", "amount_yuan", "-0.00", 0),
    ("clue", "amount_yuan", "1.234", ("quarantined", "too_precise")),
    ("clue", "amount_yuan", "1.000001", ("quarantined", "too_precise")),
    ("clue", "amount_yuan", "-1", ("quarantined", "out_of_range")),
    ("clue", "amount_yuan", "92233720368547758.07", 9223372036854775807),
    ("clue", "amount_yuan", "92233720368547758.08", ("quarantined", "out_of_range")),
    ("clue", "amount_yuan", "9999999999999999.99", 999999999999999999),
    ("clue", "amount_yuan", "9" * 60, ("quarantined", "out_of_range")),
    *[
        ("clue", "amount_yuan", cell, ("quarantined", "bad_type"))
        for cell in (
            "1.25E+6",
            "1.2万",
            "12元",
            "1,23",
            "1234,567",
            ",123",
            "1,2345",
            "12.3.4",
            "¥",
            ".",
            "1 234",
            "¥¥1",
            "$5",
            "0x10",
        )
    ],
    # booleans
    *[("contract", "owner_consent", cell, True) for cell in ("true", "TRUE", "True", "1", "是")],
    *[("contract", "owner_consent", cell, False) for cell in ("false", "False", "0", "否")],
    *[("contract", "owner_consent", cell, ("quarantined", "bad_type")) for cell in ("yes", "T", "2", "对", "真")],
    # dates
    *[
        ("clue", "result_on", cell, D)
        for cell in (
            "2021-03-05",
            "2021-3-5",
            "2021/3/5",
            "2021/03/05",
            "2021年3月5日",
            "2021年03月05日",
            "2021-03-05 00:00:00",
            "2021/3/5 0:00",
            "2021-03-05T00:00:00",
            "2021-03-05",
            "2021-03-05",
            " 2021-03-05　",
        )
    ],
    *[
        ("clue", "result_on", cell, ("quarantined", "bad_date"))
        for cell in (
            "20210305",
            "2021.3.5",
            "44260",
            "2021-02-30",
            "2021-13-01",
            "0000-01-01",
            "21-03-05",
            "05/03/2021",
            "2021-03",
            "2021-03-05 10:30:00",
            "2021-03-05 00:00",
            "2021-03/05",
            "2021年3月5",
            "March 5, 2021",
            "infinity",
            "epoch",
            "2021-03-05 (BC)",
            "12021-03-05",
            "-2021-03-05",
        )
    ],
    ("clue", "result_on", "2020-02-29", date(2020, 2, 29)),
    ("clue", "result_on", "1989-12-31", ("flagged", date(1989, 12, 31))),
    ("clue", "result_on", "1990-01-01", date(1990, 1, 1)),
    ("clue", "result_on", "2100-12-31", date(2100, 12, 31)),
    ("clue", "result_on", "2101-01-01", ("flagged", date(2101, 1, 1))),
    ("clue", "result_on", "0001-01-01", ("flagged", date(1, 1, 1))),
    ("clue", "result_on", "9999-12-31", ("flagged", date(9999, 12, 31))),
    # months
    *[
        ("clue", "from_month", cell, "2021-03")
        for cell in (
            "2021-03",
            "2021-3",
            "2021/3",
            "2021/03",
            "2021年3月",
            "2021年03月",
            "2021-03-05",
            "2021/3/5",
            "2021年3月5日",
            "2021-03-01 00:00:00",
            "2021-03",
        )
    ],
    *[
        ("clue", "from_month", cell, ("quarantined", "bad_date"))
        for cell in (
            "202103",
            "2021-13",
            "2021-00",
            "2021.3",
            "3/2021",
            "0000-03",
            "2021-02-30",
            "2021-03-05 10:30",
            "2021年",
            "Mar-21",
        )
    ],
    # times
    *[
        ("payroll", "signed_at", cell, T)
        for cell in (
            "2021-03-05T09:30:00",
            "2021-03-05 09:30:00",
            "2021-03-05 09:30",
            "2021/3/5 09:30",
            "2021年3月5日 09:30:00",
            "2021-03-05T09:30:00.123456",
            "2021-03-05T01:30:00Z",
            "2021-03-05T09:30:00+08:00",
            "2021-03-05T02:30:00+01:00",
            "2021-03-04 20:30:00-05:00",
            "2021-03-05T09:30+0800",
            "2021-03-05 09:30:00",
        )
    ],
    ("payroll", "signed_at", "2021-03-05", T.replace(hour=0, minute=0)),
    ("payroll", "signed_at", "2021/3/5 0:00", T.replace(hour=0, minute=0)),
    *[
        ("payroll", "signed_at", cell, ("quarantined", "bad_date"))
        for cell in (
            "2021-03-05 25:00",
            "2021-03-05 24:00",
            "2021-03-05 09:60",
            "2021-03-05 9:30",
            "20210305093000",
            "2021-03-05 09:30:00 PM",
            "2021-02-30 09:30",
            "09:30",
            "44260.39",
            "2021-03-05 09:30:00+99:00",
            "0000-03-05 09:30",
        )
    ],
    # enums
    ("clue", "result", "Verified", "verified"),
    ("clue", "result", " VERI FIED ", "verified"),
    ("project", "status", "Not Started", "not_started"),
    ("clue", "result", "done", ("quarantined", "bad_enum")),
    ("clue", "result", "0", ("quarantined", "bad_enum")),
    ("clue", "result", "无", ("quarantined", "bad_enum")),
    ("clue", "result", "", ("quarantined", "missing_required")),
    ("project", "fund_source", "", None),
    # hostile cells come through as they are
    *[
        ("clue", "channel", cell, cell)
        for cell in (
            "=cmd|'/C calc'!A0",
            "@SUM(1+1)",
            "+1+1",
            "<script>alert(1)</script>",
            'he said "no"',
            "'); DROP TABLE clue; --",
            "\\N",
            "\\",
            "{{7*7}}",
            "😀𠮷",
            "é",
            "\u202eabc",
            "x" * 100_000,
            '"' * 1000,
            "#N/A",
            "a;b",
            "a,b",
        )
    ],
]


# Cells that are kept as they are and make another column remarkable.
FLAGS: dict[tuple[str, str], list[str]] = {}


def _key(table: str, number: int) -> dict[str, str]:
    name = {"project": "project_id", "clue": "clue_id", "contract": "contract_id", "payroll": "person_key"}[table]
    return {name: f"x{number}"}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    tables: dict[str, list[dict[str, str]]] = {"project": [GOOD["project"]], "company": [GOOD["company"]]}
    for number, (table, column, cell, _) in enumerate(CASES):
        tables.setdefault(table, []).append(row(table) | _key(table, number) | {column: cell})
    place = tmp_path_factory.mktemp("cells")
    return bring_in(delivery(place / "d", **tables), place / "out")


@pytest.fixture(scope="module")
def told(result: Result) -> dict[str, dict[str, Any]]:
    """key of a case -> ("kept", row) or ("quarantined", faults), by table."""
    found: dict[str, dict[str, Any]] = {}
    for table in {case[0] for case in CASES}:
        key = next(iter(_key(table, 0)))
        kept = {r[key]: ("kept", r) for r in result.table(table)}
        found[table] = kept
        found[table + "!"] = result.quarantine(table)
    return found


def _lines(table: str) -> dict[int, int]:
    """number of a case -> its first physical line in its file."""
    line, lines = 2 + (table == "project"), {}
    for number, (name, _, cell, _) in enumerate(CASES):
        if name == table:
            lines[number] = line
            line += 1 + cell.count("\n")
    return lines


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[1]}={c[2][:20]!r}" for c in CASES])
def test_cell(number: int, told: dict[str, Any]) -> None:
    table, column, cell, outcome = CASES[number]
    line = _lines(table)[number]
    kept = told[table].get(f"x{number}")
    faults = [f for f in told[table + "!"] if f["line"] == line]
    if isinstance(outcome, tuple) and outcome[0] == "quarantined":
        assert kept is None
        assert [(f["column"], f["reason"]) for f in faults] == [(column, outcome[1])]
        assert faults[0]["file"].endswith(f"/{table}.csv")
        if cell.isprintable():
            assert (faults[0]["value"] or "") == cell[:200] or "*" in faults[0]["value"]
        return
    assert not faults
    assert kept is not None
    inside = column.replace("_yuan", "_fen")
    if isinstance(outcome, tuple):
        assert kept[1][inside] == outcome[1]
        assert [flag.split(":")[1] for flag in kept[1]["flags"]] == [column]
    else:
        assert kept[1][inside] == outcome
        assert type(kept[1][inside]) is type(outcome)
        assert kept[1]["flags"] == FLAGS.get((column, cell), [])
    assert kept[1]["source_line"] == line
