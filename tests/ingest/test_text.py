"""The bytes of text files: quotes decided exactly, whatever the blocks; encodings told apart; sizes at their limits."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.ingest import look
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.look import blocks
from graphrisk.ingest.mixture import utf8_line_among
from graphrisk.ingest.records import Found, rewrite
from tests.ingest.tools import bring_in, columns, delivery, row, text, write

WIDTH = 3
Record = tuple[int, list[str]]


def by_hand(content: str) -> tuple[list[Record], bool]:
    """Records by first line, character by character; and whether a quote is left open."""
    records: list[Record] = []
    cells, cell, state, line, first = [], "", "start", 1, 1
    for c in content:
        if c in ",\n" and state != "quoted":
            cells.append(cell)
            cell, state = "", "start"
            if c == "\n":
                records.append((first, cells))
                cells, line = [], line + 1
                first = line
        elif c == '"' and state == "start":
            state = "quoted"
        elif c == '"' and state == "quoted":
            state = "after"
        elif c == '"' and state == "after":
            cell, state = cell + c, "quoted"
        else:
            line += c == "\n"
            cell += c
            state = "quoted" if state == "quoted" else "bare"
    return records, state == "quoted"


def rewritten(content: bytes, size: int) -> tuple[Found, list[Record]]:
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(look, "BLOCK", size)
        file, main, broken = (Path(place) / n for n in ("f", "main", "broken"))
        file.write_bytes(content)
        found = rewrite(blocks(file, "utf-8"), ",", WIDTH, main, broken)
        lines = main.read_text("utf-8").replace("\x1d", "\r").split("\n")[:-1]
        return found, [
            (int(n), [c.replace("\x1e", "\n") for c in cells]) for n, *cells in (x.split("\x1f") for x in lines)
        ]


@settings(max_examples=400, deadline=None)
@given(st.text('a"",,\n\n ', max_size=40), st.sampled_from([1, 2, 3, 5, 8, 64]))
def test_records_as_a_careful_reader_would_find_them(body: str, size: int) -> None:
    content = "h,h,h\n" + body + ("" if body.endswith("\n") else "\n")
    records, is_open = by_hand(content)
    found, good = rewritten(content.encode(), size)
    assert bool(found.unclosed) == is_open
    if is_open:
        return
    whole, blank, broken = [], 0, 0
    for line, cells in records[1:]:
        if len(cells) == WIDTH:
            whole.append((line, cells))
        elif not "".join(cells).strip(" "):
            blank += 1
        elif len(cells) > WIDTH and not "".join(cells[WIDTH:]).strip(" "):
            whole.append((line, cells[:WIDTH]))
        else:
            broken += 1
    assert good == whole
    assert (found.n_blank, found.n_broken) == (blank, broken)


def test_line_ends_within_quotes_stay() -> None:
    _, good = rewritten(b'h,h,h\r\n1,"a\r\nb\nc",3\r\n4,5,6\r\n', 7)
    assert good == [(2, ["1", "a\r\nb\nc", "3"]), (5, ["4", "5", "6"])]


def test_ordinary_chinese_is_never_taken_for_two_encodings(tmp_path: Path) -> None:
    """Cells of common characters (GB 2312 level 1), of all lengths."""
    common = bytes(range(0xB0, 0xD8))
    draw = random.Random(1)
    cells = [
        b"".join(bytes((draw.choice(common), draw.randrange(0xA1, 0xFA))) for _ in range(draw.randrange(1, 9)))
        for _ in range(60_000)
    ]
    file = tmp_path / "f"
    file.write_bytes(b"\n".join(b",".join(cells[i : i + 4]) for i in range(0, len(cells), 4)))
    assert utf8_line_among(file) is None


@pytest.mark.parametrize("word", ["其他", "市长热线", "工程款支付担保"])
def test_one_cell_in_another_encoding_is_found(word: str, tmp_path: Path) -> None:
    file = tmp_path / "f"
    lines = ["编号,渠道", *[f"{i},热线电话" for i in range(50)]]
    file.write_bytes("\n".join(lines).encode("gb18030") + b"\n51," + word.encode() + b"\n")
    assert utf8_line_among(file) == 52


@pytest.mark.parametrize("quoted", [False, True])
def test_a_line_just_under_8_mb_is_read(quoted: bool, tmp_path: Path) -> None:
    long = "x" * (8_300_000) + ('"' if quoted else "")
    result = bring_in(
        delivery(tmp_path / "d", clue=[row("clue", channel=long), row("clue", clue_id="C2")]), tmp_path / "out"
    )
    assert [len(r["channel"] or "") for r in result.table("clue")] == [len(long), 0]


def test_a_header_without_line_end_is_an_empty_feed(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    write(folder, "clue", ",".join(columns("clue")))
    assert bring_in(folder, tmp_path / "out").quality("clue")["rows_in"] == 0


def test_a_last_record_without_line_end_is_whole(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    write(folder, "clue", text("clue", [row("clue")]).rstrip("\n"))
    assert len(bring_in(folder, tmp_path / "out").table("clue")) == 1


@settings(max_examples=300, deadline=None)
@given(st.text('ab",;\t\n\r\x01\x7fé', max_size=30), st.sampled_from([1, 2, 3, 5, 64]))
def test_what_bytes_say_does_not_depend_on_the_blocks(body: str, size: int) -> None:
    content = "h,h\n" + body
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(look, "BLOCK", size)
        file = Path(place) / "f"
        file.write_bytes(content.encode())
        seen = look.look(file, "f", Faults())
    lines = content.split("\n")[:-1]
    assert seen is not None
    assert seen.is_tidy == (content.isascii() and not set(content) & {"\x01", "\x7f"})
    assert (seen.has_quote, seen.has_tab, seen.ends_whole) == ('"' in content, "\t" in content, content.endswith("\n"))
    assert seen.has_blank_line == any(line in ("", "\r") for line in lines)
    assert seen.has_lone_cr == ("\r" in content.replace("\r\n", "").removesuffix("\r"))
