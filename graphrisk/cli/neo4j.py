"""`graphrisk neo4j`: a run into a server, the server's state, one case, files for neo4j-admin."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli.show import Format, rows_bar, show

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run that stands.")]
AsFormat = Annotated[Format, typer.Option("--format")]


class Workers(StrEnum):
    """How workers come into the graph."""

    keys = "keys"
    teams = "teams"
    none = "none"


class Part(StrEnum):
    """What can be left out."""

    workers = "workers"


AsWorkers = Annotated[
    Workers, typer.Option("--workers", help="keys: a node each, the key alone; teams: numbers of their teams; none.")
]
Without = Annotated[Part | None, typer.Option("--without", help="The same as --workers none.")]


@app.command()
def load(
    run: RunArgument,
    workers: AsWorkers = Workers.keys,
    without: Without = None,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """Bring the database to what the run holds; again after an interruption, it goes on."""
    from graphrisk.pipeline import neo4j

    with rows_bar() as step:
        told = neo4j.load(run, workers="none" if without else workers.value, progress=step)
    show(told[told[["rows", "removed"]].any(axis=1)], format)
    rows, written, removed = (int(told[column].sum()) for column in ("rows", "written", "removed"))
    typer.echo(
        f"{rows:,} rows of the run: {written:,} written, {removed:,} removed, the others stood as they are", err=True
    )


@app.command()
def case(
    run: RunArgument,
    entity: Annotated[str, typer.Argument(help="Project id, credit code, name or node id.")],
    hops: Annotated[int, typer.Option("--hops", min=0, help="Edges to go from the entity.")] = 2,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """Bring one case alone: the entity, what stands around it, its findings and the rows behind them."""
    from graphrisk.pipeline import neo4j

    told = neo4j.case(run, entity, hops)
    show(told[told["rows"] > 0], format)


@app.command()
def status(
    run: Annotated[Path | None, typer.Argument(metavar="[RUN]", help="Compare with this run.")] = None,
    format: AsFormat = Format.table,  # noqa: A002
) -> None:
    """Which runs the database has seen; with RUN what of it is loaded, missing or changed, label by label."""
    from graphrisk.pipeline import neo4j

    show(neo4j.history() if run is None else neo4j.status(run), format)


@app.command()
def clear(
    run: Annotated[Path | None, typer.Argument(metavar="[RUN]", help="Not needed: all runs are cleared.")] = None,  # noqa: ARG001
    edits: Annotated[bool, typer.Option("--edits", help="Judgements and outcomes that people wrote as well.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take away all that was loaded, history too; what people drew stays, and so do its ends."""
    from graphrisk.pipeline import neo4j

    if not yes:
        typer.confirm("remove all that graphrisk loaded from this database?", abort=True, err=True)
    with rows_bar() as step:
        removed = neo4j.clear(edits=edits, progress=step)
    typer.echo(f"{removed} nodes removed", err=True)


@app.command()
def export(
    run: RunArgument,
    out: Annotated[Path, typer.Argument(help="New folder for the files.")],
    workers: AsWorkers = Workers.keys,
    without: Without = None,
) -> None:
    """Write neo4j-admin import files: the first load of a big city."""
    from graphrisk.pipeline import neo4j

    typer.echo(neo4j.export(run, out, workers="none" if without else workers.value))
