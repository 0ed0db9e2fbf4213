"""CSV and its kin: encoding, delimiter and header found by looking, then rows of text cells."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from graphrisk.core.engine import quoted
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.header import Header, header, matched, named_row
from graphrisk.ingest.look import LONGEST_LINE, Look, blocks
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.records import Found, rewrite
from graphrisk.ingest.stage import Staged
from graphrisk.ingest.survey import Source

HEAD_BYTES = 1 << 17
HEAD_ROWS = 6
DELIMITERS = {",": "逗号 comma", "\t": "制表符 tab", ";": "分号 semicolon"}


def read_text(
    source: Source,
    seen: Look,
    units: Mapping[str, str],
    scratch: Path,
    faults: Faults,
    attempt: Callable[[Raw], Staged],
) -> Staged | None:
    """Hand the file's rows to `attempt`: plainly where the bytes allow it, else record by record.

    None, with faults, where the file cannot be read.
    """
    head = _head(source.path, seen.encoding)
    delimiter = max(DELIMITERS, key=lambda d: max(matched(source.table, row) for row in _rows(head, d)))
    found = _header(source, head, delimiter, faults)
    if found is None:
        return None
    if _is_plain(seen, delimiter):
        try:
            select = _plain(source.path, delimiter, found)
            return attempt(
                Raw(source=source, header=found, select=select, first_line=2, units=units, is_tidy=seen.is_tidy)
            )
        except duckdb.InvalidInputException:
            pass  # a record of another width, or bytes that only look like text: the careful reader tells which
    raw = _careful(source, seen, delimiter, found, units, scratch, faults)
    return None if raw is None else attempt(raw)


def _head(path: Path, encoding: str) -> str:
    with path.open("rb") as stream:
        text = stream.read(HEAD_BYTES).decode(encoding, "ignore")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\x1b")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)
    return [row for _, row in zip(range(HEAD_ROWS), reader, strict=False)] or [[]]


def _header(source: Source, head: str, delimiter: str, faults: Faults) -> Header | None:
    rows = _rows(head, delimiter)
    if head[:4].lower() == "sep=":
        faults.add(source.file, "第 1 行是 sep=，请删去", "line 1 is a sep= line: remove it")
        return None
    later = named_row(source.table, rows)
    if later:
        faults.add(
            source.file,
            f"表头在第 {later + 1} 行，请删去它上面的标题行",
            f"the header is in line {later + 1}: remove the title rows above it",
        )
        return None
    return header(source.table, rows[0], source.file, faults)


def _is_plain(seen: Look, delimiter: str) -> bool:
    odd = seen.has_quote or seen.has_lone_cr or seen.has_blank_line or (seen.has_tab and delimiter != "\t")
    return seen.encoding == "utf-8" and not odd


def _plain(path: Path, delimiter: str, found: Header) -> str:
    return f"SELECT * FROM {_read_csv(path, delimiter, [f'c{i}' for i in range(found.width)], skip=1)}"


def _read_csv(path: Path, delimiter: str, columns: list[str], skip: int = 0) -> str:
    """DuckDB's reader with every choice made: no sniffing, no quotes, no NULL text, no comment, no padding."""
    typed = ", ".join(f"'{c}': 'VARCHAR'" for c in columns)
    return (
        f"read_csv({quoted(path)}, auto_detect = false, columns = {{{typed}}}, delim = {quoted(delimiter)}, quote = '', "
        f"escape = '', comment = '', header = false, skip = {skip}, null_padding = false, strict_mode = true, "
        f"ignore_errors = false, max_line_size = {2 * LONGEST_LINE}, buffer_size = {4 * LONGEST_LINE})"
    )


def _careful(
    source: Source,
    seen: Look,
    delimiter: str,
    found: Header,
    units: Mapping[str, str],
    scratch: Path,
    faults: Faults,
) -> Raw | None:
    stem = source.file.replace("/", "~")
    main, broken = scratch / f"{stem}.records", scratch / f"{stem}.broken"
    told = rewrite(blocks(source.path, seen.encoding), delimiter, found.width, main, broken)
    if not _whole(told, source.file, found.width, faults):
        return None
    cells = [f"c{i}" for i in range(found.width)]
    texts = [f"translate({c}, chr(30) || chr(29), chr(10) || chr(13)) AS {c}" for c in cells]
    select = (
        f"SELECT CAST(n AS BIGINT) AS _line, {', '.join(texts if told.has_lines_inside else cells)} "
        f"FROM {_read_csv(main, chr(31), ['n', *cells])}"
    )
    others = (
        "SELECT CAST(n AS BIGINT) AS _line, CAST(found AS BIGINT) AS found, string_split(cells, chr(25)) AS cells "
        f"FROM {_read_csv(broken, chr(31), ['n', 'found', 'cells'])}"
    )
    return Raw(
        source=source,
        header=found,
        select=select,
        broken=others if told.n_broken else "",
        delimiter=delimiter,
        n_blank=told.n_blank,
        units=units,
    )


def _whole(told: Found, file: str, width: int, faults: Faults) -> bool:
    if told.unclosed:
        line = told.unclosed
        faults.add(file, f"第 {line} 行的引号没有闭合", f'a quote (") opened in line {line} is never closed: close it')
    if told.truncated:
        faults.add(
            file,
            f"文件不完整：最后的第 {told.truncated} 行不足 {width} 列且没有换行，请重新导出",
            f"cut off: the last record, line {told.truncated}, has fewer than {width} fields and no line end: export it again",
        )
    if told.lone_cr:
        faults.add(
            file,
            f"第 {told.lone_cr} 行只用 CR 换行，请另存为 CRLF 或 LF",
            f"line {told.lone_cr} ends with a lone CR: save the file with CRLF or LF",
        )
    return not (told.unclosed or told.truncated or told.lone_cr)
