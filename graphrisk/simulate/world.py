"""What all steps of the simulation share: the frames that grow, seeded chance, dates and keys in columns."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from graphrisk.simulate.preset import Preset

Days = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """Frames by name. Contract tables stand under their own names with money in fen; others are levers of the steps."""

    preset: Preset
    seed: int
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]

    def __setitem__(self, name: str, frame: pd.DataFrame) -> None:
        self.frames[name] = frame.reset_index(drop=True)

    def chance(self, step: str) -> np.random.Generator:
        """Chance of one step: the same seed and step give the same draws, whatever other steps draw."""
        digest = sha256(f"{self.seed}/{self.preset.name}/{step}".encode()).digest()
        return np.random.default_rng(np.frombuffer(digest[:16], dtype=np.uint32))

    @property
    def now(self) -> int:
        """The month of the as-of day; the wages of the month before are not yet due on it."""
        return int(month_number(np.datetime64(self.preset.as_of)))

    def add(self, name: str, /, **columns: Any) -> None:
        """Append rows to a frame; columns not named stay empty."""
        new = pd.DataFrame(columns)
        if len(new):
            old = self.frames.get(name)
            self[name] = new if old is None else pd.concat([old, new.reindex(columns=_union(old, new))])


def standing(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that no scheme took away."""
    return frame[~frame["gone"].eq(True)] if "gone" in frame else frame


def _union(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    return [*old.columns, *(c for c in new.columns if c not in old.columns)]


def keys(letter: str, numbers: npt.ArrayLike, seed: int) -> npt.NDArray[Any]:
    """Texts like keyed hashes, one a number: a letter and fifteen hex digits of a mixed 64-bit number."""
    salt = (seed * 0x9E3779B97F4A7C15 + ord(letter) * 0xD1B54A32D192ED03) % 2**64
    mixed = mix(np.asarray(numbers, dtype=np.uint64) + np.uint64(salt))
    nibbles = (mixed[:, None] >> np.arange(0, 60, 4, dtype=np.uint64)) & np.uint64(15)
    letters = np.frombuffer(b"0123456789abcdef", dtype="S1")[nibbles.astype(np.intp)]
    return np.char.add(letter, letters.view("S15").ravel().astype(str)).astype(object)


def mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of splitmix64: a bijection, so different numbers never share a key by more than truncation."""
    with np.errstate(over="ignore"):
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def first_day(months: npt.ArrayLike) -> Days:
    """First day of months counted as year * 12 + month - 1."""
    return (np.asarray(months, dtype=np.int64) - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def month_text(months: npt.ArrayLike) -> npt.NDArray[Any]:
    """'YYYY-MM' of such months."""
    return np.datetime_as_string((np.asarray(months, dtype=np.int64) - 1970 * 12).astype("datetime64[M]")).astype(
        object
    )


def month_number(days: npt.ArrayLike) -> Ints:
    """The month of a day, counted as year * 12 + month - 1."""
    return np.asarray(days).astype("datetime64[M]").astype(np.int64) + 1970 * 12


def days_later(days: npt.ArrayLike, n: npt.ArrayLike) -> Days:
    """Days moved by whole days."""
    moved: Days = np.asarray(days).astype("datetime64[D]") + np.asarray(n).astype("timedelta64[D]")
    return moved


def keep(con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """A frame as a table of the engine: days as DATE, whole numbers as INTEGER, `n` and sums in fen as BIGINT."""
    con.register("frame", pa.Table.from_pandas(frame, preserve_index=False))
    days = [c for c in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[c])]
    counts = [c for c in frame.columns if frame[c].dtype == "int64" and c != "n" and not c.endswith("_fen")]
    cast = [f"CAST({c} AS DATE) AS {c}" for c in days] + [f"CAST({c} AS INTEGER) AS {c}" for c in counts]
    con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * REPLACE ({', '.join(cast)}) FROM frame")
    con.unregister("frame")
