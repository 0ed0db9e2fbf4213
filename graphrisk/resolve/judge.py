"""What humans have judged: this record and that one are the same party, or are not; replayed on each run."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graphrisk.core.errors import UsageError

COLUMNS = ("record_a", "record_b", "judgement", "decided_by", "decided_on", "note")
SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Judgements:
    """Pairs of records (credit code, person key or company name as delivered) as judged by the as-of day."""

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()


def read_judgements(file: Path, as_of: date) -> Judgements:
    """Judgements decided by the as-of day; the last one on a pair stands. Raises UsageError with line and way out."""
    if not file.is_file():
        return Judgements()
    with file.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.DictReader(text)
        missing = [c for c in COLUMNS[:5] if c not in (reader.fieldnames or ())]
        if missing:
            raise UsageError(f"{file.name}: no column {', '.join(missing)}", f"the header is {','.join(COLUMNS)}")
        rows = [(reader.line_num, row) for row in reader]
    latest: dict[tuple[str, str], tuple[date, str]] = {}
    for line, row in rows:
        day, word = _checked(file.name, line, row)
        pair = tuple(sorted((row["record_a"].strip(), row["record_b"].strip())))
        if day <= as_of and (pair not in latest or latest[pair][0] <= day):
            latest[pair[0], pair[1]] = (day, word)
    kept = {word: tuple(sorted(p for p, (_, w) in latest.items() if w == word)) for word in (SAME, DIFFERENT)}
    return Judgements(kept[SAME], kept[DIFFERENT])


def _checked(name: str, line: int, row: dict[str, str]) -> tuple[date, str]:
    word = (row["judgement"] or "").strip().lower()
    if word not in (SAME, DIFFERENT):
        raise UsageError(f"{name} line {line}: judgement {word!r}", f"write {SAME} or {DIFFERENT}")
    if not (row["record_a"] or "").strip() or not (row["record_b"] or "").strip():
        raise UsageError(f"{name} line {line}: a record is empty", "name a credit code, a person key or a company name")
    try:
        return date.fromisoformat((row["decided_on"] or "").strip()), word
    except ValueError as error:
        raise UsageError(f"{name} line {line}: decided_on {row['decided_on']!r}", "write YYYY-MM-DD") from error
