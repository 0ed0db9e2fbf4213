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
PARAMETERS = "0 参数：先运行，再改成要查的 / Parameters: run first, then change to what is asked"
_COLUMNS = ("name", "description", "query", "id", "parentId", "isFolder")
_VALUE = re.compile(r"\$(\w+): [^;]*?\(('[^']*'|[^()]*)\)(?=;|$)")


def saved_queries() -> str:
    """The text of cypher/browser/saved-queries.csv: folders, then their queries; ids do not change with the text."""
    rows = [(name, "", "", _id(part), "", "true") for part, name in FOLDERS.items()]
    for part in FOLDERS:
        rows.append((PARAMETERS, "", parameters(part), _id(f"{part}/parameters"), _id(part), "false"))
        for file in _files(part):
            name, *told, statement = _read(file)
            rows.append((name, "\n".join(told), statement, _id(f"{part}/{file.name}"), _id(part), "false"))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_COLUMNS, *rows])
    return text.getvalue()


def favourites() -> bytes:
    """A ZIP to drop into the classic Browser: a folder a part, a file a question; the same bytes from the same texts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for part in FOLDERS:
            kept = {
                file.name: "".join(f"// {line}\n" for line in _read(file)[:-1]) + _read(file)[-1]
                for file in _files(part)
            }
            for name, text in {"0.cypher": f"// {PARAMETERS}\n{parameters(part)}", **kept}.items():
                out.writestr(zipfile.ZipInfo(f"graphrisk {part}/{name}"), text)  # its day is 1980-01-01
    return packed.getvalue()


def parameters(part: str) -> str:
    """Commands that set each parameter of a part; Browser draws a query only if it runs alone.

    A question's is the first example of it; what is written is null until a person says it, and null writes nothing.

    >>> parameters("write").splitlines()[:2]
    [':param a => null;', ':param amount_yuan => null;']
    """
    told = [line for file in _files(part) for line in _read(file) if line.startswith("Parameters:")]
    first = dict(reversed([value for line in told for value in _VALUE.findall(line)]))
    return "".join(f":param {n} => {'null' if part == 'write' else v};\n" for n, v in sorted(first.items()))


def _files(part: str) -> list[Path]:
    return sorted((folder() / part).glob("*.cypher"))


def _read(file: Path) -> list[str]:
    """The header's lines without slashes and without the example, and last the statement."""
    lines = file.read_text("utf-8").splitlines()
    n = next(i for i, line in enumerate(lines) if not line.startswith("//"))
    head = [line.removeprefix("//").strip() for line in lines[:n] if not line.startswith(("//   ", "// Example"))]
    return [*head, "\n".join(lines[n:]).strip().removesuffix(";") + ";\n"]


def _id(path: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"graphrisk/cypher/{path}"))


def main() -> None:
    """Write the CSV anew: python -m graphrisk.publish.neo4j.saved."""
    (folder() / "browser" / CSV).write_text(saved_queries(), encoding="utf-8")


if __name__ == "__main__":
    main()
