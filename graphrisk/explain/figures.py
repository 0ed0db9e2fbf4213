"""Figures and groups of peers in words, as the tables that the steps join."""

import tomllib
from importlib.resources import files

import pyarrow as pa

WORDS = pa.schema(
    [(n, pa.string()) for n in ("entity_kind", "figure", "zh", "en", "unit_zh", "unit_en")]
    + [("scale", pa.float64()), ("digits", pa.int32())]
)
PEERS = pa.schema([(n, pa.string()) for n in ("entity_kind", "peers", "zh", "en")])
TOLD_BY = pa.schema([("measure", pa.string()), ("figure", pa.string())])
REMARKABLE = pa.schema(
    [(n, pa.string()) for n in ("node_id", "figure", "peers")]
    + [("place", pa.int32()), ("value", pa.float64()), ("peers_middle", pa.float64()), ("n_peers", pa.int64())]
)


def figure_tables() -> dict[str, pa.Table]:
    """`figure_words`, `peers_words` and `told_by`, from figures.toml."""
    stated = tomllib.loads((files("graphrisk.explain") / "figures.toml").read_text("utf-8"))
    kinds = ("project", "company")
    words = [
        {"entity_kind": kind, "figure": name, **said}
        for kind in kinds
        for name, said in (stated[kind] | stated["both"]).items()
    ]
    peers = [
        {"entity_kind": kind, "peers": shared, **said}
        for kind in kinds
        for shared, said in stated["peers"][kind].items()
    ]
    told_by = [{"measure": m, "figure": f} for m, named in stated["told_by"].items() for f in named]
    return {
        "figure_words": pa.Table.from_pylist(words, WORDS),
        "peers_words": pa.Table.from_pylist(peers, PEERS),
        "told_by": pa.Table.from_pylist(told_by, TOLD_BY),
    }
