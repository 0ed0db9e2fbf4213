"""The data contract: what each agency hands over, read from the YAML files shipped with the package."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "yearmonth": "VARCHAR",
    "datetime": "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column as delivered, and as it is called and typed inside."""

    name: str
    title: str
    type: str
    kind: str
    description: str
    required: bool
    enum: tuple[str, ...]
    minimum: float | None
    maximum: float | None

    @property
    def column(self) -> str:
        """The name inside: money in yuan becomes `*_fen`."""
        return self.name.removesuffix("_yuan") + "_fen" if self.kind == "yuan" else self.name

    @property
    def sql_type(self) -> str:
        """DuckDB type inside; money is int64 fen, a month is 'YYYY-MM'."""
        return "BIGINT" if self.kind == "yuan" else SQL_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`field` of this table names a row of `table` by its `column`."""

    field: str
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Table:
    """What one table promises."""

    name: str
    title: str
    description: str
    agency: str
    depth: str
    event: str | None
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    resource: dict[str, Any] = field(repr=False, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names inside, in contract order."""
        return tuple(f.column for f in self.fields)

    def field(self, name: str) -> Field:
        """The field of that contract name."""
        return next(f for f in self.fields if f.name == name)

    def key_sql(self, alias: str = "") -> str:
        """The row's key as one text, the parts joined by '/', for evidence."""
        dot = f"{alias}." if alias else ""
        return " || '/' || ".join(f"CAST({dot}{c} AS VARCHAR)" for c in self.primary_key)


def _field(raw: dict[str, Any]) -> Field:
    limits = raw.get("constraints") or {}
    return Field(
        name=raw["name"],
        title=raw["title"],
        type=raw["type"],
        kind=raw.get("kind", ""),
        description=raw["description"],
        required=bool(limits.get("required")),
        enum=tuple(limits.get("enum", ())),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
    )


def _table(raw: dict[str, Any]) -> Table:
    schema = raw["schema"]
    links = tuple(
        ForeignKey(k["fields"], k["reference"]["resource"], k["reference"]["fields"])
        for k in schema.get("foreignKeys", ())
    )
    return Table(
        name=raw["name"],
        title=raw["title"],
        description=raw["description"],
        agency=raw["agency"],
        depth=raw["depth"],
        event=raw.get("event"),
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        foreign_keys=links,
        resource=raw,
    )


@cache
def contract() -> dict[str, Table]:
    """All tables by name, in name order.

    >>> len(contract()), contract()["project"].agency
    (32, 'housing')
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    agencies = [a for a in (files("graphrisk") / "contract").iterdir() if a.is_dir()]
    texts = [f.read_text("utf-8") for a in agencies for f in a.iterdir() if f.name.endswith(".yaml")]
    tables = [_table(yaml.load(text, Loader=loader)) for text in texts]  # noqa: S506 -- both loaders are the safe one
    return {t.name: t for t in sorted(tables, key=lambda t: t.name)}
