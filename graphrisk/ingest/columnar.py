"""Parquet: typed columns as rows of text cells, refused where a type is nested or would lose something."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from graphrisk.core.contract import Field, Table
from graphrisk.core.engine import identifier, quoted
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.header import header
from graphrisk.ingest.numbers import moment_text, number_text
from graphrisk.ingest.raw import Raw
from graphrisk.ingest.survey import Source

_SHANGHAI_US = 8 * 3600 * 1_000_000


def read_parquet(source: Source, units: Mapping[str, str], faults: Faults) -> Raw | None:
    """The file as rows of text cells; None, with faults, where it cannot be read."""
    try:
        schema = pq.read_schema(source.path)
    except (pa.ArrowException, OSError) as error:
        said = str(error).splitlines()[0]
        faults.add(source.label, f"Parquet 文件损坏（{said}）", f"broken Parquet file ({said}): write it again")
        return None
    found = header(source.table, list(schema.names), source.label, faults)
    nested = [f.name for f in schema if _is_refused(f.type)]
    if nested:
        names = ", ".join(nested)
        faults.add(
            source.label, f"列 {names} 是嵌套类型，请展开", f"columns {names} have a nested type: make them flat"
        )
    if found is None or nested:
        return None
    fields = {place: source.table.field(name) for name, place in found.places.items()}
    cells = [f"{_text(schema.field(i), fields.get(i), source.table, units)} AS c{i}" for i in range(found.width)]
    select = f"SELECT {', '.join(cells)} FROM read_parquet({quoted(source.path)}, binary_as_string = true)"
    return Raw(source=source, header=found, select=select, first_line=1, units=units)


def _is_refused(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_nested(kind)
        or pa.types.is_duration(kind)
        or pa.types.is_interval(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def _text(column: pa.Field, field: Field | None, table: Table, units: Mapping[str, str]) -> str:
    """SQL of a column as the text that its cells would have in a CSV."""
    kind, c = column.type, identifier(column.name)
    unit = units.get(field.name, "") if field else ""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_float64(kind):
        return number_text(field, table, c, unit)
    if pa.types.is_floating(kind):  # through text, or 0.1 becomes 0.10000000149
        return number_text(field, table, f"CAST(CAST({c} AS VARCHAR) AS DOUBLE)", unit)
    if pa.types.is_timestamp(kind):
        moment = f"make_timestamp(epoch_us({c}) + {_SHANGHAI_US})" if kind.tz else f"CAST({c} AS TIMESTAMP)"
        return moment_text(field, moment)
    return f"nullif(CAST({c} AS VARCHAR), '')"
