"""Cells in plain Python: each rule of the contract's reading.md is a function of one cell that pandas maps over a column."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import normalize

from graphrisk.core.contract import Field, Table

Read = Callable[[str], Any]

SPACES = " \u3000\u00a0"
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
NARROW = str.maketrans("０１２３４５６７８９．，－￥", "0123456789.,-¥")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
SCIENTIFIC = re.compile(r"'?[0-9]+(\.[0-9]+)?[Ee][+-][0-9]+")
BETWEEN = re.compile(r"[\s\-‐‑–—]", re.ASCII)
INTEGER = re.compile(r"([+-]?[0-9]+)(\.0+)?")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
MONEY = re.compile(r"([+-]?¥?|¥[+-])(([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?|\.[0-9]+)")
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)")
MIDNIGHT = re.compile(r"( 00:00:00| 0:00|T00:00:00)\Z")
MONTH = re.compile(r"([0-9]{4})(?:[-/](0?[1-9]|1[0-2])|年(0?[1-9]|1[0-2])月)")
TIME = re.compile(
    r"(.+)[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?(?:[.,][0-9]+)?"
    r"(?:(Z)|([+-])(0[0-9]|1[0-4])(?::?([0-5][0-9]))?)?"
)
TRUTH = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
PERSON = re.compile(r"[0-9]{11}|[0-9]{16,19}|[0-9]{17}[Xx]")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
ID_CARD = re.compile(
    r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}  # GB 32100
CODE_WEIGHTS = [pow(3, i, 31) for i in range(17)]
LONG_NUMBER = re.compile(r"\b([0-9]{3})[0-9]{6,14}([0-9][0-9Xx])\b", re.ASCII)
WIDE_NUMBER = re.compile("([０-９]{3})[０-９]{6,}([０-９][０-９Ｘｘ])")


class Fault(str):
    """Why a cell has no value: the reason's name."""

    __slots__ = ()


def trimmed(cell: str) -> str:
    """Without the spaces around."""
    return cell.strip(SPACES)


def visible(cell: str) -> str:
    """An identifier or header: without characters of no width either."""
    return cell.strip(SPACES) if cell.isascii() else cell.translate(INVISIBLE).strip(SPACES)


def half_width(text: str) -> str:
    """Compatibility characters, full-width ones among them, as plain ones."""
    return text if text.isascii() else normalize("NFKC", text)


def narrow(cell: str) -> str:
    """A number, date or month with digits and signs in ASCII."""
    text = cell.strip(SPACES)
    return text if text.isascii() else text.translate(NARROW)


def bare(text: str) -> str:
    """A credit code or key: without a leading apostrophe, inner spaces and hyphens."""
    if text.isalnum() and text.isascii():
        return text
    code = half_width(text).strip(SPACES)
    return BETWEEN.sub("", code[1:] if code[:1] in ("'", "‘", "’") else code) or text


def day(text: str) -> date | Fault:
    """One of the three forms, midnight behind it cut off."""
    return calendar_day(MIDNIGHT.sub("", text)) or Fault("bad_date")


def calendar_day(text: str) -> date | None:
    """The day that a text names, None if none."""
    found = DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        return None


def month(text: str) -> str | Fault:
    """YYYY-MM, of a month or of a day."""
    found = MONTH.fullmatch(text)
    if found is not None and found[1] != "0000":
        return f"{found[1]}-{(found[2] or found[3]).zfill(2)}"
    read = day(text)
    return read if isinstance(read, Fault) else f"{read.year:04d}-{read.month:02d}"


def moment(text: str) -> datetime | Fault:
    """A day with or without a time, in Shanghai; fractions of seconds are cut."""
    whole = day(text)
    if not isinstance(whole, Fault):
        return datetime(whole.year, whole.month, whole.day)  # noqa: DTZ001 -- times inside are naive
    found = TIME.fullmatch(text)
    start = calendar_day(found[1]) if found else None
    if found is None or start is None:
        return Fault("bad_date")
    read = datetime(start.year, start.month, start.day, int(found[2]), int(found[3]), int(found[4] or 0))  # noqa: DTZ001
    if found[5]:
        return read + timedelta(hours=8)
    if found[6]:
        ahead = timedelta(hours=int(found[7]), minutes=int(found[8] or 0))
        return read + timedelta(hours=8) + (ahead if found[6] == "-" else -ahead)
    return read


def integer(text: str) -> int | Fault:
    """A whole number of 64 bits."""
    found = INTEGER.fullmatch(text)
    return in_64_bits(int(found[1])) if found else Fault("bad_type")


def number(text: str) -> float | Fault:
    """A finite number without separators."""
    if not NUMBER.fullmatch(text):
        return Fault("bad_type")
    value = float(text)
    return value if value != float("inf") and value != float("-inf") else Fault("out_of_range")


