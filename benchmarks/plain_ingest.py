"""Ingest in plain pandas: the checks, tables, quarantine and counts of the corridor's door, for text files.

Done as the contract's reading.md says: encoding, delimiter, headers in either language, records over several lines, broken
and blank lines, each cell by `plain_cells`, persons' numbers, units of the manifest, versions, twins and contradictions,
references, check digits, magnitude, days that cannot be. Left out: XLSX and Parquet; of refusals those of the folder
(links, two forms, a table in another agency's folder) and of odd bytes (UTF-16, two encodings in one file, lone CR as line
end, lines over 8 MB); hashing at the door; the sentence that stands beside each reason.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plain_cells as cells
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from plain_cells import Fault, trimmed, visible

from graphrisk.core.contract import Table, contract

FOOTNOTES = {"合计", "小计", "总计"}
BATCH = 250_000  # records read before their cells are checked: what memory allows
DTYPES = {"VARCHAR": "str", "BIGINT": "Int64", "DOUBLE": "float64", "BOOLEAN": "boolean"}  # days stay Python's
ARROW = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}
ARROW |= {"DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us")}
FAULT = ["file", "line", "column", "value", "reason"]
SUMS = {"project": "contract_amount_yuan", "contract": "amount_yuan"}
BARE_TAB, BARE_CR = "\x1c", "\x1b"  # a tab or CR that no quotes enclose is no text
csv.field_size_limit(1 << 23)


class Refused(Exception):  # noqa: N818 -- it says what became of the delivery
    """The delivery cannot be taken: file, row or column, and why."""


@dataclass(frozen=True)
class Head:
    """The header of one file: what each column is called, and where each field stands."""

    names: list[str]
    places: dict[str, int]
    delimiter: str


@dataclass
class Read:
    """What files of one table gave: good rows, rows with faults, faults, counts."""

    rows: list[pd.DataFrame]
    refused: list[pd.DataFrame]
    faults: list[pd.DataFrame]
    counts: Counter[str]
    unknown: set[str]
    absent: set[str]


def ingest(delivery: Path, out: Path, as_of: date) -> dict[str, pd.DataFrame]:
    """Read and check a delivery, write tables/, quarantine/ and quality.parquet; the tables as they stand on the day."""
    found = {t.name: files_of(delivery, t) for t in contract().values()}
    stated = delivery / "manifest.yaml"
    units = (yaml.safe_load(stated.read_bytes()) or {}).get("tables") or {} if stated.is_file() else {}
    reads = {n: read_table(delivery, contract()[n], p, units.get(n) or {}, as_of) for n, p in found.items() if p}
    standing = {name: versions(contract()[name], read) for name, read in reads.items()}
    quality = []
    for name, frame in standing.items():
        frame["flags"] = flags(contract()[name], frame, standing)
        faults = pd.concat(reads[name].faults).sort_values(FAULT)
        write(frame, table_schema(contract()[name]), out / "tables" / f"{name}.parquet")
        write(faults, fault_schema(), out / "quarantine" / f"{name}.parquet")
        quality += [(name, *line) for line in counted(contract()[name], reads[name], frame, faults)]
    rows = pd.DataFrame(quality, columns=["table", "check", "n_rows", "detail"])
    rows.to_parquet(out / "quality.parquet", index=False)
    return standing


def files_of(delivery: Path, table: Table) -> list[Path]:
    """The table's one text file, or the parts in its folder."""
    folder = delivery / table.agency
    places = [*folder.glob(f"{table.name}.*"), *(folder / table.name).glob("*")]
    return sorted(p for p in places if p.suffix.lower() in {".csv", ".txt", ".tsv"})


def read_table(delivery: Path, table: Table, paths: list[Path], unit: dict[str, Any], as_of: date) -> Read:
    """All files of a table, checked cell by cell."""
    empty = pd.DataFrame(columns=FAULT)
    read = Read([], [], [empty], Counter(), set(), set())
    columns = unit.get("columns") or [f.name for f in table.fields]
    titles = {f.title: f.name for f in table.fields}
    units = {titles.get(c, c): unit.get("unit", "") for c in ([columns] if isinstance(columns, str) else columns)}
    for path in paths:
        read_file(path, path.relative_to(delivery).as_posix(), table, units, as_of, read)
    return read


