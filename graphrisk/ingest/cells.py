"""How one cell becomes a value: a quick reading of what is written as it should be, a careful one of everything else."""

from dataclasses import dataclass

from graphrisk.core.contract import Field, Table
from graphrisk.core.engine import quoted
from graphrisk.ingest.macros import CONTROL
from graphrisk.ingest.persons import is_looked_at

WAN_YUAN = "wan_yuan"
# Characters as RE2 classes: controls and all spaces, and those of no width.
_EDGE = r"\x00-\x20\x7F-\x{A0}\x{3000}"
_INVISIBLE = r"\x{200B}-\x{200F}\x{2060}\x{FEFF}"


@dataclass(frozen=True, slots=True)
class Careful:
    """Reading of one cell `c`: its text `t`, the value from `t`, the reason why there is none (NULL if there is)."""

    text: str
    value: str
    reason: str


def is_code(field: Field) -> bool:
    """Credit codes and persons' keys: hyphens and inner spaces go."""
    return field.kind in {"uscc", "key"}


def is_identifier(field: Field, table: Table) -> bool:
    """Codes, keys, numbers and ids: no zero-width characters, no scientific notation."""
    if field.type != "string" or field.enum:
        return False
    return is_code(field) or field.name.endswith(("_id", "_no", "_code")) or field.name in table.primary_key


def careful(field: Field, table: Table, c: str, t: str, v: str, unit: str = "") -> Careful:
    """SQL of the careful reading; `c`, `t` and `v` name the columns that hold the cell, its text and its value."""
    text, value, wrong = _reading(field, table, t, v, unit)
    text = text.replace("{c}", c)
    scientific = f"WHEN in_is_scientific({c}) THEN 'excel_scientific' " if is_identifier(field, table) else ""
    missing = f"WHEN {t} IS NULL THEN 'missing_required'" if field.required else f"WHEN {t} IS NULL THEN NULL"
    reason = (
        f"CASE WHEN {c} IS NOT NULL AND regexp_matches({c}, {quoted(CONTROL)}) THEN 'control_character' "
        f"{missing} {scientific}{wrong} {_limits(field, v)} END"
    )
    return Careful(text, value, reason)


def _reading(field: Field, table: Table, t: str, v: str, unit: str) -> tuple[str, str, str]:
    narrow = "in_narrow({c})"
    if field.kind == "yuan":
        places = 6 if unit == WAN_YUAN else 2
        wrong = (
            f"WHEN NOT in_is_money({t}) THEN 'bad_type' WHEN NOT in_is_precise({t}, {places}) THEN 'too_precise' "
            f"WHEN {v} IS NULL THEN 'out_of_range'"
        )
        return narrow, f"CASE WHEN in_is_money({t}) THEN in_fen({t}, {places}) END", wrong
    if field.enum:
        return "in_trim({c})", _enum(field, t), f"WHEN {v} IS NULL THEN 'bad_enum'"
    if field.type == "string":
        text = "in_trim({c})"
        if is_code(field):
            text = "in_case(in_code({c}))" if field.kind == "uscc" else "in_code({c})"
        elif is_identifier(field, table):
            text = "in_plain({c})"
        return text, t, ""
    if field.type in {"integer", "number"}:
        wrong = f"WHEN NOT in_is_{field.type}({t}) THEN 'bad_type' WHEN {v} IS NULL THEN 'out_of_range'"
        return narrow, f"CASE WHEN in_is_{field.type}({t}) THEN in_{field.type}({t}) END", wrong
    if field.type == "boolean":
        return "in_trim({c})", f"in_boolean({t})", f"WHEN {v} IS NULL THEN 'bad_type'"
    function = {"date": "in_date", "yearmonth": "in_month", "datetime": "in_time"}[field.type]
    return narrow, f"{function}({t})", f"WHEN {v} IS NULL THEN 'bad_date'"


def _enum(field: Field, t: str) -> str:
    allowed = ", ".join(quoted(e) for e in field.enum)
    joined, scored = f"lower(replace({t}, ' ', ''))", f"lower(replace({t}, ' ', '_'))"
    return f"CASE WHEN {joined} IN ({allowed}) THEN {joined} WHEN {scored} IN ({allowed}) THEN {scored} END"


def _limits(field: Field, v: str) -> str:
    low, high = bounds(field)
    parts = [f"{v} < {low}"] * (low is not None) + [f"{v} > {high}"] * (high is not None)
    return f"WHEN {' OR '.join(parts)} THEN 'out_of_range'" if parts else ""


def bounds(field: Field) -> tuple[str | None, str | None]:
    """Least and greatest value inside (money in fen), as SQL numbers."""
    factor = 100 if field.kind == "yuan" else 1
    low, high = (None if x is None else f"{x * factor:g}" for x in (field.minimum, field.maximum))
    return low, high


