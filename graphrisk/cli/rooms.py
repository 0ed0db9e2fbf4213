"""Commands of a run that stands: one room again, why an entity, the catalogue of signals."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphrisk.cli.show import Format, rooms_bar, show

if TYPE_CHECKING:
    from graphrisk.pipeline.result import Run

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run that stands.")]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads of the table engine.")]
AsFormat = Annotated[Format, typer.Option("--format")]


def add_rooms(app: typer.Typer) -> None:
    """Register the commands of single rooms."""
    app.command()(resolve)
    app.command()(graph)
    app.command()(signals)
    app.command()(stress)
    app.command()(score)
    app.command()(explain)
    app.command()(communities)
    app.command()(publish)


def resolve(run: RunArgument, threads: Threads = None) -> None:
    """Room again: one party per real company or person."""
    _again(run, "resolve", threads)


def graph(run: RunArgument, threads: Threads = None) -> None:
    """Room again: nodes, edges, measures."""
    _again(run, "graph", threads)


def score(run: RunArgument, threads: Threads = None) -> None:
    """Room again: scores, levels, ranks."""
    _again(run, "score", threads)


def publish(run: RunArgument, threads: Threads = None) -> None:
    """Room again: ranking.csv, ranking.xlsx, report."""
    _again(run, "publish", threads)


def signals(
    what: Annotated[
        str,
        typer.Argument(
            metavar="list|show|page|RUN", help="list the catalogue, show one signal, all as a page, or a run folder."
        ),
    ],
    code: Annotated[str | None, typer.Argument(metavar="ID", help="Signal to show, e.g. A02.")] = None,
    threads: Threads = None,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """The catalogue (list, show ID, page), or the room again on a RUN."""
    from graphrisk.pipeline import catalogue_page, words

    if what == "list":
        show(words.signal_list(), format)
    elif what == "show":
        show(words.signal_page(code), format)
    elif what == "page":
        typer.echo(catalogue_page(), nl=False)
    else:
        _again(Path(what), "signals", threads)


def stress(
    run: RunArgument,
    fail: Annotated[
        str | None, typer.Option("--fail", metavar="COMPANY", help="Credit code or name of a party that pays nothing.")
    ] = None,
    month: Annotated[
        int, typer.Option("--month", help="Months to look ahead, 1 to 6; the as-of month is the first.")
    ] = 3,
    threads: Threads = None,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """Which wage accounts run dry when, for how many workers, who must pay next; with --fail what a failure changes."""
    from graphrisk.pipeline import open_run, stress_words

    found = open_run(run)
    if not found.folder.is_done("stress"):
        _again(run, "stress", threads)
    rows = found.stress(fail, month)
    show(stress_words.shown(rows, whole=format is not Format.table), format)
    typer.echo(stress_words.summary(rows, month), err=True)


def explain(
    run: RunArgument,
    entity: Annotated[
        str | None, typer.Argument(help="Project id or credit code; without it the room is run again.")
    ] = None,
    threads: Threads = None,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """Why this one: terms that add up to the score, with the rows behind each; without ENTITY the room again."""
    if entity is None:
        _again(run, "explain", threads)
        return
    from graphrisk.pipeline import open_run, words

    found = open_run(run)
    if format is Format.table:
        typer.echo(words.case(found, entity))
    else:
        show(found.explain(entity), format)


def communities(
    run: RunArgument,
    top: Annotated[int, typer.Option(min=0, help="Communities to print.")] = 20,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """Who lets works to whom, by community, with its red and orange projects: to look around, not a reason."""
    from graphrisk.pipeline import open_run

    show(open_run(run).communities().head(top), format)


def _again(run: Path, room: str, threads: int | None) -> None:
    from graphrisk.pipeline import redo

    with rooms_bar() as bar:
        done = redo(run, room, threads=threads, progress=bar)
    typer.echo(f"{room}: {done.path}", err=True)


def tell(done: "Run", top: int, format: Format) -> None:  # noqa: A002
    """The top of the ranking on stdout, where to read on on stderr."""
    from graphrisk.pipeline import words

    show(words.top(done, top, whole=format is not Format.table), format)
    typer.echo(words.summary(done), err=True)


def tell_quality(done: "Run", format: Format) -> None:  # noqa: A002
    """Quality as a table a person can read; every check in json and csv."""
    from graphrisk.pipeline import words

    show(done.read("quality") if format is not Format.table else words.quality(done), format)
    typer.echo(f"run: {done.path}", err=True)
