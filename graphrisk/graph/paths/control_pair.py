"""Pairs of companies under one hand, with the path that ties them: those on one project in different roles, and direct ties."""

from datetime import date

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graphrisk.core.engine import arrow
from graphrisk.core.graph import Graph
from graphrisk.graph.paths import told
from graphrisk.graph.paths.control import LEAST, keep_rows, symmetric
from graphrisk.graph.texts import texts
from graphrisk.kernels.control import best_paths


def control_pair(con: DuckDBPyConnection, _graph: Graph, _as_of: date) -> pa.Table:
    """party_a < party_b, strength, n_ties, is_direct, is_open, kinds, ties_, path_ (_zh, _en), evidence; after `control`.

    A direct tie of LEAST or more, and of companies on one project in different roles the best path of LEAST or more.
    """
    tie = arrow(con, "SELECT a, b, strength, passing FROM control_tie ORDER BY a, b", step="ties of control")
    ids, passing = symmetric(tie)
    found, step = best_of(ids, passing, tie, _on_one_project(con, ids, passing))
    keep_rows(con, control_found=found, control_step=step)
    walk = arrow(con, texts("paths")["control_hop"], step="paths of control")
    keep_rows(con, control_words=told(con, walk))
    return arrow(con, texts("paths")["control_told"], step="pairs under one hand")


def _on_one_project(con: DuckDBPyConnection, ids: np.ndarray, passing: sparse.csr_array) -> pa.Table:
    part = connected_components(passing >= LEAST, directed=False)[1] if len(ids) else np.empty(0, dtype=np.int32)
    keep_rows(con, control_tied=pa.table({"company": pa.array(ids, pa.string()), "part": part.astype(np.int64)}))
    return arrow(con, texts("paths")["control_site"], step="companies on one project")


def best_of(ids: np.ndarray, passing: sparse.csr_array, tie: pa.Table, asked: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The better of direct tie and path of each pair: path_id, a, b, strength, n_ties, is_direct; and path_id, nth, a, b.

    ids, passing: `symmetric` of `tie` (a, b, strength). asked: a, b, pairs whose path is wanted beside the direct ties.
    """
    n = max(len(ids), 1)
    direct, wanted = (_pair_numbers(ids, rows, n) for rows in (tie, asked))
    walked = best_paths(passing, np.unique(wanted // n), LEAST)
    at = np.flatnonzero(np.isin(walked.source * n + walked.target, wanted))
    key = np.r_[direct, (walked.source * n + walked.target)[at]]
    strength = np.r_[np.asarray(tie["strength"]), np.round(walked.product[at], 6)]
    nodes = np.full((len(key), walked.nodes.shape[1]), -1, dtype=np.int64)
    nodes[: len(direct), 0], nodes[: len(direct), 1] = direct // n, direct % n
    nodes[len(direct) :] = walked.nodes[at]
    is_path = np.arange(len(key)) >= len(direct)
    order = np.lexsort((is_path, -strength, key))
    order = order[np.r_[True, key[order][1:] != key[order][:-1]]] if len(order) else order
    return _as_tables(ids, nodes[order], strength[order])


def _pair_numbers(ids: np.ndarray, rows: pa.Table, n: int) -> np.ndarray:
    sides = [np.searchsorted(ids, np.asarray(rows[end].to_pylist(), dtype=object)) for end in ("a", "b")]
    numbers: np.ndarray = sides[0].astype(np.int64) * n + sides[1]
    return numbers


def _as_tables(ids: np.ndarray, nodes: np.ndarray, strength: np.ndarray) -> tuple[pa.Table, pa.Table]:
    n_ties = (nodes >= 0).sum(axis=1) - 1
    path = np.arange(len(nodes))
    of, nth = np.nonzero(nodes[:, 1:] >= 0)
    found = {"a": ids[nodes[:, 0]], "b": ids[nodes[path, n_ties]]}
    step = {"a": ids[nodes[of, nth]], "b": ids[nodes[of, nth + 1]]}
    return (
        pa.table(
            {"path_id": path, "strength": strength, "n_ties": n_ties, "is_direct": n_ties == 1}
            | {end: pa.array(side, pa.string()) for end, side in found.items()}
        ),
        pa.table({"path_id": of, "nth": nth} | {end: pa.array(side, pa.string()) for end, side in step.items()}),
    )
