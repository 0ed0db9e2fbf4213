"""The questions of cypher/: a file's header, its example and its golden rows.

`REFRESH=1 pytest tests/neo4j` writes examples and golden rows anew, `python -m tests.neo4j.questions` the index in
cypher/README.md; look at what changed before it is kept.
"""

import csv
import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CYPHER = Path(__file__).resolve().parents[2] / "cypher"
ANSWERS = Path(__file__).parent / "answers"
FOLDERS = {
    "investigate": "调查时问的问题 / What an investigator asks",
    "gds": "图算法（需装GDS插件） / Centralities and communities, for servers with the GDS plugin",
    "write": "人工判断与核查结果 / What people judge and find, written back",
}
EXAMPLES = 5  # rows in a file's header
GOLDEN = 10  # rows of an answer that are kept
CELL = 60  # characters of a cell in an example
PARAMETER = re.compile(r"\$(\w+): (.+?) \(('[^']*'|-?[\d.]+|null)\)(?:; |$)")
HEADER = re.compile(
    r"// (?P<question>[^\n]+ / [^\n]+)\n"
    r"// Parameters: (?P<parameters>[^\n]+)\n"
    r"// Columns: (?P<columns>[^\n]+)\n"
    r"// Cost: (?P<cost>[^\n]+)\n"
    r"(?:// Note: (?P<note>[^\n]+)\n)?"
    r"// Example:\n(?P<example>(?://   [^\n]*\n)*)"
    r"(?P<statement>(?!//)[\s\S]+)"
)


@dataclass(frozen=True)
class Question:
    """One file of cypher/."""

    folder: str
    name: str
    question: str
    parameters: dict[str, Any]  # with the example values
    columns: list[str]
    cost: str
    example: list[str]
    statement: str

    @property
    def path(self) -> Path:
        return CYPHER / self.folder / f"{self.name}.cypher"

    @property
    def zh(self) -> str:
        return self.question.rsplit(" / ", 1)[0]

    @property
    def en(self) -> str:
        return self.question.rsplit(" / ", 1)[1]


def questions(folder: str) -> list[Question]:
    """All files of a folder; a file whose header is not as it must be raises ValueError."""
    return [read(path) for path in sorted((CYPHER / folder).glob("*.cypher"))]


def read(path: Path) -> Question:
    found = HEADER.fullmatch(path.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{path.name}: not question, Parameters, Columns, Cost, Example and one statement")
    told = found["parameters"]
    parameters = {} if told == "none" else {m[1]: _value(m[3]) for m in PARAMETER.finditer(told)}
    if told != "none" and PARAMETER.sub("", told):
        raise ValueError(f"{path.name}: parameters are not `$name: what (value)`: {PARAMETER.sub('', told)}")
    return Question(
        path.parent.name,
        path.stem,
        found["question"],
        parameters,
        found["columns"].split(", "),
        found["cost"],
        found["example"].splitlines(),
        found["statement"],
    )


def example(question: Question, rows: list[list[Any]]) -> list[str]:
    """The header's lines for these rows."""
    lines = [question.columns, *([_cut(cell(v)) for v in row] for row in rows[:EXAMPLES])]
    more = [] if rows else [["(no rows)"]]
    return ["//   " + " | ".join(line) for line in [*lines, *more]]


def answer(question: Question, rows: list[list[Any]]) -> str:
    """The first rows as CSV."""
    out = io.StringIO()
    table = [question.columns, *([cell(v) for v in row] for row in rows[:GOLDEN])]
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as text; numbers to six digits, so that no machine's last bits are kept."""
    if hasattr(value, "labels"):
        return f"({value['node_id']})"
    if hasattr(value, "type"):
        return f"[:{value.type}]"
    if isinstance(value, list):
        return "[" + ", ".join(cell(v) for v in value) + "]"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.2f}"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def index() -> str:
    """The text of cypher/README.md from the line `## Files` on."""
    parts = []
    for folder, title in FOLDERS.items():
        rows = [f"| [`{q.name}`]({folder}/{q.name}.cypher) | {q.zh} | {q.en} |" for q in questions(folder)]
        parts.append("\n".join([f"### {folder}/: {title}", "", "| | 中文 | English |", "|---|---|---|", *rows]))
    return "## Files\n\n" + "\n\n".join(parts) + "\n"


def check_answer(question: Question, rows: list[list[Any]]) -> None:
    """The header shows these rows, and they are those that are kept; REFRESH=1 keeps what comes."""
    kept = ANSWERS / f"{question.name}.csv"
    if os.environ.get("REFRESH"):
        write_example(question, rows)
        kept.write_text(answer(question, rows), "utf-8")
        return
    assert answer(question, rows) == kept.read_text("utf-8")
    assert example(question, rows) == question.example


def write_example(question: Question, rows: list[list[Any]]) -> None:
    text = question.path.read_text("utf-8")
    head, tail = text.split("// Example:\n")
    kept = tail[tail.index(question.statement) :]
    question.path.write_text(head + "// Example:\n" + "\n".join(example(question, rows)) + "\n" + kept, "utf-8")


def _value(text: str) -> Any:
    if text == "null":
        return None
    if text.startswith("'"):
        return text[1:-1]
    return float(text) if "." in text else int(text)


def _cut(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def refresh_index() -> None:
    """Write cypher/README.md from the line `## Files` on."""
    readme = CYPHER / "README.md"
    readme.write_text(readme.read_text("utf-8").partition("## Files\n")[0] + index(), "utf-8")


if __name__ == "__main__":
    refresh_index()
