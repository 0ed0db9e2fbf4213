"""What the bytes of a text file say before anything is read: encoding, line ends, quotes, control characters."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graphrisk.ingest.faults import Faults
from graphrisk.ingest.mixture import utf8_line_among

BLOCK = 1 << 23
LONGEST_LINE = 1 << 23  # bytes; contract, reading.md: a line over 8 MB is refused
_LF = 10


@dataclass(frozen=True, slots=True)
class Look:
    """Facts of one text file; a file without any peculiarity is read at full speed."""

    encoding: str  # utf-8 or gb18030
    is_tidy: bool  # ASCII without control characters but LF, CR and tab
    has_quote: bool
    has_lone_cr: bool
    has_tab: bool
    has_blank_line: bool
    ends_whole: bool  # the last line ends with LF


def look(path: Path, file: str, faults: Faults) -> Look | None:
    """Read the file once, block by block; None, with a fault, where it is no text we take."""
    seen = _Seen()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            seen.take(block)
    if (said := seen.refusal()) is not None:
        faults.add(file, *said)
        return None
    encoding = "utf-8"
    if not seen.is_ascii and (bad := first_undecodable(path, "utf-8")) is not None:
        encoding = "gb18030"
        if (worse := first_undecodable(path, "gb18030")) is not None:
            faults.add(
                file,
                f"第 {max(bad, worse)} 行既不是 UTF-8 也不是 GB18030，请整份另存为 UTF-8",
                f"line {max(bad, worse)} is neither UTF-8 nor GB18030: save the whole file as UTF-8",
            )
            return None
        if (line := utf8_line_among(path)) is not None:
            faults.add(
                file,
                f"两种编码混在一个文件里：第 {line} 行是 UTF-8，第 {bad} 行是 GB18030，请整份另存为 UTF-8",
                f"two encodings in one file: line {line} is UTF-8, line {bad} is GB18030: save the whole file as UTF-8",
            )
            return None
    return Look(
        encoding,
        seen.is_ascii and not seen.has_control,
        seen.has_quote,
        seen.has_lone_cr,
        seen.has_tab,
        seen.has_blank_line,
        seen.seam.endswith(b"\n"),
    )


class _Seen:
    """What the blocks so far have shown."""

    def __init__(self) -> None:
        self.head = b""
        self.seam = b"\n"  # the last two bytes so far; before the first line there was a line end
        self.size = self.n_lf = self.n_cr = self.n_nul = 0
        self.is_ascii, self.has_quote, self.has_lone_cr, self.has_blank_line = True, False, False, False
        self.has_tab = self.has_control = False
        self.since_lf, self.longest, self.longest_line = 0, 0, 0

    def take(self, block: bytes) -> None:
        """Only searches and counts of bytes, as this goes over everything that was delivered."""
        if not self.size:
            self.head = block[:4096]
        around = self.seam + block
        is_lf = np.frombuffer(around, dtype=np.uint8) == _LF
        n_lf = int(np.count_nonzero(is_lf[len(self.seam) :]))
        n_cr, n_tab = (block.count(c) if c in block else 0 for c in (b"\r", b"\t"))
        length = self.since_lf + (block.find(b"\n") if n_lf else len(block))
        if length > self.longest:  # lines within one block are no longer than it, and so never too long
            self.longest, self.longest_line = length, self.n_lf + 1
        self.has_blank_line |= bool((is_lf[1:] & is_lf[:-1]).any())
        if n_cr or b"\r" in self.seam:
            known = (self.seam[-1:] + block).removesuffix(b"\r")  # of a last CR the next block tells
            self.has_lone_cr |= known.count(b"\r") != known.count(b"\r\n")
            self.has_blank_line |= b"\n\r\n" in around
        self.has_tab |= n_tab > 0
        n_odd = int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8) < 32)) - n_lf - n_cr - n_tab
        self.has_control |= n_odd > 0 or b"\x7f" in block
        self.n_nul += block.count(b"\x00") if n_odd else 0
        self.is_ascii = self.is_ascii and block.isascii()
        self.has_quote = self.has_quote or b'"' in block
        self.since_lf = len(block) - 1 - block.rfind(b"\n") if n_lf else length
        self.n_lf, self.n_cr, self.size, self.seam = (
            self.n_lf + n_lf,
            self.n_cr + n_cr,
            self.size + len(block),
            around[-2:],
        )

    def refusal(self) -> tuple[str, str] | None:
        """Why the file is not taken, in two languages."""
        if not self.size:
            return "空文件，没有表头；没有数据时请保留表头一行", "the file is empty: deliver at least its header"
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")) or self._is_wide():
            return "UTF-16 编码，请另存为“CSV UTF-8”", "UTF-16: save it as 'CSV UTF-8'"
        if b"\x00" in self.head.split(b"\n", 1)[0] or self.n_nul * 10 > self.size:
            return "文件里满是 NUL 字节，已损坏，请重新导出", "full of NUL bytes: the file is broken, export it again"
        if self.n_cr and not self.n_lf:
            return (
                "行尾只有 CR（旧 Mac 格式），请另存为普通 CSV（CRLF 或 LF）",
                "lines end with a lone CR: save it as plain CSV with CRLF or LF",
            )
        if self.longest > LONGEST_LINE:
            line = self.longest_line
            return f"第 {line} 行超过 8 MB，请检查换行", f"line {line} is over 8 MB: check its line ends"
        return None

    def _is_wide(self) -> bool:
        return len(self.head) > 3 and (
            (2 * self.head[::2].count(0) > len(self.head[::2]) != 0 and not self.head[1::2].count(0))
            or (2 * self.head[1::2].count(0) > len(self.head[1::2]) != 0 and not self.head[::2].count(0))
        )


def blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8 without BOM, block by block."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        first = True
        while block := stream.read(BLOCK):
            if encoding != "utf-8":
                block = decoder.decode(block).encode()
            if first:
                block, first = block.removeprefix(codecs.BOM_UTF8), False
            if block:
                yield block


def first_undecodable(path: Path, encoding: str) -> int | None:
    """Number of the first line that is not of an encoding; None if all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        while True:
            block = stream.read(BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if not block:
                return None
            line += block.count(b"\n")
