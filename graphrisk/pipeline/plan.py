"""What a run depends on, gathered before the first room opens."""

from datetime import date
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from graphrisk import __version__
from graphrisk.core.errors import UsageError
from graphrisk.core.locality import Locality
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.pipeline.source import Source


def as_day(text: str | date) -> date:
    """A day given as text or as a date.

    >>> as_day("2022-06-15")
    datetime.date(2022, 6, 15)
    """
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of {text!r} is not a day", "write it as YYYY-MM-DD, e.g. 2022-06-15") from error


def default_out(delivery: Path, as_of: date) -> Path:
    """Where a run goes that was given no place: runs/<delivery>-<day>."""
    return Path("runs") / f"{delivery.resolve().name}-{as_of.isoformat()}"


def manifest(source: Source, out: Path, as_of: date, place: Locality, *, hash_keys: bool) -> Manifest:
    """Digest the inputs and name the versions of everything that shapes the result."""
    from graphrisk.score import scorecards
    from graphrisk.signals import catalogue

    versions = {s.id: str(s.version) for s in catalogue().values()}
    versions |= {f"scorecard {kind}": str(card.version) for kind, card in scorecards().items()}
    versions |= {"graphrisk": __version__, "code": code_digest(), f"locality {place.name}": place.digest}
    parameters: dict[str, Any] = {"hash_keys": hash_keys}
    if source.judgements is not None:
        parameters["judgements"] = sha256(source.judgements).hexdigest()
    return Manifest(
        as_of=as_of,
        locality=place.name,
        delivery=source.delivery.resolve().name,
        inputs=source.digests(),
        versions=versions,
        parameters=parameters,
        previous=previous_run(out, as_of, place.name),
    )


def previous_run(out: Path, as_of: date, locality: str) -> str:
    """Name of the newest whole run beside `out`, of the same locality and an earlier as-of day; '' if none."""
    found: list[tuple[date, str]] = []
    for file in sorted(out.parent.glob("*/manifest.json")) if out.parent.is_dir() else []:
        if file.parent.name == out.name or file.parent.name.startswith("."):
            continue
        past = Manifest.from_json(file.read_text("utf-8"))
        if past.as_of < as_of and past.locality == locality and RunFolder(file.parent).is_done("publish"):
            found.append((past.as_of, file.parent.name))
    return max(found)[1] if found else ""


def code_digest() -> str:
    """Digest of the package's own text: a run of other code is another run."""
    digest = sha256()
    for name, file in sorted(_texts(files("graphrisk"), "")):
        digest.update(name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _texts(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            found += _texts(entry, name)
        elif entry.name.endswith((".py", ".sql", ".toml", ".yaml", ".jinja", ".html", ".css", ".js")):
            found.append((name, entry))
    return found
