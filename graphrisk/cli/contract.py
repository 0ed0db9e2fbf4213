"""`graphrisk contract`: what agencies deliver, to read, to export, to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from graphrisk.cli.show import Format, show

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
AsFormat = Annotated[Format, typer.Option("--format")]


@app.command("list")
def list_tables(format: AsFormat = Format.table) -> None:  # noqa: A002
    """One line a table."""
    from graphrisk.pipeline import words

    show(words.contract_list(), format)


@app.command("show")
def show_table(table: str, format: AsFormat = Format.table) -> None:  # noqa: A002
    """The columns of one table."""
    from graphrisk.pipeline import words

    show(words.contract_page(table), format)


@app.command()
def export(out: Annotated[Path | None, typer.Argument(help="Folder for datapackage.json.")] = None) -> None:
    """Write a Frictionless datapackage.json of the contract."""
    from graphrisk.publish.contract_files import datapackage

    typer.echo(datapackage(out or Path()))


@app.command()
def template(
    out: Annotated[Path, typer.Argument(help="XLSX file to write.")] = Path("graphrisk-template.xlsx"),
) -> None:
    """Write an empty workbook for an agency: a sheet a table, drop-down lists, notes."""
    from graphrisk.publish.contract_files import template as make

    typer.echo(make(out))
