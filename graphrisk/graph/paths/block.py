"""People of one project who are paid together by few cards: the densest block of people, cards, devices and teams."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import arrow, keep
from graphrisk.core.graph import Graph
from graphrisk.graph.texts import texts
from graphrisk.kernels.dense import densest
from graphrisk.kernels.digits import significant


def block(con: DuckDBPyConnection, _graph: Graph, as_of: date) -> pa.Table:
    """A row a project with a block: project_id, team_id, n_persons, n_cards, n_devices, n_teams, n_absent, density, evidence.

    n_absent: people of it who were never seen in half or more of the settled months they were paid for. Nothing is said of
    single people; who they are stays in the rows of the evidence.
    """
    steps = texts("paths")
    keep(con, "block_tie", steps["block_tie"], {"as_of": as_of})
    keep(con, "block_person", steps["block_person"], {"as_of": as_of})
    con.register(
        "block_found", _members(arrow(con, "SELECT * FROM block_tie"), arrow(con, "SELECT * FROM block_person"))
    )
    keep(con, "block_member", "SELECT project_id, person_key, density FROM block_found ORDER BY project_id, person_key")
    con.unregister("block_found")
    return arrow(con, steps["block_told"], step="blocks")


def _members(ties: pa.Table, people: pa.Table) -> pa.Table:
    """project_id, person_key, density of the people in the densest part of each project's ties.

    ties: project_id, person_key, kind, thing. people: project_id, person_key, n_paid, n_absent; its share is the prior.
    """
    person, n_people = _numbers(ties, people, ("project_id", "person_key"))
    things = (
        ties.group_by(["project_id", "kind", "thing"])
        .aggregate([])
        .sort_by([("project_id", "ascending"), ("kind", "ascending"), ("thing", "ascending")])
    )
    shared, n_things = _numbers(ties, things, ("project_id", "kind", "thing"))
    projects = pc.unique(people["project_id"])
    group = np.r_[_place(people["project_id"], projects), _place(things["project_id"], projects)]
    paid, absent = (np.asarray(people[c], dtype=np.float64) for c in ("n_paid", "n_absent"))
    prior = np.r_[absent / np.maximum(paid, 1), np.zeros(n_things)]
    mask, density = densest(person, shared + n_people, prior, group, n_people + n_things)
    chosen = mask[:n_people]
    return (
        people.select(["project_id", "person_key"])
        .append_column("density", pa.array(significant(density[group[:n_people]]) if n_people else np.zeros(0)))
        .filter(pa.array(chosen))
    )


def _numbers(rows: pa.Table, among: pa.Table, columns: tuple[str, ...]) -> tuple[np.ndarray, int]:
    """The place in `among` of each row by these columns, and the number of rows of `among`."""
    keys = [pc.binary_join_element_wise(*(t[c].combine_chunks() for c in columns), "\x00") for t in (rows, among)]
    return _place(keys[0], keys[1]), among.num_rows


def _place(values: pa.ChunkedArray, among: pa.Array) -> np.ndarray:
    return np.asarray(pc.index_in(values, value_set=among), dtype=np.int64)
