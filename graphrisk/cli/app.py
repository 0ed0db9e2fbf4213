"""The command `graphrisk`."""

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli.contract import app as contract_app
from graphrisk.cli.neo4j import app as neo4j_app
from graphrisk.cli.rooms import add_rooms
from graphrisk.cli.show import Format

app = typer.Typer(
    name="graphrisk",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Find hidden wage-arrears risk before anyone complains; every finding with its evidence and its innocent explanation.",
)
app.add_typer(neo4j_app, name="neo4j", help="Neo4j: load, case, status, clear, export.")
app.add_typer(contract_app, name="contract", help="The data contract: list, show, export, template.")

AsOf = Annotated[
    str, typer.Option("--as-of", metavar="YYYY-MM-DD", help="The day the run sees; nothing received later exists.")
]
Place = Annotated[str, typer.Option("--locality", help="beijing, guizhou, zhuhai, open, or the path of a .toml file.")]
Out = Annotated[Path | None, typer.Option("--out", help="Run folder; by default runs/<delivery>-<day>.")]
HashKeys = Annotated[
    bool, typer.Option("--hash-keys", help="Hash persons' numbers at the door with GRAPHRISK_HASH_KEY.")
]
Threads = Annotated[int | None, typer.Option("--threads", min=1, help="Threads of the table engine.")]
Delivery = Annotated[Path, typer.Argument(help="Folder of agencies' files, or one workbook.")]


@app.command()
def run(
    place: Annotated[
        str,
        typer.Argument(
            metavar="DELIVERY",
            help="Folder of agencies' files, one workbook, or neo4j://HOST:PORT: a graph that people have edited.",
        ),
    ],
    as_of: AsOf,
    locality: Place = "beijing",
    out: Out = None,
    hash_keys: HashKeys = False,
    judgements: Annotated[Path | None, typer.Option(help="CSV of who is the same party, kept by a human.")] = None,
    delivery: Annotated[
        Path | None, typer.Option(help="Of a graph: the delivery it was made from, if not where its run read it.")
    ] = None,
    threads: Threads = None,
    top: Annotated[int, typer.Option(min=0, help="Rows of the ranking to print.")] = 10,
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
) -> None:
    """Walk the whole corridor: from a delivery to a ranked list with evidence."""
    from graphrisk.cli.rooms import tell
    from graphrisk.cli.show import rooms_bar
    from graphrisk.pipeline import corridor

    with rooms_bar() as bar:
        done = corridor.run(
            place,
            as_of,
            locality,
            out,
            hash_keys=hash_keys,
            judgements=judgements,
            folder=delivery,
            threads=threads,
            progress=bar,
        )
    tell(done, top, format)


@app.command()
def ingest(
    delivery: Delivery,
    as_of: AsOf,
    locality: Place = "beijing",
    out: Out = None,
    hash_keys: HashKeys = False,
    threads: Threads = None,
    format: Annotated[Format, typer.Option("--format")] = Format.table,  # noqa: A002
) -> None:
    """Read and check a delivery, the first room alone, and print its quality."""
    from graphrisk.cli.rooms import tell_quality
    from graphrisk.cli.show import rooms_bar
    from graphrisk.pipeline import corridor

    with rooms_bar() as bar:
        done = corridor.ingest_alone(delivery, as_of, locality, out, hash_keys=hash_keys, threads=threads, progress=bar)
    tell_quality(done, format)


@app.command()
def simulate(
    out: Annotated[Path, typer.Argument(help="Folder to write delivery/ and truth/ into.")],
    preset: Annotated[
        str, typer.Option(help="daxing (the 2022 pilot), city, or town (the toy town of the tests).")
    ] = "daxing",
    projects: Annotated[int | None, typer.Option(min=1, help="Number of projects of a city.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
) -> None:
    """Write a made-up delivery with planted schemes and their innocent twins; it proves nothing about quality."""
    from graphrisk.simulate import simulate as make

    typer.echo(make(out, preset=preset, projects=projects, seed=seed))


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the delivery and the run.")] = Path("runs/demo"),
    top: Annotated[int, typer.Option(min=0)] = 10,
) -> None:
    """Simulate the Daxing pilot, run the corridor, print the top of the ranking with reasons."""
    from graphrisk.cli.rooms import tell
    from graphrisk.cli.show import Format, rooms_bar
    from graphrisk.pipeline.demo import demo as show_case

    with rooms_bar() as bar:
        done = show_case(out, progress=bar)
    tell(done, top, Format.table)


@app.command()
def version() -> None:
    """Print the version."""
    from graphrisk import __version__

    typer.echo(__version__)


add_rooms(app)
