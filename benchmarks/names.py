"""How well and how fast names without a code find their company, measured on labelled names with near misses.

python benchmarks/names.py train     weights of graphrisk/resolve/weights.toml, counted on half of the toy town's firms
python benchmarks/names.py measure   precision and recall by kind of difference, on the other half
python benchmarks/names.py size      100,000 names against 1,000,000 registered companies
"""

import argparse
import functools
import json
import re
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from name_pairs import COMMON, PLACES, TRADES, UNSURE, alike_in_sound, labelled

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect
from graphrisk.core.locality import locality
from graphrisk.core.run import Manifest, RunFolder
from graphrisk.ingest import ingest
from graphrisk.resolve import likeness, resolve
from graphrisk.resolve.weights import Comparison, weights
from graphrisk.simulate import simulate

AS_OF = date(2022, 6, 15)
WEIGHTS = Path(likeness.__file__).with_name("weights.toml")


@dataclass(frozen=True)
class Answer:
    """What the room said to labelled names: a row a name with its link, and every pair that was weighed."""

    names: pd.DataFrame  # the labels, and said: the company the name was linked to, or None
    pairs: pd.DataFrame  # name, uscc, is_same, is_train, levels (comparison -> level), weight


def answer(town: Path, place: Path, *, common: bool = False, seed: int = 7, each: int = 60) -> Answer:
    """Ingest and resolve a labelled delivery made of a town's firms."""
    labels = labelled(town, place / "delivery", seed, each, common=common)
    run = RunFolder(place)
    (place / "manifest.json").write_text(Manifest(AS_OF, "beijing", "d", {}, {}).to_json())
    with connect() as con:
        ingest(place / "delivery", place, con, as_of=AS_OF, locality=locality("beijing"))
    with connect() as con:
        resolve(run, place, con)
    links = pq.read_table(place / "links.parquet").to_pandas()
    party = links[links["kind"] == "uscc"].set_index("record")["party_id"]
    names = links[links["kind"] == "name"].set_index("record")
    said = names["party_id"].reindex(labels["name"])
    labels["said"] = np.where(said.isin(party), said, None)
    labels["reason"] = names["reason"].reindex(labels["name"]).to_numpy()
    labels["score"] = names["score"].reindex(labels["name"]).to_numpy()
    return Answer(labels, _pairs(labels, names, party, pq.read_table(place / "candidates.parquet").to_pandas()))


def _pairs(labels: pd.DataFrame, names: pd.DataFrame, party: pd.Series, open_ones: pd.DataFrame) -> pd.DataFrame:
    linked = names[names["weights"].notna()].reset_index()[["record", "party_id", "weights"]]
    shown = open_ones.assign(party_id=open_ones["record_b"].map(party))[["record_a", "party_id", "weights"]]
    both = pd.concat([linked, shown.set_axis(linked.columns, axis=1)])
    both = both.merge(labels, left_on="record", right_on="name")
    told, compared = both["weights"].map(json.loads), {one.name for one in weights().comparisons}
    return pd.DataFrame(
        {
            "name": both["name"], "kind": both["kind"], "uscc": both["party_id"], "is_train": both["is_train"],
            "is_same": both["is_same"] & (both["party_id"] == both["uscc"]),
            "levels": [{k: t[k][0] for k in compared & t.keys()} for t in told],
            "weight": [t["start"] + sum(t[k][1] for k in compared & t.keys()) for t in told],
            "ground": [t["ground"] for t in told],
        }
    )  # fmt: skip


def everything_shown() -> None:
    """Have the room show every pair that blocking brings together."""
    likeness.SHOW_AT, likeness.SITE_AT, likeness.BEST = -1e9, -1e9, 10**9


def train(pairs: pd.DataFrame) -> str:
    """The text of the weights file with prior, m and u as counted, half a pair added to every level.

    A level weighs at least a tenth of a bit less than the one above it: no difference speaks for one company as equality does.
    """
    told, text = pairs[pairs["is_train"] & ~pairs["kind"].isin(UNSURE)], WEIGHTS.read_text("utf-8")
    text = re.sub(r"(?m)^prior = [\d.]+", f"prior = {told['is_same'].mean():.3f}", text)
    for one in weights().comparisons:
        m, u = (_shares(one, told[side]["levels"]) for side in (told["is_same"], ~told["is_same"]))
        for before, level in pairwise(one.levels):
            u[level.name] = max(u[level.name], m[level.name] * u[before.name] / m[before.name] * 2**0.1)
        for level in one.levels:
            start = text.index(f'name = "{level.name}"', text.index(f'\nname = "{one.name}"'))
            shares = f"m = {m[level.name]:.4f}, u = {u[level.name]:.4f}"
            text = text[:start] + re.sub(r"\bm = [\d.]+, u = [\d.]+", shares, text[start:], count=1)
    return text


def _shares(one: Comparison, reached: pd.Series) -> dict[str, float]:
    seen = Counter(levels[one.name] for levels in reached if one.name in levels)
    total = sum(seen.values()) + len(one.levels) / 2
    return {level.name: (seen[level.name] + 0.5) / total for level in one.levels}


