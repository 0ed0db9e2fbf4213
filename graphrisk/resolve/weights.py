"""What a likeness of names weighs: the comparisons, their levels and their weights, from one versioned file."""

import json
import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: how often it is seen among pairs of one company (m) and of two (u)."""

    name: str
    zh: str
    when: str  # SQL over column_l and column_r; the last level of a comparison takes the rest
    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits for (above 0) or against (below 0) one company."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that two names are compared by, with its levels from the closest to the rest."""

    name: str
    zh: str
    because: str
    unknown: str  # SQL: nothing can be said, no weight
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """All comparisons, and the share of pairs of one company among those that are compared at all."""

    version: int
    prior: float
    comparisons: tuple[Comparison, ...]

    @property
    def start(self) -> float:
        """Bits before anything is compared."""
        return math.log2(self.prior / (1 - self.prior))


@cache
def weights() -> Weights:
    """The weights as they ship."""
    told = tomllib.loads((files("graphrisk") / "resolve" / "weights.toml").read_text("utf-8"))
    made = tuple(
        Comparison(
            c["name"], c["zh"], c["because"], c["unknown"],
            tuple(Level(**{"when": "ELSE"} | level) for level in c["levels"]),
        )
        for c in told["comparison"]
    )  # fmt: skip
    return Weights(told["version"], told["prior"], made)


def settings(told: Weights, blocking: list[dict[str, Any]]) -> dict[str, Any]:
    """The same as Splink's settings for linking two tables of the columns that the comparisons name."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "row",
        "probability_two_random_records_match": told.prior,
        "comparisons": [_comparison(c) for c in told.comparisons],
        "blocking_rules_to_generate_predictions": blocking,
        "retain_matching_columns": False,  # with them a million names take three times as long
        "retain_intermediate_calculation_columns": True,  # the weights, which tell the levels
    }


def _comparison(told: Comparison) -> dict[str, Any]:
    unknown = {"sql_condition": told.unknown, "label_for_charts": "unknown", "is_null_level": True}
    levels = [
        {"sql_condition": one.when, "label_for_charts": one.name, "m_probability": one.m, "u_probability": one.u}
        for one in told.levels
    ]
    return {"output_column_name": told.name, "comparison_levels": [unknown, *levels]}


def waterfall_sql(told: Weights) -> str:
    """SQL of a scored pair's comparisons as the inside of a JSON text: of each the level and its bits.

    The bits and the start add up to the pair's weight. A weight tells its level: no comparison has one twice.
    """
    parts = [f'\'"version":{told.version},"start":{told.start:.2f}\'']
    for one in told.comparisons:
        cases = " ".join(
            f"WHEN {level.weight:.4f}e0 THEN ',\"{one.name}\":{json.dumps([level.name, round(level.weight, 2)], separators=(',', ':'))}'"
            for level in one.levels
        )
        parts.append(f"CASE round(mw_{one.name}, 4) {cases} ELSE '' END")
    return " || ".join(parts)