def fen(text: str, places: int = 2) -> int | Fault:
    """Money as whole fen; with six places, a sum in ten thousands of yuan."""
    if not MONEY.fullmatch(text):
        return Fault("bad_type")
    whole, _, fraction = text.lstrip("+-¥").replace(",", "").partition(".")
    if fraction[places:].strip("0"):
        return Fault("too_precise")
    value = int(whole + fraction[:places].ljust(places, "0"))
    return in_64_bits(-value if "-" in text else value)


def in_64_bits(value: int) -> int | Fault:
    """The number, if it fits."""
    return value if -(2**63) <= value < 2**63 else Fault("out_of_range")


def truth(text: str) -> bool | Fault:
    """true, false, 1, 0, 是, 否."""
    value = TRUTH.get(text.lower())
    return Fault("bad_type") if value is None else value


def one_of(allowed: tuple[str, ...]) -> Read:
    """Values of an enum, case and spaces forgiven."""

    def read(text: str) -> str | Fault:
        if text in allowed:
            return text
        low = text.lower()
        found = [t for t in (low.replace(" ", ""), low.replace(" ", "_")) if t in allowed]
        return found[0] if found else Fault("bad_enum")

    return read


def reader(field: Field, table: Table, unit: str = "") -> Read:
    """The function that reads one cell of a column: its value, None where it is empty, or a Fault."""
    text_of, read, is_identifier = way(field, table, unit)
    scale = 100 if field.kind == "yuan" else 1
    low = None if field.minimum is None else field.minimum * scale
    high = None if field.maximum is None else field.maximum * scale

    def cell(raw: str) -> Any:
        if not raw.isprintable() and CONTROL.search(raw):
            return Fault("control_character")
        text = text_of(raw)
        if not text:
            return Fault("missing_required") if field.required else None
        if is_identifier and SCIENTIFIC.fullmatch(half_width(text)):
            return Fault("excel_scientific")
        value = read(text) if read else text
        if isinstance(value, Fault):
            return value
        if (low is not None and value < low) or (high is not None and value > high):
            return Fault("out_of_range")
        return value

    return cell


def way(field: Field, table: Table, unit: str) -> tuple[Read, Read | None, bool]:
    """How the text of a cell is cleaned, how its value is read from that, and whether it is an identifier."""
    if field.kind == "yuan":
        return narrow, (lambda text: fen(text, 6)) if unit == "wan_yuan" else fen, False
    if field.enum:
        return trimmed, one_of(field.enum), False
    if field.type == "boolean":
        return trimmed, truth, False
    if field.type != "string":
        kinds = {"date": day, "yearmonth": month, "datetime": moment, "integer": integer, "number": number}
        return narrow, kinds[field.type], False
    if field.kind == "uscc":
        return visible, lambda text: bare(text).upper(), True
    if field.kind == "key":
        return visible, bare, True
    if field.name.endswith(("_id", "_no", "_code")) or field.name in table.primary_key:
        return visible, None, True
    return trimmed, None, False


def person(field: Field | None) -> Callable[[str], bool] | None:
    """The function that tells whether a cell is a person's number; None for columns where none is looked for."""
    if field is not None and (field.type != "string" or field.kind == "uscc" or field.name == "permit_no"):
        return None
    text_of = bare if field is not None and field.kind == "key" else half_width

    def cell(raw: str) -> bool:
        text = text_of(visible(raw))
        return PERSON.fullmatch(text) is not None and is_person(text)

    return cell


def is_person(text: str) -> bool:
    """Whether digits are a mobile number, an id card or a bank card, and no credit code."""
    return (MOBILE.fullmatch(text) is not None or is_id_card(text) or is_bank_card(text)) and not is_credit_code(text)


def is_id_card(text: str) -> bool:
    """GB 11643: area, day of birth, check digit."""
    if not ID_CARD.fullmatch(text) or calendar_day(f"{text[6:10]}-{text[10:12]}-{text[12:14]}") is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, ID_WEIGHTS, strict=False))
    return text[17].upper() == "10X98765432"[total % 11]


def is_bank_card(text: str) -> bool:
    """16 to 19 digits that pass Luhn's check."""
    if not 16 <= len(text) <= 19 or not text.isdigit():
        return False
    digits = [int(digit) for digit in reversed(text)]
    return sum(d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits)) % 10 == 0


def is_credit_code(code: str) -> bool:
    """GB 32100: 18 signs of its alphabet, the last of them the check digit."""
    if len(code) != 18:
        return False
    try:
        signs = [VALUES[sign] for sign in code]
    except KeyError:
        return False
    return (31 - sum(s * w for s, w in zip(signs, CODE_WEIGHTS, strict=False)) % 31) % 31 == signs[17]


def masked(value: str) -> str:
    """A text with the middle of what may be a person's number starred out."""
    return WIDE_NUMBER.sub(r"\1******\2", LONG_NUMBER.sub(r"\1******\2", value))


def blotted(value: str) -> str:
    """A person's number: its first three characters and its last two."""
    text = value.strip(" ")
    return text[:3] + "******" + text[-2:]