def table(names: pd.DataFrame) -> pd.DataFrame:
    """By kind: how many, how many linked to the right company and to a wrong one."""
    right = names["is_same"] & (names["said"] == names["uscc"])
    wrong = names["said"].notna() & ~right
    made = names.assign(right=right, wrong=wrong, n=1)
    return made.groupby(["is_same", "kind"], sort=False)[["n", "right", "wrong"]].sum()


def size(place: Path, n_known: int = 1_000_000, n_names: int = 100_000) -> None:
    """A register and code-less accounts of which each is one difference from a registered name; then the room's time."""
    rng = np.random.default_rng(3)
    signs = np.array(COMMON, dtype="U1")
    # a few thousand signs make most cores, some of them far more often than others
    core = signs[(rng.pareto(0.8, (n_known, 3)) * 40).astype(np.int64) % len(signs)]
    core[rng.random(n_known) < 0.6, 2] = ""
    town, trade = (
        np.array(words, dtype="U8")[rng.integers(len(words), size=n_known)] for words in (PLACES, list(TRADES))
    )
    parts = [town, core.view("U3").ravel(), trade, np.full(n_known, "有限公司", "U8")]
    name, uscc = _whole(parts), np.char.add("C", np.arange(n_known).astype(str))
    at = rng.integers(n_known, size=n_names)
    chosen = [part[at].copy() for part in parts]
    kind = np.arange(n_names) % 6
    chosen[0][kind == 0] = ""
    chosen[3][kind == 1] = ""
    chosen[3][kind == 2] = "有限责任公司"
    chosen[2][kind == 3] = np.array([alike_in_sound(t, rng) for t in TRADES], dtype="U8")[
        rng.integers(6, size=(kind == 3).sum())
    ]
    chosen[1][kind == 4] = np.char.add(signs[rng.integers(len(signs), size=(kind == 4).sum())], "达")
    chosen[2][kind == 5] = ""
    project = np.char.add("P", (np.arange(n_names) // 2).astype(str))
    tables = {
        "company": {"uscc": uscc, "name": name, "kind": np.full(n_known, "company")},
        "special_account": {"account_key": np.char.add("K", np.arange(n_names).astype(str)), "project_id": project, "holder_name": _whole(chosen)},
        "project_party": {"project_id": np.repeat(project, 3), "uscc": uscc[np.column_stack([at, rng.integers(n_known, size=(n_names, 2))]).ravel()]},
    }  # fmt: skip
    (place / "tables").mkdir(parents=True)
    for table, columns in tables.items():
        _write(place / "tables" / f"{table}.parquet", table, columns)
    (place / "manifest.json").write_text(Manifest(AS_OF, "beijing", "d", {}, {}).to_json())
    started = time.perf_counter()
    with connect() as con:
        resolve(RunFolder(place), place, con)
    links = pq.read_table(place / "links.parquet").to_pandas()
    wall, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{n_names:,} names, {n_known:,} companies: {wall:.1f} s, {peak:.1f} GB at the peak")
    told = links[links["kind"] == "name"].set_index("record")
    # a name that several draws share has no one truth; an abbreviation without a trade and another core are nobody's
    truth = pd.DataFrame({"name": _whole(chosen), "uscc": uscc[at], "kind": kind}).drop_duplicates("name", keep=False)
    said = told["party_id"].reindex(truth["name"]).to_numpy()
    linked = told["reason"].reindex(truth["name"]).to_numpy() != "own_name"
    right = linked & (said == truth["uscc"].to_numpy()) & (truth["kind"] < 4).to_numpy()
    print(f"{linked.sum():,} linked, of them {linked.sum() - right.sum():,} to another company")
    print(told["reason"].value_counts().to_string())


def _whole(parts: list[np.ndarray]) -> np.ndarray:
    return np.asarray(functools.reduce(np.char.add, parts))


def _write(file: Path, name: str, columns: dict[str, np.ndarray]) -> None:
    n = len(next(iter(columns.values())))
    types = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}
    types |= {"DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us")}
    made = {
        field.column: pa.array(columns[field.column]).cast(types[field.sql_type])
        if field.column in columns
        else pa.nulls(n, types[field.sql_type])
        for field in contract()[name].fields
    }
    made |= {"flags": pa.array([[]] * n, pa.list_(pa.string()))}
    pq.write_table(pa.table(made), file)


def main() -> None:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("train", "measure", "size"))
    what = parser.parse_args().what
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if what == "size":
            size(place)
            return
        town = simulate(place / "town", preset="town")
        if what == "train":
            everything_shown()
            both = [answer(town, place / f"labelled {common}", common=common).pairs for common in (False, True)]
            WEIGHTS.write_text(train(pd.concat(both)), "utf-8")
        elif what == "measure":
            for common in (False, True):
                started = time.perf_counter()
                names = answer(town, place / f"labelled {common}", common=common).names
                print(table(names[~names["is_train"] | common]).to_string(), f"{time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
