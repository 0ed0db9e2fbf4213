"""Two encodings in one file: UTF-8 text read as GB18030 gives other Chinese characters and no error, so it is looked for."""

from pathlib import Path

import numpy as np

_BLOCK = 1 << 22
# A GB18030 cell that happens to be valid UTF-8 of two Chinese characters is three rare characters in a row, about
# 3 in a million cells of that length; beyond one cell in ten thousand, or with four characters, it is no accident.
_ACCIDENTS = 1e-4
_SURE = 4


def utf8_line_among(path: Path) -> int | None:
    """Of a file that is not UTF-8 as a whole: the number of a line with a cell in UTF-8 Chinese, None if there is none."""
    line, n_cells, suspects, first_at, first_sure = 1, 0, 0, 0, 0
    rest = b""
    with path.open("rb") as stream:
        while True:
            block = stream.read(_BLOCK)
            data = rest + block
            cut = data.rfind(b"\n") + 1 if block else len(data)
            data, rest = data[:cut], data[cut:]
            if data:
                foreign, sure, n = _count(data)
                n_cells += n
                suspects += len(foreign)
                first_at = first_at or (line + int(foreign[0]) if len(foreign) else 0)
                first_sure = first_sure or (line + int(sure[0]) if len(sure) else 0)
                line += data.count(b"\n")
            if not block:
                break
    if first_sure:
        return first_sure
    return first_at if suspects > _ACCIDENTS * n_cells else None


def _count(data: bytes) -> tuple[np.ndarray, np.ndarray, int]:
    """Lines (from 0) of cells that are whole UTF-8 with Chinese, of those beyond doubt, and the number of cells not ASCII."""
    text = data.decode("utf-8", "surrogateescape")
    u = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_end = np.isin(u, (10, 9, 44, 59, 34))
    starts = np.concatenate(([0], np.flatnonzero(is_end) + 1))
    starts = starts[starts < len(u)]
    invalid = np.add.reduceat(((u >= 0xDC80) & (u <= 0xDCFF)).astype(np.int32), starts)
    chinese = np.add.reduceat(((u >= 0x3000) & (u < 0xA000)).astype(np.int32), starts)
    line_of = np.cumsum(u == 10)[starts] - (u[starts] == 10)
    foreign = (invalid == 0) & (chinese >= 2)
    return line_of[foreign], line_of[foreign & (chinese >= _SURE)], int(((invalid > 0) | (chinese > 0)).sum())
