"""Measures of the out of the ordinary: projects and companies against peers of the same kind, size and stage."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.digits import significant
from graphrisk.kernels.peers import Standing, isolation, remarkable, standing, standings, tail, tails

# One measure of each kind of position; those that say nearly the same (strength, PageRank, egonet size) would count twice.
POSITION = ("degree", "core_number", "betweenness", "oddball", "nearness", "claim_history")
ALWAYS = ("degree", "egonet_edges")  # what a place in the middle, or an odd egonet, is told by
LEAST = 20  # peers: below it a tail share says little, and the next broader group is asked
FIGURES = pa.schema(
    {
        "node_id": pa.string(),
        "figure": pa.string(),  # a column of 30_project.sql or 31_company.sql, or a measure
        "place": pa.int32(),  # 1 the rarest; null for a figure of ALWAYS
        "value": pa.float64(),
        "peers_middle": pa.float64(),  # median of the peers
        "n_peers": pa.int64(),  # itself among them
        "peers": pa.string(),  # what they share: "type,size,stage", or less where they are few
    }
)


def anomaly(
    con: DuckDBPyConnection, graph: Graph, as_of: date, known: dict[str, np.ndarray]
) -> tuple[dict[str, np.ndarray], pa.Table]:
    """`isolation_forest` (share of peers less isolated) and `tail` of Project and Company, one value a node, else NaN;
    and the figures that set a node apart, in the columns FIGURES.

    Columns are those of 30_project.sql and 31_company.sql and the measures POSITION of `known`. Peers share all `peer_`
    columns; where fewer than LEAST of them are known, all but the last, and so on, in the end all of the kind.
    """
    found = {name: np.full(len(graph), np.nan) for name in ("isolation_forest", "tail")}
    figures = [FIGURES.empty_table()]
    ids = graph.nodes["node_id"].combine_chunks()
    for text in ("30_project", "31_company"):
        rows = arrow(con, texts("measures")[text], {"as_of": as_of}, text)
        if not rows.num_rows:
            continue
        place = np.asarray(pc.index_in(rows["node_id"], value_set=ids))
        told = {name: known[name][place] for name in known}
        names, columns = _columns(rows, {name: told[name] for name in POSITION if name in told})
        levels = _levels(rows)
        among = standings(columns, levels, LEAST)
        found["tail"][place] = tail(columns, among.low, among.high)
        _, at_least = tails(isolation(among.low, among.high), levels, LEAST)
        found["isolation_forest"][place] = 1 - at_least
        figures.append(_rarest(rows, names, columns, among))
        figures += [_of_all(rows, name, told[name], standing(told[name], levels, LEAST)) for name in ALWAYS]
    return found, pa.concat_tables(figures).sort_by([(name, "ascending") for name in ("node_id", "place", "figure")])


def _columns(rows: pa.Table, more: dict[str, np.ndarray]) -> tuple[list[str], np.ndarray]:
    """Names of what rows are compared by, and the values, shape (n, n_columns), NaN where not known."""
    told = [name for name in rows.column_names if name != "node_id" and not name.startswith("peer_")]
    values = [rows[name].to_numpy().astype(np.float64) for name in told]
    return [*told, *more], np.stack([*values, *more.values()], axis=1)


def _levels(rows: pa.Table) -> np.ndarray:
    """Group numbers by all `peer_` columns, by all but the last, ..., by none, shape (n_columns + 1, n)."""
    levels = [np.zeros(rows.num_rows, dtype=np.int64)]
    for name in _criteria(rows):
        own = np.asarray(rows[name].combine_chunks().dictionary_encode().indices.fill_null(-1), dtype=np.int64)
        pair = levels[-1] * (own.max() + 2) + own + 1
        levels.append(np.unique(pair, return_inverse=True)[1])
    return np.stack(levels[::-1])


def _criteria(rows: pa.Table) -> list[str]:
    return [name for name in rows.column_names if name.startswith("peer_")]


def _rarest(rows: pa.Table, names: list[str], columns: np.ndarray, among: Standing) -> pa.Table:
    """The figures in the outer tenth of their peers, at most three a node, `place` 1 the rarest."""
    row, column = remarkable(among.low, among.high)
    place = 1 + np.arange(len(row)) - np.searchsorted(row, row)
    told = (columns, among.middle, among.size, among.level)
    return _figures(rows, row, pa.array(names).take(pa.array(column)), pa.array(place), *(t[row, column] for t in told))


def _of_all(rows: pa.Table, name: str, values: np.ndarray, among: Standing) -> pa.Table:
    """One figure of every node that has peers for it, without a place."""
    row = np.flatnonzero(among.level >= 0)
    told = (values, among.middle, among.size, among.level)
    return _figures(rows, row, pa.repeat(name, len(row)), pa.nulls(len(row)), *(t[row] for t in told))


def _figures(
    rows: pa.Table, row: np.ndarray, names: pa.Array, place: pa.Array, value: np.ndarray, middle: np.ndarray,
    size: np.ndarray, level: np.ndarray,
) -> pa.Table:  # fmt: skip
    """Columns of FIGURES; `peers` names what the peers share, finest grouping all, the last none."""
    shared = [name.removeprefix("peer_") for name in _criteria(rows)]
    peers = pa.array([",".join(shared[: len(shared) - n]) for n in range(len(shared) + 1)])
    made = [
        rows["node_id"].take(pa.array(row)).combine_chunks(), names, place.cast(pa.int32()), significant(value), significant(middle),
        size.astype(np.int64), peers.take(pa.array(level)),
    ]  # fmt: skip
    return pa.table(made, schema=FIGURES)
