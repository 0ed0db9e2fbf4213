"""Scorecards: every weight, cap and cut with its reason, read from versioned TOML and shown to the engine as tables."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import log1p
from typing import Any

import pyarrow as pa

from graphrisk.core.errors import GraphriskError

ENTITIES = ("project", "company")
LEVELS = ("red", "orange", "yellow", "blue")
_SCORES = ("score", "cap", "cut", "ceiling", "least")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The weights of one kind of entity; `stated` is the TOML as it stands."""

    entity: str
    version: int
    stated: dict[str, Any] = field(repr=False)

    def limits(self) -> dict[str, Any]:
        """The numbers that hold for the kind as a whole; caps and cuts as millionths of hazard."""
        s = self.stated
        projects = s.get("projects", {"cap": 0.0, "damping": 0.0})
        return {
            "entity_kind": self.entity,
            **{k: s["freshness"][k] for k in ("full_days", "half_life_days", "least")},
            "family_cap": micro(s["family"]["cap"]),
            "measures_cap": micro(s["measures"]["cap"]),
            "min_population": s["measures"]["min_population"],
            "projects_cap": micro(projects["cap"]),
            "damping": projects["damping"],
            "usual": micro(s["usual"]["score"]),
            "weak": s["weak"]["strength"],
            "lift": s["band"]["lift"],
            "red_cut": micro(s["level"]["red"]["cut"]),
            "watch": micro(s["watch"]["score"]),
            "green_min": s["green"]["min_evaluable"],
            "green_family": s["green"]["family"],
            **{k: s["risk"][k] for k in ("grace_days", "lookback_months")},
        }

    def bands(self) -> list[dict[str, Any]]:
        """Lower and upper bound of each level, as millionths of hazard; green shares the band of blue."""
        level, high = self.stated["level"], micro(self.stated["band"]["ceiling"])
        rows = []
        for name in LEVELS:
            low = micro(level[name]["cut"])
            rows.append(
                {"entity_kind": self.entity, "level": name, "low": low, "high": high, "knee": level[name]["knee"]}
            )
            high = low
        return [*rows, {**rows[-1], "level": "green"}]


def micro(score: float) -> int:
    """A score as whole millionths of hazard, -ln(1 - score).

    >>> micro(0.75)
    1386294
    """
    return round(-log1p(-score) * 1e6)


@cache
def scorecards() -> dict[str, Scorecard]:
    """The shipped scorecards by kind of entity. Raises GraphriskError on a weight without its reason."""
    folder = files("graphrisk.score") / "scorecards"
    return {kind: read(kind, (folder / f"{kind}.toml").read_text("utf-8")) for kind in ENTITIES}


def read(kind: str, text: str) -> Scorecard:
    """A scorecard from its TOML text."""
    stated = tomllib.loads(text)
    if stated.get("entity") != kind:
        raise GraphriskError(f"scorecard {kind}: entity is {stated.get('entity')!r}", f'write entity = "{kind}"')
    _explained(f"scorecard {kind}", stated)
    cuts = [stated["level"][name]["cut"] for name in LEVELS]
    if cuts != sorted(cuts, reverse=True) or stated["family"]["cap"] >= cuts[0]:
        raise GraphriskError(
            f"scorecard {kind}: cuts must fall from red to blue and lie, for red, above the cap of a family",
            "one family alone must never be red by its sum",
        )
    return Scorecard(kind, int(stated["version"]), stated)


def _explained(where: str, entry: Any) -> None:
    """Each innermost table with a number says why, and each score is one."""
    if isinstance(entry, list):
        for part in entry:
            _explained(where, part)
        return
    if not isinstance(entry, dict):
        return
    numbers = [k for k, v in entry.items() if isinstance(v, int | float) and k != "version"]
    reasons = [v for k, v in entry.items() if k.startswith("because")]
    if numbers and not all(isinstance(r, str) and r.strip() for r in reasons or [None]):
        raise GraphriskError(f"{where}: {', '.join(numbers)} without a because", "say why the number is what it is")
    for name in _SCORES:
        if not 0 <= entry.get(name, 0) < 1:
            raise GraphriskError(f"{where}: {name} = {entry[name]} is no score", "scores lie in 0..1, 1 excluded")
    for key, part in entry.items():
        _explained(f"{where}.{key}", part)


def tables() -> dict[str, pa.Table]:
    """Both scorecards as the tables that the steps join: `card`, `card_severity`, `card_depth`, …"""
    cards = list(scorecards().values())
    company, project = scorecards()["company"].stated, scorecards()["project"].stated
    none = {"full_cases": None, "from_share": None, "needs_finding": False}
    return {
        "card": pa.Table.from_pylist([c.limits() for c in cards]),
        "card_band": pa.Table.from_pylist([row for c in cards for row in c.bands()]),
        "card_severity": _rows(cards, "severity", ("score",)),
        "card_depth": _rows(cards, "depth", ("factor",)),
        "card_measure": pa.Table.from_pylist(
            [
                {**none, **entry, "entity_kind": c.entity, "measure": name, "full_cases": entry.get("full")}
                for c in cards
                for name, entry in c.stated["measure"].items()
            ],
            pa.schema(
                [(n, pa.string()) for n in ("entity_kind", "measure", "shape")]
                + [(n, pa.float64()) for n in ("score", "full_cases", "from_share")]
                + [("needs_finding", pa.bool_())]
            ),
        ),
        "card_weight": _listed(cards, "weight", ("signal", "reason"), ("score",)),
        "card_red_alone": _listed(cards, "red_alone", ("signal", "reason"), ()),
        "card_apart": _listed(cards, "apart", ("signal", "reason", "counts"), ()),
        "card_feed": pa.Table.from_pylist(
            [
                {"entity_kind": c.entity, "feed": feed, "source": table}
                for c in cards
                for feed, named in c.stated["feeds"].items()
                if isinstance(named, list)
                for table in named
            ]
        ),
        "card_partner": pa.Table.from_pylist([{"role": r, "share": e["share"]} for r, e in project["partner"].items()]),
        "card_relation": pa.Table.from_pylist(
            [
                {
                    "entity_kind": c.entity,
                    "relation": name,
                    "share": float(entry["share"]),
                    "least": micro(entry["least"]),
                }
                for c in cards
                for name, entry in c.stated["relation"].items()
            ]
        ),
        "card_role": pa.Table.from_pylist(
            [{"role": r, "share": e["share"], "level": e["level"]} for r, e in company["role"].items()]
        ),
    }


def _rows(cards: list[Scorecard], section: str, columns: tuple[str, ...]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"entity_kind": c.entity, section: name, **{k: float(entry[k]) for k in columns}}
            for c in cards
            for name, entry in c.stated[section].items()
        ]
    )


def _listed(cards: list[Scorecard], section: str, texts: tuple[str, ...], numbers: tuple[str, ...]) -> pa.Table:
    schema = pa.schema(
        [(n, pa.string()) for n in ("entity_kind", *texts)] + [(n, pa.float64()) for n in numbers],
    )
    rows = [{"entity_kind": c.entity, **entry} for c in cards for entry in c.stated.get(section, [])]
    return pa.Table.from_pylist(rows, schema)
