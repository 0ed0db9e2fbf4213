"""How a table is shown: table, json or csv; the format never changes what is in it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from graphrisk.pipeline.corridor import Progress


class Format(StrEnum):
    """Ways to print data."""

    table = "table"
    json = "json"
    csv = "csv"


def show(frame: "pd.DataFrame", format: Format) -> None:  # noqa: A002 -- the word of the flag
    """Print a DataFrame to stdout."""
    if format is Format.json:
        sys.stdout.write(frame.to_json(orient="records", force_ascii=False, date_format="iso", indent=1) + "\n")
    elif format is Format.csv:
        frame.to_csv(sys.stdout, index=False, lineterminator="\n")
    else:
        _table(frame)


def _table(frame: "pd.DataFrame") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in frame.columns:
        numeric = frame[name].dtype.kind in "fi"
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in frame.astype(object).where(frame.notna(), None).map(_cell).itertuples(index=False):
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)


@contextmanager
def rooms_bar() -> Iterator["Progress"]:
    """A progress bar on stderr, one step a room; plain lines where stderr is no terminal."""
    with _bar("/") as (draw, say):

        def step(room: str, number: int, rooms: int) -> None:
            draw(room, number, rooms)
            say(f"[{number + 1}/{rooms}] {room}")

        yield step


@contextmanager
def rows_bar() -> Iterator["Progress"]:
    """A progress bar on stderr by rows; where stderr is no terminal a line each fifth of them."""
    with _bar(" rows of ") as (draw, say):
        fifths = 0

        def step(name: str, done: int, rows: int) -> None:
            nonlocal fifths
            draw(name, done, rows)
            if rows and 5 * done // rows > fifths:
                fifths = 5 * done // rows
                say(f"{done:,} of {rows:,} rows: {name}")

        yield step


@contextmanager
def _bar(between: str) -> Iterator[tuple[Callable[[str, int, int], None], Callable[[str], None]]]:
    """How to draw a step on a terminal, and how to say one elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<10}"),
        BarColumn(),
        TextColumn(f"{{task.completed}}{between}{{task.total}}"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def draw(name: str, done: int, total: int) -> None:
            bar.update(task, description=name, completed=done, total=total)

        def say(line: str) -> None:
            if not console.is_terminal:
                console.print(line, markup=False, highlight=False)

        yield draw, say
        bar.update(task, description="done", completed=bar.tasks[0].total)
