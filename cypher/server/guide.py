"""Serves style, saved queries and guide to Neo4j Browser on this machine, with the CORS header it asks for.

.venv/bin/python cypher/server/guide.py [--port 8001]
"""

import argparse
import html
import re
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from graphrisk.publish.neo4j.saved import favourites

CYPHER = Path(__file__).resolve().parents[1]
BROWSER = CYPHER / "browser"
TYPES = {
    ".adoc": "text/asciidoc; charset=utf-8",
    ".grass": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}


class Handler(SimpleHTTPRequestHandler):
    """Files of cypher/browser/, the guide whole; for the classic Browser guide.html, made of it, and favourites.zip."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES

    def do_GET(self) -> None:
        """Answer with a file, or with what is made of files."""
        if self.path == "/guide.html":
            self._answer("text/html; charset=utf-8", slides(guide()).encode())
        elif self.path == "/guide.adoc":
            self._answer(TYPES[".adoc"], guide().encode())
        elif self.path == "/favourites.zip":
            self._answer("application/zip", favourites())
        else:
            super().do_GET()

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_OPTIONS(self) -> None:
        """Say yes to the question that a browser asks first."""
        self.send_response(204)
        self.end_headers()

    def end_headers(self) -> None:
        """Let a page of another port read what is served; all of it is public text."""
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def server(port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback; port 0 is any free one; Browser reaches it as localhost, which it allows by itself."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(BROWSER)))


def guide() -> str:
    """guide.adoc with the statements that it includes, their headers left out: Browser knows no include::."""
    text = (BROWSER / "guide.adoc").read_text("utf-8")
    return re.sub(r"^include::(\S+)\[\]$", lambda found: _statement(BROWSER / found[1]), text, flags=re.MULTILINE)


def _statement(file: Path) -> str:
    return "\n".join(line for line in file.read_text("utf-8").splitlines() if not line.startswith("//"))


def slides(text: str) -> str:
    """HTML slides of the classic Browser, one a section, of the part of AsciiDoc that guide.adoc uses.

    Titles, paragraphs, lists, *bold*, `code`, and [source,cypher] blocks, which a click puts into the editor.
    """
    head, *sections = re.split(r"^== ", text, flags=re.MULTILINE)
    title = head.splitlines()[0].removeprefix("= ")
    return "\n".join([f"<title>{html.escape(title)}</title>", *map(_slide, sections)])


def _slide(section: str) -> str:
    title, _, body = section.partition("\n")
    lines = ['<slide><div style="padding: 0 15px">', f"<h3>{_inline(title)}</h3>"]
    for n, part in enumerate(re.split(r"^\[source,cypher\]\n----\n(.*?)\n----$", body, flags=re.MULTILINE | re.DOTALL)):
        if n % 2:
            lines.append(f'<pre class="pre-scrollable code runnable">{html.escape(part)}</pre>')
        else:
            lines += [_paragraph(block) for block in re.split(r"\n\s*\n", part.strip()) if block]
    return "\n".join([*lines, "</div></slide>"])


def _paragraph(block: str) -> str:
    if block.startswith("* "):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in block.splitlines()) + "</ul>"
    return f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    safe = html.escape(text, quote=False)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", re.sub(r"\*([^*]+)\*", r"<b>\1</b>", safe))


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    try:
        served = server(parser.parse_args().port)
    except OSError as error:
        sys.exit(f"guide.py: {error.strerror}: give another by --port")
    here = f"http://localhost:{served.server_port}"
    print(f"In Browser's editor   :style {here}/graphrisk.grass    :guide {here}/guide.html")
    print(
        f"New Browser (2025 on) :guide {here}/guide.adoc; style and saved-queries.csv are uploaded from {BROWSER}",
        flush=True,
    )
    try:
        served.serve_forever()
    except KeyboardInterrupt:
        served.server_close()


if __name__ == "__main__":
    main()
