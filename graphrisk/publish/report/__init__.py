"""The report: static pages that open from a folder, without a network and without a script that is not its own."""

from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from graphrisk.core.run import Manifest, RunFolder
from graphrisk.core.text import Text
from graphrisk.publish.report.cases import tell, write_cases
from graphrisk.publish.report.index import write_index
from graphrisk.publish.report.money import in_words
from graphrisk.publish.words import KINDS, LEVELS, TABLE_AGENCIES, TERMS


@dataclass(frozen=True, slots=True)
class Inline:
    """A style or script that stands in the page, and the digest by which the page's policy lets it in."""

    text: Any
    digest: str


def write_report(con: DuckDBPyConnection, run: RunFolder, out: Path, previous: Manifest | None) -> None:
    """Write index.html and a page for every red and orange entity; needs tables ranked, changed, feeds, answers."""
    (out / "cases").mkdir(parents=True)
    place = run.locality
    env = environment()
    env.globals |= {"run": run.manifest, "place": Text(place.title_zh, place.title_en)}
    pages = tell(con)
    write_cases(con, env, out, pages)
    write_index(con, env, out, pages, previous)


def environment() -> Any:
    """Jinja with everything escaped; numbers and shares as people read them."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("graphrisk.publish.report", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters |= {"wan": in_words, "count": partial(_or_dash, "{:,}"), "share": partial(_or_dash, "{:.0%}")}
    env.globals |= {"levels": LEVELS, "words_of": KINDS, "term_words": _term_words, "agencies": TABLE_AGENCIES}
    env.globals |= {"style": _inline("style.css"), "script": _inline("list.js")}
    return env


def _inline(name: str) -> Inline:
    from markupsafe import Markup

    text = (files("graphrisk.publish.report") / "html" / name).read_text("utf-8").replace("\r\n", "\n")
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Inline(Markup(text), f"sha256-{digest}")  # noqa: S704 -- our own file, let in by its digest


def _term_words(*parts: str) -> str:
    """A term that no signal names, in words: kind and what it is, in both languages.

    >>> _term_words("measure", "pagerank")
    '指标·网络中心 measure PageRank'
    """
    words = [TERMS.get(part, Text(part, part)) for part in parts]
    return f"{'·'.join(w.zh for w in words)} {' '.join(w.en for w in words)}"


def _or_dash(shape: str, value: float | None) -> str:
    return "—" if value is None else shape.format(value)