def read_file(path: Path, file: str, table: Table, units: dict[str, str], as_of: date, read: Read) -> None:
    """One file: its records sorted out, the cells of each batch checked, columns of persons' numbers refused."""
    encoding = encoding_of(path, file)
    head = header(path, encoding, table, file)
    read.unknown |= set(head.names) - set(head.places)
    read.absent |= {f.name for f in table.fields} - set(head.places)
    broken: list[tuple[int, str, str | None, str]] = []
    persons, filled = Counter[str](), Counter[str]()
    rows = sorted_out(path, file, encoding, table, head, as_of, broken, read.counts)
    while batch := list(islice(rows, BATCH)):
        raw = pd.DataFrame([r for _, r in batch], index=[line for line, _ in batch], dtype=object)
        frame, faults = checked(raw, table, head, units, persons, filled)
        received = frame["received_on"].map(lambda d: not isinstance(d, date) or d <= as_of).astype(bool)
        faults = faults[faults["line"].map(received)]
        read.counts["rows_in"] += int(received.sum())
        frame = frame.assign(source_file=file, source_line=frame.index)[received]
        is_refused = frame.index.isin(faults["line"])
        read.refused.append(frame[is_refused])
        read.rows.append(typed(frame[~is_refused], table))
        read.faults.append(faults.assign(file=file)[FAULT])
    for name, n in persons.items():
        if n >= 20 or (n and n >= 0.01 * filled[name]):
            raise Refused(f"{file}: column {name} holds persons' numbers, {n} of them")
    read.faults.append(pd.DataFrame(broken, columns=FAULT[1:]).assign(file=file)[FAULT])


def encoding_of(path: Path, file: str) -> str:
    """UTF-8, with or without BOM, or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="\n") as lines:
                for _ in lines:
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused(f"{file}: neither UTF-8 nor GB18030")


def header(path: Path, encoding: str, table: Table, file: str) -> Head:
    """The delimiter that gives most known headers, and where each field stands."""
    known = {text.lower(): f.name for f in table.fields for text in (f.name, f.title)}
    heads = {d: next(records(path, encoding, d), (1, [""], True))[1] for d in ",\t;"}
    delimiter = max(heads, key=lambda d: sum(visible(c).lower() in known for c in heads[d]))
    texts = [visible(c) for c in heads[delimiter]]
    while texts and not texts[-1]:
        texts.pop()
    fields = [known.get(text.lower()) for text in texts]
    missing = [f.name for f in table.fields if f.required and f.name not in fields]
    twice = [name for name, n in Counter(fields).items() if name and n > 1]
    if missing or twice:
        raise Refused(f"{file}: the header lacks {missing}, or has twice {twice}")
    names = [name or texts[i] or f"#{i + 1}" for i, name in enumerate(fields)]
    return Head(names, {name: i for i, name in enumerate(fields) if name}, delimiter)


def records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """First line, cells, and whether the line ends, of each record."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        with path.open(encoding=encoding, newline="\n") as stream:
            for line in stream:
                taken.append(re.sub(r"\r(?!\n|\Z)", BARE_CR, line) if "\r" in line else line)
                yield taken[-1]

    quoted = re.compile(rf'((?:\A|{delimiter})"[^"]*(?:""[^"]*)*")|\t')
    first, reader = 1, csv.reader(lines(), delimiter=delimiter)
    for found in reader:
        row, record = found, "".join(taken)
        if delimiter != "\t" and "\t" in record:
            record = quoted.sub(lambda m: m[1] or BARE_TAB, record)
            row = next(csv.reader([record], delimiter=delimiter))
        if not record.endswith("\n") and re.search(rf'(\A|{delimiter})"', quoted.sub("", record)):
            raise Refused(f"{path.name}: a quote opened in line {first} is never closed")
        yield first, row, record.endswith("\n")
        first = reader.line_num + 1
        taken.clear()


