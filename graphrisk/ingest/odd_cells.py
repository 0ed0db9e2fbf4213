"""What a reader of values does not tell of a sheet: formulas that have no value, and cells that hold an error."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from graphrisk.ingest.raw import FORMULA

_CELL = rb"<(?:\w+:)?c\s([^>]*[^/])>\s*"
_FORMULA = re.compile(
    _CELL + rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v>([^<]+)</|(<(?:\w+:)?v))?"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)(?<!/)>.*?<(?:\w+:)?v>([^<]*)<", re.DOTALL)
_PLACE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def odd_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """(row, column), both from 0 -> the text that such a cell is read as: its formula behind a mark, or its error."""
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, sheet)
        xml = archive.read(part) if part else b""
    found: dict[tuple[int, int], str] = {}
    if b'="e"' in xml or b"='e'" in xml:
        for match in _ERROR.finditer(xml):
            _put(found, match[1], match[2].decode("utf-8", "replace"))
    if b"<f" in xml or b":f" in xml:
        for match in _FORMULA.finditer(xml):
            is_text = b't="str"' in match[1] or b"t='str'" in match[1]
            if not match[3] and not (is_text and match[4]):
                _put(found, match[1], f"{FORMULA}={(match[2] or b'').decode('utf-8', 'replace')}")
    return found


def _put(found: dict[tuple[int, int], str], attributes: bytes, text: str) -> None:
    if (place := _PLACE.search(attributes)) is not None:
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        found[int(place[2]) - 1, column - 1] = text


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Name of the XML part of a sheet."""
    book = _parsed(archive.read("xl/workbook.xml"))
    relations = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    for entry in book.iter():
        if entry.tag.endswith("}sheet") and entry.get("name") == sheet:
            target = targets.get(entry.get(_RELATION), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _parsed(xml: bytes) -> ET.Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("a document type declaration is not allowed")
    return ET.fromstring(xml)  # noqa: S314 -- no declaration, so no entity can be defined
