"""Numbers and moments that XLSX and Parquet deliver as such, written as the text that their cell would hold in a CSV."""

from graphrisk.core.contract import Field, Table
from graphrisk.ingest.cells import WAN_YUAN, is_identifier

MACROS = {
    # Noise of binary fractions: below a millionth, or of the last digits that a double has.
    "in_is_near(x, places)": "abs(x - round(x, places)) < greatest(1e-6, abs(x) * 1e-15)",
    "in_long(x)": "format('{:.10f}', x)",
    "in_whole(x)": "CASE WHEN abs(x) < 1e15 AND x = floor(x) THEN CAST(CAST(x AS BIGINT) AS VARCHAR) END",
    "in_money_text(x)": "CASE WHEN in_is_near(x, 2) THEN format('{:.2f}', x) ELSE in_long(x) END",
    "in_wan_text(x)": "CASE WHEN in_is_near(x * 1e4, 2) THEN format('{:.6f}', x) ELSE in_long(x) END",
    "in_plain_text(x)": """coalesce(in_whole(x), CASE WHEN contains(CAST(x AS VARCHAR), 'e') AND isfinite(x)
        THEN format('{:.20f}', x) ELSE CAST(x AS VARCHAR) END)""",
    # 15 digits are all that Excel keeps: a longer code or number has lost its end.
    "in_id_text(x)": "coalesce(in_whole(x), CASE WHEN abs(x) >= 1e15 THEN format('{:.6E}', x) ELSE CAST(x AS VARCHAR) END)",
    "in_day_text(m)": "CAST(CAST(m AS DATE) AS VARCHAR)",
    "in_moment_text(m)": "CASE WHEN m = date_trunc('day', m) THEN in_day_text(m) ELSE CAST(m AS VARCHAR) END",
}


def number_text(field: Field | None, table: Table, x: str, unit: str = "") -> str:
    """SQL of a DOUBLE as the text of a cell of that field."""
    if field is None or (field.type == "string" and not is_identifier(field, table)):
        return f"in_plain_text({x})"
    if field.kind == "yuan":
        return f"in_wan_text({x})" if unit == WAN_YUAN else f"in_money_text({x})"
    if field.type == "string":
        return f"in_id_text({x})"
    return f"in_plain_text({x})"


def moment_text(field: Field | None, m: str) -> str:
    """SQL of a TIMESTAMP as the text of a cell of that field: a day where a day or month is wanted."""
    is_day = field is not None and field.type in {"date", "yearmonth"}
    return f"in_day_text({m})" if is_day else f"in_moment_text({m})"
