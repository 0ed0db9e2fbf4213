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

Progress = Callable[[str, int, int], None]  # room that begins, its number from 0, number of rooms


def run(
    delivery: str | Path,
    as_of: str | date,
    locality: str = "beijing",
    out: str | Path | None = None,
    *,
    hash_keys: bool = False,
    judgements: str | Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Run:
    """Walk the whole corridor: from a delivery to a ranked list with evidence.

    The run is built beside `out` and takes its place when whole; a run that stands there is untouched until then.
    Interrupted, the same call goes on from the last whole room. Raises DeliveryRefused, UsageError.
    """
    return _walk(delivery, as_of, locality, out, tuple(ROOMS), hash_keys, judgements, threads, progress)


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
    return _walk(delivery, as_of, locality, out, ("ingest",), hash_keys, None, threads, progress)


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
    delivery: str | Path,
    as_of: str | date,
    place: str,
    out: str | Path | None,
    rooms: tuple[str, ...],
    hash_keys: bool,
    judgements: str | Path | None,
    threads: int | None,
    progress: Progress | None,
) -> Run:
    source, day, here = Path(delivery), as_day(as_of), locality(place)
    if not source.exists():
        raise UsageError(f"no delivery at {source}", "name a folder with housing/, hrss/, …, or one workbook")
    final = Path(out) if out else default_out(source, day)
    beside = RunFolder(final.with_name(f".{final.name}.partial"))
    human = Path(judgements) if judgements else None
    try:
        beside.start(manifest(source, final, day, here, hash_keys=hash_keys, judgements=human))
        _bring(beside, place, human)
        for number, room in enumerate(rooms):
            if progress:
                progress(room, number, len(rooms))
            if not beside.is_done(room):
                _visit(beside, room, (source, here, hash_keys), threads)
    except DeliveryRefused:
        shutil.rmtree(beside.path, ignore_errors=True)
        raise
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
                enter(source, out, con, as_of=folder.manifest.as_of, locality=place, hash_keys=hash_keys)
            else:
                enter(folder, out, con)
        finally:
            con.close()


def _bring(folder: RunFolder, place: str, judgements: Path | None) -> None:
    if place.endswith(".toml"):
        shutil.copyfile(place, folder.path / "locality.toml")
    if judgements is not None:
        shutil.copyfile(judgements, folder.path / "judgements.csv")


def _take_place(new: Path, final: Path) -> Path:
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        os.replace(final, old)
    os.replace(new, final)
    shutil.rmtree(old, ignore_errors=True)
    return final
