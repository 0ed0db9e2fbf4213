"""Which files of a delivery are which table, and the digest of every file."""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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

    @property
    def form(self) -> str:
        """text, xlsx or parquet."""
        suffix = self.path.suffix.lower()
        return "text" if suffix in TEXT else suffix[1:]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a delivery holds: files of tables, one workbook if it is one, and what is not read, with the reason."""

    sources: tuple[Source, ...]
    workbook: Path | None
    unread: tuple[tuple[str, str], ...]


def digests(delivery: Path) -> dict[str, str]:
    """sha256 of every file of the delivery, by its path relative to it."""
    delivery = Path(delivery)
    files = [delivery] if delivery.is_file() else sorted(_walk(delivery, Faults()))
    with ThreadPoolExecutor() as pool:
        sums = list(pool.map(_digest, files))
    return {_relative(file, delivery): digest for file, digest in zip(files, sums, strict=True)}


def survey(delivery: Path, faults: Faults) -> Survey:
    """Match files to tables by folder and name; what is refused goes to `faults`."""
    if delivery.is_file():
        return Survey((), delivery, ())
    unread: list[tuple[str, str]] = []
    found: dict[str, list[Source]] = defaultdict(list)
    books: list[Path] = []
    for path in sorted(_walk(delivery, faults)):
        parts = path.relative_to(delivery).parts
        if len(parts) == 1 and path.suffix.lower() == ".xlsx" and not path.name.startswith("~$"):
            books.append(path)
        elif parts != (MANIFEST,):
            _place(path, _relative(path, delivery), parts, found, unread, faults)
    for name, sources in found.items():
        _one_form(name, sources, faults)
    _one_workbook(books, found, delivery, faults)
    sources = tuple(s for name in sorted(found) for s in found[name])
    return Survey(sources, books[0] if books else None, tuple(unread))


def _place(
    path: Path,
    file: str,
    parts: tuple[str, ...],
    found: dict[str, list[Source]],
    unread: list[tuple[str, str]],
    faults: Faults,
) -> None:
    suffix = path.suffix.lower()
    agency = parts[0].lower() if len(parts) > 1 else ""
    is_part = len(parts) == 3 and parts[1].lower() in contract()
    name = parts[1].lower() if is_part else path.stem.lower()
    table = contract().get(name)
    if table is None or len(parts) > 3 or (len(parts) == 3 and not is_part) or path.name.startswith((".", "~$")) or suffix not in FORMS:
        unread.append((file, _advice(suffix)))
    elif len(parts) == 1 or agency != table.agency:
        faults.add(
            file,
            f"表 {name} 属于 {table.agency}/ 目录,请移到 {table.agency}/",
            f"table {name} belongs in folder {table.agency}/: move it there",
        )
    else:
        found[name].append(Source(table, path, file))


def _advice(suffix: str) -> str:
    return "save it as .xlsx" if suffix in {".xls", ".et", ".ods"} else "no table of the contract"


def _one_form(name: str, sources: list[Source], faults: Faults) -> None:
    folders = {s.path.parent for s in sources}
    singles = [s for s in sources if s.path.parent.name.lower() != name]
    kinds = {s.path.suffix.lower() for s in sources}
    if len(folders) > 1 or len(singles) > 1 or len(kinds) > 1:
        files = ", ".join(s.file for s in sources[:5])
        faults.add(
            sources[0].file,
            f"表 {name} 以多种形式交付({files}),只留一种",
            f"table {name} comes in more than one form ({files}): keep one",
        )


def _one_workbook(books: list[Path], found: dict[str, list[Source]], delivery: Path, faults: Faults) -> None:
    if len(books) > 1:
        names = ", ".join(b.name for b in books)
        faults.add(
            _relative(books[0], delivery),
            f"顶层有多个工作簿({names}),只留一个",
            f"more than one workbook at the top ({names}): keep one",
        )


def _walk(folder: Path, faults: Faults) -> Iterator[Path]:
    yield from (p for p in folder.rglob("*") if p.is_file())


def _relative(file: Path, delivery: Path) -> str:
    return file.name if delivery.is_file() else file.relative_to(delivery).as_posix()


def _digest(file: Path) -> str:
    digest = sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 22):
            digest.update(block)
    return digest.hexdigest()