def sorted_out(
    path: Path,
    file: str,
    encoding: str,
    table: Table,
    head: Head,
    as_of: date,
    broken: list[tuple[int, str, str | None, str]],
    counts: Counter[str],
) -> Iterator[tuple[int, list[str]]]:
    """Records of the right width; blank ones are counted, footnotes and those of another width go to `broken`."""
    titles = {text.lower() for f in table.fields for text in (f.name, f.title)}
    width, received = len(head.names), head.places["received_on"]
    for line, found, is_whole in islice(records(path, encoding, head.delimiter), 1, None):
        row = found if any(cell.strip(" ") for cell in found[width:]) else found[:width]
        if not any(cell.strip(cells.SPACES if len(row) == width else " ") for cell in row):
            counts["blank_rows"] += 1
            continue
        is_footnote = trimmed(row[0]) in FOOTNOTES or not any(map(trimmed, row[1:]))
        if len(row) == width and not is_footnote:
            if all(visible(row[i]).lower() in titles for i in head.places.values()):
                raise Refused(f"{file}: line {line} is a header again")
            yield line, row
            continue
        if len(row) < width and not is_whole:
            raise Refused(f"{file}: cut off in line {line}")
        day = cells.day(cells.narrow(row[received])) if received < len(row) else None
        if not isinstance(day, date) or day <= as_of:
            counts["rows_in"] += 1
            text = row[0] if is_footnote else head.delimiter.join(row)
            told = (head.names[0], "footnote_row") if is_footnote else ("", "field_count")
            broken.append((line, told[0], shown(text, told[1]), told[1]))


