"""Which files of a delivery are which table, and the digest of every file."""

import os
import stat
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from graphrisk.core.contract import Table, contract
from graphrisk.ingest.faults import Faults

TEXT = {".csv", ".txt", ".tsv"}
FORMS = TEXT | {".xlsx", ".parquet"}
MANIFEST = "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """One file that holds rows of one table; `sheet` is set where it is a sheet of the delivery's one workbook."""

    table: Table
    path: Path
    file: str  # relative to the delivery, with forward slashes
    sheet: str = ""
    is_added: bool = False  # not the agencies' own: the units that their manifest states are not its

    @property
    def form(self) -> str:
        """text, xlsx or parquet."""
        suffix = self.path.suffix.lower()
        return "text" if suffix in TEXT else suffix[1:]

    @property
    def label(self) -> str:
        """What a message calls it: the file, and the sheet if there is one."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file


@dataclass(frozen=True, slots=True)
class Survey:
    """What a delivery holds: files of tables, the one workbook if there is one, and what is not read, with the reason."""

    sources: tuple[Source, ...]
    workbook: Path | None
    unread: tuple[tuple[str, str], ...]
    added: tuple[Source, ...] = ()


def digests(delivery: Path) -> dict[str, str]:
    """sha256 of every plain file of the delivery, by its path relative to it."""
    delivery = Path(delivery)
    files = [delivery] if delivery.is_file() else sorted(_walk(delivery, Faults()))
    with ThreadPoolExecutor() as pool:  # hashing and reading release the interpreter's lock
        sums = list(pool.map(_digest, files))
    return {relative(file, delivery): digest for file, digest in zip(files, sums, strict=True)}


def survey(delivery: Path, faults: Faults) -> Survey:
    """Match files to tables by folder and name; what is refused goes to `faults`."""
    if delivery.is_file():
        if delivery.suffix.lower() != ".xlsx":
            faults.add(
                delivery.name,
                "交付应是一个文件夹或一个 .xlsx 工作簿",
                "a delivery is a folder of agencies' files or one .xlsx workbook",
            )
            return Survey((), None, ())
        return Survey((), delivery, ())
    unread: list[tuple[str, str]] = []
    found: dict[str, list[Source]] = defaultdict(list)
    books: list[Path] = []
    for path in sorted(_walk(delivery, faults)):
        parts = path.relative_to(delivery).parts
        if len(parts) == 1 and path.suffix.lower() == ".xlsx" and not path.name.startswith("~$"):
            books.append(path)
        elif parts != (MANIFEST,):
            _place(path, parts, found, unread, faults)
    for name, files in found.items():
        _one_form(name, files, faults)
    if len(books) > 1:
        names = ", ".join(b.name for b in books)
        faults.add(
            books[0].name, f"顶层有多个工作簿（{names}），只留一个", f"several workbooks at the top ({names}): keep one"
        )
    sources = tuple(s for name in sorted(found) for s in found[name])
    return Survey(sources, books[0] if books else None, tuple(unread))


def with_added(found: Survey, folder: Path, faults: Faults) -> Survey:
    """The survey, and behind it the files of a folder laid out as a delivery; its own name leads theirs.

    A table may come in one form in the delivery and in another one here.
    """
    own = survey(folder, faults).sources
    return replace(found, added=tuple(replace(s, file=f"{folder.name}/{s.file}", is_added=True) for s in own))


def two_forms(name: str, files: list[str], faults: Faults) -> None:
    """Refuse a table that comes in more than one form."""
    listed = ", ".join(files[:5])
    faults.add(
        files[0],
        f"表 {name} 以多种形式交付（{listed}），只留一种",
        f"table {name} comes in more than one form ({listed}): keep one",
    )


def relative(file: Path, delivery: Path) -> str:
    """Path of a file inside the delivery, with forward slashes."""
    return file.name if delivery.is_file() else file.relative_to(delivery).as_posix()


def _place(
    path: Path,
    parts: tuple[str, ...],
    found: dict[str, list[Source]],
    unread: list[tuple[str, str]],
    faults: Faults,
) -> None:
    file, suffix = "/".join(parts), path.suffix.lower()
    is_part = len(parts) == 3 and parts[1].lower() in contract()
    table = contract().get(parts[1].lower() if is_part else path.stem.lower())
    if table is None or len(parts) > 2 + is_part or path.name.startswith((".", "~$")) or suffix not in FORMS:
        unread.append((file, _advice(suffix)))
    elif len(parts) == 1 or parts[0].lower() != table.agency:
        faults.add(
            file,
            f"表 {table.name} 属于 {table.agency}/，请移到那里",
            f"table {table.name} belongs in {table.agency}/: move it there",
        )
    else:
        found[table.name].append(Source(table, path, file))


def _advice(suffix: str) -> str:
    if suffix in {".xls", ".xlsm", ".xlsb", ".et", ".ods"}:
        return "not read: save it as .xlsx"
    return "not read: no table of the contract in its place"


def _one_form(name: str, sources: list[Source], faults: Faults) -> None:
    singles = [s for s in sources if s.path.parent.name.lower() != name]
    folders = {s.path.parent for s in sources}
    if len(folders) > 1 or len(singles) > 1 or len({s.form for s in sources}) > 1:
        two_forms(name, [s.file for s in sources], faults)


def _walk(delivery: Path, faults: Faults) -> Iterator[Path]:
    """Every plain file inside; links that lead out, pipes and devices are faults."""
    root = delivery.resolve()
    pending = [delivery]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda e: e.name):
            path = Path(entry.path)
            if entry.is_symlink() and not _is_inside(path, root):
                faults.add(
                    relative(path, delivery),
                    "链接指向交付之外或不存在，请放入文件本身",
                    "a link that leads out of the delivery or to nothing: put the file itself there",
                )
            elif entry.is_dir(follow_symlinks=False):
                pending.append(path)
            elif path.is_dir():
                faults.add(
                    relative(path, delivery),
                    "文件夹链接，请放入文件夹本身",
                    "a link to a folder: put the folder itself there",
                )
            elif stat.S_ISREG(path.stat().st_mode):
                yield path
            else:
                faults.add(
                    relative(path, delivery), "不是普通文件（管道或设备）", "no plain file but a pipe, socket or device"
                )


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _digest(file: Path) -> str:
    digest = sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 22):
            digest.update(block)
    return digest.hexdigest()
