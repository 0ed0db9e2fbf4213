"""The quick reading never says anything that the careful one would not: every type, on cells bent in every way."""

import random

import pytest

from graphrisk.core.contract import Field, Table, contract
from graphrisk.core.engine import connect
from graphrisk.ingest import macros, persons
from graphrisk.ingest.cells import careful, quick

SEEDS = {
    "date": [
        "2021-03-05",
        "2021/3/5",
        "2021年3月5日",
        "0999-01-01",
        "infinity",
        "epoch",
        "2021-03-05 00:00:00",
        "12021-01-01",
    ],
    "datetime": [
        "2021-03-05T09:30:00",
        "2021-03-05 09:30:00",
        "2021-03-05T24:00:00",
        "2021-03-05T09:30:00Z",
        "2021-03-05T09:30:00+08:",
        "2021-03-05T09:30:00-0830",
        "2021-3-5 9:3:0",
    ],
    "yearmonth": ["2021-03", "2021/3", "0000-01", "2021-13", "2021-03-05"],
    "integer": ["12", "0012", "+12", "-12", "12.0", "1e3", "9223372036854775808", "1_000"],
    "number": ["12", "12.5", ".5", "5.", "1e3", "nan", "inf", "31.0000001", "1" * 20],
    "yuan": ["1234.50", "1234", "1.005", "-0.00", "1e2", "1,234.50", "0.1", "12345678901234567.89", "1_0.00"],
    "boolean": ["true", "TRUE", "1", "0", "t", "yes", "是"],
    "enum": ["building", "Building", " building", "not_started"],
    "key": ["h1", "H-1", "h 1", "'h1", "11010519491231002X", "13912345678", "9E+5", "h_1"],
    "uscc": ["91110000100000001W", "91110000100000001w", "9111-0000", "9.1E+17", "'91"],
    "id": [
        "P-1",
        "P 1",
        "20210305",
        "13912345678",
        "6222000000000012",
        "9E-05",
        "1-2",
        "'P1",
        "p/1.2",
        "（2022）京0115执1号",
        "建筑服务-劳务",
        "91110115MA106MLJ0Y",
        "1101011990E1",
    ],
    "permit": ["110115202103281001", "6222000000000012", "1.1E+17", "京施2021-1"],
    "text": [
        "甲公司",
        "a b",
        " a",
        "a\tb",
        "13912345678",
        "\u2460\u00b3912345678",
        "\u2460391234567\u2467",
        "\uff11\uff13\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        "=1+1",
        "1",
        "\u200b139",
    ],
}
FIELDS = {
    "date": ("clue", "result_on"),
    "datetime": ("payroll", "signed_at"),
    "yearmonth": ("clue", "from_month"),
    "integer": ("clue", "heads"),
    "number": ("payroll", "days"),
    "yuan": ("clue", "amount_yuan"),
    "boolean": ("contract", "owner_consent"),
    "enum": ("project", "status"),
    "key": ("project", "address_key"),
    "uscc": ("clue", "uscc"),
    "id": ("clue", "project_id"),
    "permit": ("project", "permit_no"),
    "text": ("clue", "channel"),
}
ALPHABET = "0123456789-/:.,+ TZE'\"\\年月日aAxX_\t\x00\x1f\x7f\u00a0\u3000\u200b\uff11\uff0e\u0085()¥%"


def bent(seeds: list[str], n: int, alphabet: str) -> list[str]:
    """Each seed with up to three characters put in, taken out or changed."""
    draw, made = random.Random(7), list(seeds)
    while len(made) < n:
        cell = draw.choice(seeds)
        for _ in range(draw.randrange(1, 4)):
            at = draw.randrange(len(cell) + 1)
            cell = cell[:at] + draw.choice([draw.choice(alphabet), ""]) + cell[at + draw.randrange(2) :]
        made += [cell] * bool(cell)
    return made


def looked_at(field: Field) -> str:
    return "in_is_person(in_code(c))" if field.kind == "key" else "in_is_person(in_nfkc(in_plain(c)))"


def disagreements(kind: str, cells: list[str], *, is_tidy: bool) -> list[tuple[str, ...]]:
    name, column = FIELDS[kind]
    table: Table = contract()[name]
    field = table.field(column)
    way = careful(field, table, "c", "t", "v")
    is_person = looked_at(field) if persons.is_looked_at(field) else "false"
    with connect(1) as con:
        macros.make(con, persons.MACROS | persons.cased(checks_uscc=True))
        con.execute("CREATE TABLE cells AS SELECT unnest(?::VARCHAR[]) AS c", [cells])
        return con.execute(
            f"""WITH t AS (SELECT c, {way.text} AS t FROM cells), v AS (SELECT *, {way.value} AS v FROM t),
            r AS (SELECT *, {way.reason} AS r, {is_person} AS p, {quick(field, table, "c", is_tidy=is_tidy)} AS q FROM v)
            SELECT c, CAST(q AS VARCHAR), CAST(v AS VARCHAR), r FROM r
            WHERE q IS NOT NULL AND (r IS NOT NULL OR p OR q IS DISTINCT FROM v)"""
        ).fetchall()


@pytest.mark.parametrize("kind", FIELDS)
def test_quick_agrees_with_careful(kind: str) -> None:
    assert disagreements(kind, bent(SEEDS[kind], 4000, ALPHABET), is_tidy=False) == []


@pytest.mark.parametrize("kind", ["key", "id"])
def test_quick_agrees_with_careful_in_tidy_files(kind: str) -> None:
    tidy = "".join(c for c in ALPHABET if " " <= c < "\x7f") + "\t"
    cells = [c for c in bent(SEEDS[kind], 4000, tidy) if c.isascii()]
    assert [d for d in disagreements(kind, cells, is_tidy=True) if "\t" not in d[0]] == []
