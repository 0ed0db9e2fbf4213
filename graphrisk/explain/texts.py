"""Sentences cut at their places, so that a fact is put in once and never read as a sentence again."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
COLUMNS = [f"{name}_{side}" for name in ("sentence", "law", "innocent", "clears") for side in ("zh", "en")]
SCHEMA = pa.schema([(c, pa.string()) for c in ("signal", "reason", *COLUMNS)])
PIECES = pa.schema([(c, pa.string()) for c in ("signal", "reason", "side", "literal", "place")] + [("n", pa.int32())])


def texts(catalogue: Path) -> pa.Table:
    """What each signal and reason says: the signals' own texts, and ours for terms that are no finding."""
    signals = pq.read_table(catalogue, columns=SCHEMA.names)
    return pa.concat_tables([signals.cast(SCHEMA), own_texts()])


def own_texts() -> pa.Table:
    """Texts of measures, partners, levels and the order."""
    stated = tomllib.loads((files("graphrisk.explain") / "texts.toml").read_text("utf-8"))
    law = {name: {f"law_{side}": text for side, text in sides.items()} for name, sides in stated["law"].items()}
    return pa.Table.from_pylist([{**entry, **law[entry["law"]]} for entry in stated["text"]], SCHEMA)


def pieces(told: pa.Table) -> pa.Table:
    """One row a literal and the place after it (null at the end), per signal, reason and language.

    >>> pieces(pa.table({"signal": ["X"], "reason": ["r"], "sentence_zh": ["{n}人"], "sentence_en": ["a"]})).num_rows
    3
    """
    rows = []
    for entry in told.select(["signal", "reason", "sentence_zh", "sentence_en"]).to_pylist():
        for side in ("zh", "en"):
            parts = _PLACE.split(entry[f"sentence_{side}"])
            literals, places = parts[::2], [*parts[1::2], None]
            rows += [
                {"signal": entry["signal"], "reason": entry["reason"], "side": side, "n": n, "literal": t, "place": p}
                for n, (t, p) in enumerate(zip(literals, places, strict=True))
            ]
    return pa.Table.from_pylist(rows, PIECES)
