"""A delivery made dirty: some thousand cells and lines broken in the ways that agencies break them, by one seed."""

import csv
import io
from collections import defaultdict
from pathlib import Path
from random import Random

from graphrisk.core.contract import Field, Table, contract
from tests.ingest.test_cells import CASES

LINES = 4000  # of each file, so that the tests stay quick
PERSONS = ["13912345678", "\uff11\uff13\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "6222020000000000004"]
PERSONS += ["139\u200b12345678", "11010519491231002X"]
KINDS = ["cell"] * 12 + ["twin", "other content", "later", "after the day", "blank", "spaces", "short", "long"]
KINDS += ["empty fields too many", "footnote", "remark", "all quoted", "quote inside", "earlier", "long ago"]


def make_dirty(clean: Path, dirty: Path, seed: int = 7) -> None:
    """A copy of a delivery in CSV, with dirt in every table, in several encodings, forms and languages."""
    random = Random(seed)
    cells: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for name, column, cell, _ in CASES:
        if len(cell) < 1000 and "\x1f" not in cell:  # quarantine shows the signs that the careful reader marks as 0x1A
            cells[kind_of(contract()[name].field(column))].append(cell)
    for number, (name, table) in enumerate(contract().items()):
        path = clean / table.agency / f"{name}.csv"
        if not path.is_file():
            continue
        with path.open(encoding="utf-8-sig", newline="") as stream:
            names, *rows = list(csv.reader(stream))[:LINES]
        delimiter, encoding = ",\t;"[number % 3], ("utf-8", "utf-8-sig", "gb18030")[number // 3 % 3]
        head = [table.field(n).title if number % 2 else n.upper() for n in names] + ["备注"] * (number % 4 == 0)
        end = "\r\n" if number % 5 == 0 else "\n"
        put_persons(random, table, names, rows)
        lines = [broken_line(random, table, names, row, cells, delimiter, len(head)) for row in rows]
        parts = [lines[:1500], lines[1500:]] if name == "payroll" else [lines]
        for place, part in enumerate(parts):
            file = f"{name}/{place}.csv" if len(parts) > 1 else f"{name}{('.csv', '.TXT')[number % 7 == 0]}"
            target = dirty / table.agency / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((end.join([written(head, delimiter), *part]) + end).encode(encoding))
    (dirty / "manifest.yaml").write_text("tables: {contract: {unit: wan_yuan, columns: [amount_yuan]}}")


def kind_of(field: Field) -> tuple[str, str, bool]:
    """Fields of one kind are broken alike."""
    return field.type, field.kind, bool(field.enum)


def broken_line(
    random: Random,
    table: Table,
    names: list[str],
    row: list[str],
    cells: dict[tuple[str, str, bool], list[str]],
    delimiter: str,
    width: int,
) -> str:
    """One record as it is written: mostly as it was, else broken in one way; twins and versions follow behind it."""
    kind = random.choice(KINDS) if random.random() < 0.25 else ""
    row, received = [*row, *[""] * (width - len(row))], names.index("received_on")
    at = random.randrange(len(names))
    field = table.field(names[at])
    pool = cells[kind_of(field)] or ["?"]
    line = written(row, delimiter)
    other = [*row[:at], random.choice(pool), *row[at + 1 :]]

    def on(day: str, base: list[str]) -> str:
        return written([*base[:received], day, *base[received + 1 :]], delimiter)

    match kind:
        case "cell":
            return written(other, delimiter)
        case "twin":
            return "\n".join([line] * random.randrange(2, 4))
        case "other content":
            return "\n".join([line, written(other, delimiter)] + [line] * random.randrange(2))
        case "later":
            return line + "\n" + on("2022-06-1" + random.choice("456"), other)
        case "earlier":
            return on("2022/1/3", other) + "\n" + line
        case "after the day":
            return on("2022年6月16日", other)
        case "blank":
            return line + "\n"
        case "spaces":
            return line + "\n" + written([" "] * random.choice([3, width]), delimiter)
        case "short":
            return written(row[: random.randrange(2, width)], delimiter)
        case "long":
            return written([*row, "x"], delimiter)
        case "empty fields too many":
            return written([*row, " ", ""], delimiter)
        case "footnote":
            return written([random.choice(["合计", " 小计", "总计"]), *row[1 : random.choice([5, width])]], delimiter)
        case "remark":
            return written(["制表人:某", *[""] * random.choice([2, width - 1])], delimiter)
        case "all quoted":
            return written([*other[:-1], 'a\tb "c"\nd' if width > len(names) else other[-1]], delimiter, csv.QUOTE_ALL)
        case "quote inside":
            return line.replace(row[0], row[0][:3] + '"' + row[0][3:], 1) if '"' not in line else line
        case "long ago":
            return on("1989-12-31", row)
    return line


def put_persons(random: Random, table: Table, names: list[str], rows: list[list[str]]) -> None:
    """A few persons' numbers in columns that are large enough to be taken in spite of them."""
    for at, name in enumerate(names):
        if table.field(name).type == "string" and sum(row[at] != "" for row in rows) > 1500:
            for place in random.sample(range(len(rows)), 4):
                rows[place] = [*rows[place][:at], random.choice(PERSONS), *rows[place][at + 1 :]]


def written(row: list[str], delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    """One record as text, without a line end."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerow(row)  # type: ignore[arg-type]
    return out.getvalue()[:-1]