def checked(
    raw: pd.DataFrame,
    table: Table,
    head: Head,
    units: dict[str, str],
    persons: Counter[str],
    filled: Counter[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The values of each column, None where there is none, and the faults: line, column, value, reason."""
    frame, faults = pd.DataFrame(index=raw.index), []
    fields = {head.places[f.name]: f for f in table.fields if f.name in head.places}
    for inside in table.columns:
        frame[inside] = pd.Series([None] * len(raw), index=raw.index, dtype=object)
    for place, name in enumerate(head.names):
        f, column = fields.get(place), raw[place]
        if f is not None:
            read = list(map(cells.reader(f, table, units.get(name, "")), column))
            is_bad = np.array([isinstance(value, Fault) for value in read], dtype=bool)
            values = pd.Series(read, index=raw.index, dtype=object)
            faults.append(fault_rows(name, column[is_bad], values[is_bad]))
            frame[f.column] = values.mask(is_bad, None) if is_bad.any() else values
        if (is_person := cells.person(f)) is not None:
            are_persons = column.map(is_person).astype(bool)
            persons[name] += int(are_persons.sum())
            filled[name] += sum(cell.strip(cells.SPACES) != "" for cell in column)
            faults.append(fault_rows(name, column[are_persons], "person_number"))
    return frame, pd.concat(faults)


def fault_rows(name: str, values: pd.Series, reasons: Any) -> pd.DataFrame:
    """Faults of one column."""
    told = pd.DataFrame({"line": values.index, "column": name, "value": values.to_numpy()}, dtype=object)
    told["reason"] = reasons if isinstance(reasons, str) else [str(r) for r in reasons]
    told["value"] = [shown(v, r) for v, r in zip(told["value"], told["reason"], strict=True)]
    return told


def shown(value: str, reason: str) -> str | None:
    """A value as quarantine shows it: cut, and masked where it may be a person's number."""
    text = value.replace(BARE_TAB, "\t").replace(BARE_CR, "\r")[:200]
    return (cells.blotted(text) if reason == "person_number" else cells.masked(text)) or None


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Columns in pandas' own types."""
    return frame.astype({f.column: DTYPES[f.sql_type] for f in table.fields if f.sql_type in DTYPES})


def versions(table: Table, read: Read) -> pd.DataFrame:
    """Of each key the latest version; twins count once, contradictions of one day go to quarantine."""
    rows = pd.concat(read.rows, ignore_index=True) if read.rows else typed(no_rows(table), table)
    key, content = list(table.primary_key), list(table.columns)
    day = [*key, "received_on"] if "received_on" not in key else key
    is_several = rows.duplicated(key, keep=False)
    several = rows[is_several]
    n_contents = several.drop_duplicates(content).groupby(day, as_index=False).size()
    is_conflict = (several[day].merge(n_contents, on=day, how="left")["size"] > 1).to_numpy()
    conflict, several = several[is_conflict], several[~is_conflict]
    once = several.drop_duplicates(day)
    latest = once.sort_values("received_on", kind="stable").drop_duplicates(key, keep="last")
    read.counts["exact_duplicates"] += len(several) - len(once)
    read.counts["replaced_versions"] += len(once) - len(latest)
    told = pd.DataFrame({"file": conflict["source_file"], "line": conflict["source_line"], "column": "/".join(key)})
    told["value"] = [cells.masked("/".join(map(str, k))) for k in conflict[key].itertuples(index=False)]
    read.faults.append(told.assign(reason="key_conflict"))
    read.refused.append(conflict.astype(object))
    return pd.concat([rows[~is_several], latest]).sort_index().reset_index(drop=True)


def no_rows(table: Table) -> pd.DataFrame:
    """A feed that is empty."""
    return pd.DataFrame(columns=[*table.columns, "source_file", "source_line"], dtype=object)


def flags(table: Table, rows: pd.DataFrame, standing: dict[str, pd.DataFrame]) -> list[list[str]]:
    """What is remarkable of each row that is kept."""
    found: list[list[str]] = [[] for _ in range(len(rows))]

    def add(code: str, is_so: Any) -> None:
        for i in np.flatnonzero(is_so):
            found[i].append(code)

    for f in table.fields:
        if f.kind == "uscc":
            add(f"check_digit:{f.name}", rows[f.column].map(cells.is_credit_code, na_action="ignore").eq(False))
    for link in table.foreign_keys:
        if link.table in standing:
            is_known = rows[link.field].isin(standing[link.table][link.column])
            add(f"foreign_key:{link.field}", rows[link.field].notna() & ~is_known)
    if table.name in SUMS and "project" in standing:
        value = rows[table.field(SUMS[table.name]).column].astype("float64")
        kinds = rows[["project_id"]].merge(standing["project"][["project_id", "project_type"]], how="left")
        groups = value.groupby(kinds["project_type"])
        peer = groups.transform("median").where(groups.transform("count") >= 20)
        add(f"magnitude:{SUMS[table.name]}", (value > 3000 * peer) | (value * 3000 < peer))
    if table.event:
        pairs = zip(rows["received_on"], rows[table.event], strict=True)
        add("received_before_event:received_on", [e is not None and r < day_of(e) for r, e in pairs])
    for f in table.fields:
        if f.type in {"date", "datetime", "yearmonth"}:
            add(f"implausible_date:{f.name}", [is_implausible(value) for value in rows[f.column]])
    return found


def day_of(event: date) -> date:
    """The day of a day or a time."""
    return event.date() if isinstance(event, datetime) else event


def is_implausible(value: Any) -> bool:
    """Before 1990 or after 2100."""
    if isinstance(value, str):
        return not "1990" <= value < "2101"
    return isinstance(value, date) and not 1990 <= value.year <= 2100


def counted(table: Table, read: Read, kept: pd.DataFrame, faults: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Checks of a table: name, number of rows, detail."""
    last = str(kept["received_on"].max()) if len(kept) else ""
    counts = {"kept": len(kept), "quarantined": len(faults[["file", "line"]].drop_duplicates())}
    counts |= {"flagged": int((kept["flags"].map(len) > 0).sum()), "absent_columns": len(read.absent)}
    counts |= {"unknown_columns": len(read.unknown)}
    for name in ("rows_in", "blank_rows", "exact_duplicates", "replaced_versions"):
        counts[name] = read.counts[name]
    counts["rows_in"] += counts["blank_rows"]
    key = list(table.primary_key)
    tried = pd.concat([f[[*key, "received_on"]].astype(object) for f in read.refused]).dropna()
    both = tried.merge(kept[[*key, "received_on"]].astype(object), on=key, suffixes=("", "_kept"))
    stands = both[[r > k for r, k in zip(both["received_on"], both["received_on_kept"], strict=True)]]
    lines = [(check, n, "") for check, n in counts.items()] + [("last_received_on", len(kept), last)]
    lines += [("earlier_version_stands", n, "") for n in [len(stands.drop_duplicates(key))] if n]
    lines += [
        ("reason", n, str(told)) for told, n in (faults["reason"] + ":" + faults["column"]).value_counts().items()
    ]
    return lines + [("flag", n, str(told)) for told, n in kept["flags"].explode().value_counts().items()]


def table_schema(table: Table) -> pa.Schema:
    """Columns of a checked table."""
    fields = [(f.column, ARROW[f.sql_type]) for f in table.fields]
    return pa.schema(
        [*fields, ("flags", pa.list_(pa.string())), ("source_file", pa.string()), ("source_line", pa.int64())]
    )


def fault_schema() -> pa.Schema:
    """Columns of a quarantine table."""
    return pa.schema([(name, pa.int64() if name == "line" else pa.string()) for name in FAULT])


def write(rows: pd.DataFrame, schema: pa.Schema, path: Path) -> None:
    """One Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pandas(rows, schema, preserve_index=False), path)
