"""A neighbourhood to look around in: one HTML page that needs no network, drawn by Cytoscape.js, which lies beside."""

import json
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.publish.picture.layout import places
from graphrisk.publish.picture.shown import shown

if TYPE_CHECKING:
    import networkx as nx

HEIGHT = 640  # pixels in a notebook


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A page that shows itself in a notebook, and that a browser opens from a file."""

    html: str

    def _repr_html_(self) -> str:
        """The page in a frame of its own, which may run its script and nothing else."""
        frame = f'sandbox="allow-scripts" style="width: 100%; height: {HEIGHT}px; border: 0"'
        return f'<iframe {frame} srcdoc="{escape(self.html)}"></iframe>'

    def save(self, path: str | Path) -> Path:
        """Write the page as one file; gives back its path."""
        file = Path(path)
        file.write_text(self.html, encoding="utf-8", newline="\n")
        return file


def picture(graph: "nx.MultiDiGraph", title: str = "") -> Picture:
    """Draw a graph as `ego` gives it: nodes with `kind`, `name`, `hops`, edges keyed by kind with their evidence.

    A project or company is filled by its `level`, where it has one; workers are counted, never drawn one by one. The same
    graph gives the same page, byte for byte. Whatever a name holds is shown as text.
    """
    drawn = shown(graph)
    where = places(
        [n["id"] for n in drawn["nodes"]], [(e["source"], e["target"]) for e in drawn["edges"]], drawn["centre"]
    )
    for node in drawn["nodes"]:
        node["x"], node["y"] = where[node["id"]]
    return Picture(_page(title or drawn["title"], drawn))


def _page(title: str, drawn: dict[str, Any]) -> str:
    here = files("graphrisk.publish")
    vendor = here.joinpath("vendor", "cytoscape.min.js").read_text("utf-8")
    draw = here.joinpath("picture", "draw.js").read_text("utf-8")
    texts = {
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src {_digest(vendor)} {_digest(draw)}",
        "title": escape(title),
        "style": here.joinpath("picture", "style.css").read_text("utf-8"),
        "drawn": _embedded(drawn),
        "vendor": vendor,
        "draw": draw,
    }
    page = here.joinpath("picture", "page.html").read_text("utf-8")
    parts = page.split("{{")
    return parts[0] + "".join(texts[name] + rest for name, rest in (part.split("}}", 1) for part in parts[1:]))


def _digest(script: str) -> str:
    """The digest by which the page's policy lets a script in."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _embedded(drawn: dict[str, Any]) -> str:
    """JSON in which no sign can end the element it stands in."""
    text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