def quick(field: Field, table: Table, c: str, unit: str = "", hashed: str = "", *, is_tidy: bool = False) -> str:
    """SQL that gives the value of a cell written in the usual way, and NULL for all that needs the careful reading.

    Chosen by measuring: a cast that comes back as it was written costs half of a regular expression. `hashed` is the SQL
    of when the cell is hashed at the door; `is_tidy` says that the file has neither control characters nor non-ASCII ones.
    """
    if hashed:
        usual = f"regexp_full_match({c}, '[0-9A-Za-z]+')"
        return f"CASE WHEN {usual} AND {hashed} THEN in_hashed({c}) WHEN {usual} AND NOT in_is_person({c}) THEN {c} END"
    if field.enum:
        # Not IN: a long one becomes a join, and no join keeps the rows in the order of their lines.
        return f"CASE {c} {' '.join(f'WHEN {quoted(e)} THEN {quoted(e)}' for e in field.enum)} END"
    if field.type == "string":
        return _quick_text(field, table, c, is_tidy=is_tidy)
    if field.kind == "yuan":
        return "CAST(NULL AS BIGINT)" if unit == WAN_YUAN else _quick_money(field, c)
    match field.type:
        case "date":
            day = f"try_cast({c} AS DATE)"  # the bounds keep out infinity, BC and years of five digits
            return f"CASE WHEN {day} BETWEEN DATE '1000-01-01' AND DATE '9999-12-31' AND CAST({day} AS VARCHAR) = {c} THEN {day} END"
        case "yearmonth":
            return rf"CASE WHEN regexp_full_match({c}, '[12]\d\d\d-(0[1-9]|1[0-2])') THEN {c} END"
        case "datetime":
            usual = r"[1-9]\d\d\d-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d"  # whole seconds, and no 24:00
            return f"CASE WHEN regexp_full_match({c}, '{usual}') THEN try_cast({c} AS TIMESTAMP) END"
        case "boolean":
            return f"CASE {c} WHEN 'true' THEN true WHEN 'false' THEN false WHEN '1' THEN true WHEN '0' THEN false END"
        case "integer":
            return rf"CASE WHEN regexp_full_match({c}, '\d{{1,15}}'){_within(field, f'CAST({c} AS BIGINT)')} THEN CAST({c} AS BIGINT) END"
        case _:
            value = f"CAST({c} AS DOUBLE)"
            return (
                rf"CASE WHEN regexp_full_match({c}, '\d{{1,15}}(\.\d{{1,9}})?'){_within(field, value)} THEN {value} END"
            )


def _quick_money(field: Field, c: str) -> str:
    value, low = f"try_cast({c} AS DECIMAL(18, 2))", bounds(field)[0]
    within = f" AND {value} < 10000000000000" + (
        f" AND {value} >= {low}" if low is not None else ""
    )  # beyond, fen overflow
    return (
        f"CASE WHEN CAST({value} AS VARCHAR) = {c}{within} THEN CAST({value} * 100 AS BIGINT) "
        rf"WHEN regexp_full_match({c}, '\d{{1,15}}') THEN CAST({c} AS BIGINT) * 100 END"
    )


def _within(field: Field, value: str) -> str:
    low, high = bounds(field)  # digits without a sign are never below zero
    tests = [f" AND {value} >= {low}"] * (low not in {None, "0"}) + [f" AND {value} <= {high}"] * (high is not None)
    return "".join(tests)


def _quick_text(field: Field, table: Table, c: str, *, is_tidy: bool) -> str:
    tidy = ""
    if is_tidy and is_identifier(field, table) and field.kind != "uscc":
        # A letter in front, so neither a person's number nor one that Excel has rewritten.
        hyphen = f" AND NOT contains({c}, '-')" if field.kind == "key" else ""
        tidy = f"WHEN {c} >= 'A' AND {c} < '{{' AND NOT contains({c}, ' '){hyphen} THEN {c} "
    if field.kind == "uscc":
        return f"CASE WHEN regexp_full_match({c}, '[0-9A-Z]+') THEN {c} WHEN regexp_full_match({c}, '[0-9A-Za-z]+') THEN in_case({c}) END"
    if field.kind == "key":
        usual = "[A-Za-z][0-9A-Za-z_]*"
    elif is_identifier(field, table):
        # A letter or a Chinese character in front, short or long digits, digits with hyphens or a letter among them.
        usual = r"[A-Za-z][0-9A-Za-z_./\-]*|\d{1,10}|\d{12,15}|\d+(-\d+)+|\d{1,16}[A-Z][0-9A-Z]+"
        usual += rf"|[\x{{4E00}}-\x{{9FFF}}\x{{FF08}}][^{_EDGE}{_INVISIBLE}]*"
        usual += "" if is_looked_at(field) else r"|\d+"
    else:
        # neither control characters nor spaces around, and no digit of any form in front that might begin a person's number
        first = rf"[^{_EDGE}\p{{N}}{_INVISIBLE}]"
        usual = rf"{first}([^\x00-\x1F\x7F-\x{{9F}}]*[^{_EDGE}])?|\d{{1,10}}"
    return f"CASE {tidy}WHEN regexp_full_match({c}, {quoted(usual)}) THEN {c} END"
