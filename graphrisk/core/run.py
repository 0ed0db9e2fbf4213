"""The run folder: what each room leaves behind, written beside and then renamed, and the manifest that explains it."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graphrisk.core.errors import UsageError
from graphrisk.core.locality import Locality, locality

# What each room leaves in the run folder, in the order of the corridor.
ROOMS: dict[str, tuple[str, ...]] = {
    "ingest": ("tables", "quarantine", "quality.parquet"),
    "resolve": ("parties.parquet", "links.parquet", "candidates.parquet"),
    "graph": ("nodes.parquet", "edges.parquet", "measures.parquet", "remarkable.parquet", "paths"),
    "signals": ("findings.parquet", "coverage.parquet", "asked.parquet", "signals.parquet", "shared"),
    "stress": ("stress.parquet", "stress_month.parquet"),
    "score": ("scores.parquet", "terms.parquet", "referee.json"),
    "explain": ("reasons.parquet",),
    "publish": ("ranking.csv", "ranking.xlsx", "report"),
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a run depends on; the same manifest gives the same bytes."""

    as_of: date
    locality: str
    delivery: str  # name of the delivery, never a path
    inputs: dict[str, str]  # file relative to the delivery -> sha256
    versions: dict[str, str]  # graphrisk, locality, contract, each signal, each scorecard
    parameters: dict[str, Any] = field(default_factory=dict)
    previous: str = ""  # name of the run that changes are counted from

    def to_json(self) -> str:
        """Sorted, one key a line, the day as ISO text."""
        return json.dumps(
            asdict(self) | {"as_of": self.as_of.isoformat()}, sort_keys=True, indent=1, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read back what `to_json` wrote."""
        raw = json.loads(text)
        return cls(**raw | {"as_of": date.fromisoformat(raw["as_of"])})


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Paths of one run, and the one way to write into it."""

    path: Path

    @property
    def manifest(self) -> Manifest:
        """The manifest of a run that stands."""
        file = self.path / "manifest.json"
        if not file.is_file():
            raise UsageError(f"{self.path} is not a run: it has no manifest.json", "graphrisk run DELIVERY makes one")
        return Manifest.from_json(file.read_text("utf-8"))

    @property
    def locality(self) -> Locality:
        """The rules of the place: the run's own copy of a locality file, or a shipped one by name."""
        own = self.path / "locality.toml"
        return locality(str(own) if own.is_file() else self.manifest.locality)

    def start(self, manifest: Manifest) -> None:
        """Open the folder for a run; whatever stands there of another manifest is removed."""
        file = self.path / "manifest.json"
        if file.is_file() and file.read_text("utf-8") == manifest.to_json():
            return
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        beside = self.path / ".manifest.json"
        beside.write_text(manifest.to_json(), "utf-8")
        os.replace(beside, file)

    def file(self, name: str) -> Path:
        """Path of one output, e.g. `findings.parquet`."""
        return self.path / name

    def table(self, name: str) -> Path:
        """Path of one checked table."""
        return self.path / "tables" / f"{name}.parquet"

    def is_done(self, room: str) -> bool:
        """Whether the room has left all its outputs."""
        return (self.path / "rooms" / room).is_file()

    def require(self, room: str) -> None:
        """Refuse to go on where an earlier room has not been."""
        if not self.is_done(room):
            fault = f"{self.path.name}: room {room} has not run, or is older than a room before it"
            raise UsageError(fault, f"graphrisk {room} RUN")

    @contextmanager
    def room(self, name: str) -> Iterator[Path]:
        """A folder beside for the room's outputs; renamed into place when the room ends well.

        Marks of this and all later rooms are taken away first: a room that is interrupted has not been.
        """
        beside = self.path / f".{name}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        yield beside
        order = list(ROOMS)
        for later in order[order.index(name) :]:
            (self.path / "rooms" / later).unlink(missing_ok=True)
        for output in ROOMS[name]:
            _replace(beside / output, self.path / output)
        shutil.rmtree(beside, ignore_errors=True)
        (self.path / "rooms").mkdir(exist_ok=True)
        (self.path / "rooms" / name).touch()


def _replace(new: Path, old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old)
    else:
        old.unlink(missing_ok=True)
    if new.exists():
        os.replace(new, old)
