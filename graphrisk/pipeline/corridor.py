"""The corridor walked: every room in order, each written beside and then renamed, resumed where it broke off."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from graphrisk.core.engine import connect
from graphrisk.core.errors import DeliveryRefused, UsageError
from graphrisk.core.locality import Locality, locality
from graphrisk.core.run import ROOMS, RunFolder
from graphrisk.pipeline.plan import as_day, default_out, manifest
from graphrisk.pipeline.result import Run
from graphrisk.pipeline.source import KEPT, OUTCOMES, Source, gather

Progress = Callable[[str, int, int], None]  # room that begins, its number from 0, number of rooms


def run(
    delivery: str | Path,
    as_of: str | date,
    locality: str = "beijing",
    out: str | Path | None = None,
    *,
    hash_keys: bool = False,
    judgements: str | Path | None = None,
    folder: str | Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Run:
    """Walk the whole corridor: from a delivery to a ranked list with evidence.

    delivery: a folder or one workbook, or neo4j://HOST:PORT, a graph with what people judged and wrote in it; `folder`
    is then the delivery that the graph was made from, by default the one that its run read.
    The run is built beside `out` and takes its place when whole; a run that stands there is untouched until then.
    Interrupted, the same call goes on from the last whole room. Raises DeliveryRefused, UsageError, StoreError.
    """
    found = gather(delivery, folder, judgements)
    return _walk(found, as_of, locality, out, tuple(ROOMS), hash_keys, threads, progress)


def ingest_alone(
    delivery: str | Path,
    as_of: str | date,
    locality: str = "beijing",
    out: str | Path | None = None,
    *,
    hash_keys: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Run:
    """The first room alone: a delivery read, checked and versioned, with its quality."""
    return _walk(gather(delivery, None, None), as_of, locality, out, ("ingest",), hash_keys, threads, progress)


def redo(path: str | Path, room: str, *, threads: int | None = None, progress: Progress | None = None) -> Run:
    """One room of a run that stands, again; the rooms after it count as not done."""
    folder = RunFolder(Path(path))
    _ = folder.manifest
    order = list(ROOMS)
    for earlier in order[: order.index(room)]:
        folder.require(earlier)
    if progress:
        progress(room, 0, 1)
    _visit(folder, room, None, threads)
    return Run(folder)


def _walk(
    found: Source,
    as_of: str | date,
    place: str,
    out: str | Path | None,
    rooms: tuple[str, ...],
    hash_keys: bool,
    threads: int | None,
    progress: Progress | None,
) -> Run:
    day, here = as_day(as_of), locality(place)
    if found.locality not in ("", here.name):
        raise UsageError(f"the graph is of {found.locality}, the run of {here.name}", f"--locality {found.locality}")
    final = Path(out) if out else default_out(found.delivery, day)
    beside = RunFolder(final.with_name(f".{final.name}.partial"))
    try:
        beside.start(manifest(found, final, day, here, hash_keys=hash_keys))
        if place.endswith(".toml"):
            shutil.copyfile(place, beside.path / "locality.toml")
        found.bring(beside)
        for number, room in enumerate(rooms):
            if progress:
                progress(room, number, len(rooms))
            if not beside.is_done(room):
                _visit(beside, room, (found.delivery, here, hash_keys), threads)
    except DeliveryRefused as error:
        shutil.rmtree(beside.path, ignore_errors=True)
        if any(fault.startswith(OUTCOMES) for fault in error.faults):
            error.hint += f"; {OUTCOMES} is the graph's Outcome nodes by inspection_id: mend them there"
        raise
    found.remember(beside)
    return Run(RunFolder(_take_place(beside.path, final)))


def _visit(folder: RunFolder, room: str, delivery: tuple[Path, Locality, bool] | None, threads: int | None) -> None:
    with folder.room(room) as out:
        con = connect(threads, scratch=out / ".scratch")
        try:
            enter = getattr(import_module(f"graphrisk.{room}"), room)
            if room == "ingest":
                if delivery is None:
                    raise UsageError("ingest needs the delivery", "graphrisk ingest DELIVERY --as-of DAY --out RUN")
                source, place, hash_keys = delivery
                added = (folder.file(KEPT) / OUTCOMES).parents[1]
                enter(
                    source,
                    out,
                    con,
                    as_of=folder.manifest.as_of,
                    locality=place,
                    hash_keys=hash_keys,
                    added=added if added.is_dir() else None,
                )
            else:
                enter(folder, out, con)
        finally:
            con.close()


def _take_place(new: Path, final: Path) -> Path:
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        os.replace(final, old)
    os.replace(new, final)
    shutil.rmtree(old, ignore_errors=True)
    return final
