"""The questions of cypher/ as queries that Neo4j Browser keeps: a CSV for the new one, a ZIP of favourites for the classic."""

import csv
import io
import re
import zipfile
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from graphrisk.publish.neo4j.texts import folder

FOLDERS = {"investigate": "graphrisk 调查 / investigate", "write": "graphrisk 写回 / write back"}
CSV = "saved-queries.csv"
_COLUMNS = ("name", "description", "query", "id", "parentId", "isFolder")
_VALUE = re.compile(r"\$(\w+): [^;]*?\(('[^']*'|[^()]*)\)(?=;|$)")


def saved_queries() -> str:
    """The text of cypher/browser/saved-queries.csv: folders, then their queries by name; ids do not change with the text."""
    rows = [(name, "", "", _id(part), "", "true") for part, name in FOLDERS.items()]
    for part in FOLDERS:
        for file in _files(part):
            head, _ = _cut(file)
            description = "\n".join(line for line in head[1:] if not line.startswith("Example"))
            rows.append((head[0], description, runnable(file), _id(f"{part}/{file.name}"), _id(part), "false"))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *rows])
    return text.getvalue()


def favourites() -> bytes:
    """A ZIP to drop into the classic Browser: a folder a part, a file a question; the same bytes from the same texts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for part in FOLDERS:
            for file in _files(part):
                entry = zipfile.ZipInfo(f"graphrisk {part}/{file.name}")  # its day is 1980-01-01
                head, _ = _cut(file)
                out.writestr(entry, f"// {head[0]}\n{runnable(file)}")
    return packed.getvalue()


def runnable(file: Path) -> str:
    """The statement behind the parameters that its header gives as examples, for Browser to set before it runs.

    >>> print(runnable(folder() / "investigate" / "round_trips.cypher")[:36])
    :param least_yuan => 50000;
    MATCH (t
    """
    head, statement = _cut(file)
    told = next((line for line in head if line.startswith("Parameters:")), "")
    return "".join(f":param {name} => {value};\n" for name, value in _VALUE.findall(told)) + statement


def _files(part: str) -> list[Path]:
    return sorted((folder() / part).glob("*.cypher"))


def _cut(file: Path) -> tuple[list[str], str]:
    """The header without its slashes and without the example, and the statement."""
    lines = file.read_text("utf-8").splitlines()
    n = next(i for i, line in enumerate(lines) if not line.startswith("//"))
    head = [line.removeprefix("//").strip() for line in lines[:n] if not line.startswith("//   ")]
    return head, "\n".join(lines[n:]).strip().removesuffix(";") + ";\n"


def _id(path: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"graphrisk/cypher/{path}"))


def main() -> None:
    """Write the CSV anew: python -m graphrisk.publish.neo4j.saved."""
    (folder() / "browser" / CSV).write_text(saved_queries(), encoding="utf-8")


if __name__ == "__main__":
    main()
