"""The property graph as two Arrow tables and cached CSR views; ids never leave it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy import sparse

from graphrisk.core.text import Text

NODE_KINDS = ("Project", "Company", "Person", "Account", "Team", "Worker", "Address", "Phone", "Agent", "Area", "Case")
# An edge kind reads as a sentence: source KIND target.
EDGE_KINDS = {
    "CONTRACTS_FOR": ("Company", "Project"),
    "PAYS": ("Company", "Company"),
    "SERVES": ("Account", "Project"),
    "HOLDS": ("Company", "Account"),
    "SENT": ("Account", "Account"),
    "CONTROLS": ("Person", "Company"),
    "OWNS": ("Company", "Company"),
    "WORKED_ON": ("Worker", "Project"),
    "IN_TEAM": ("Worker", "Team"),
    "LEADS": ("Person", "Team"),
    "EMPLOYS": ("Company", "Team"),
    "BUILDS": ("Team", "Project"),
    "STAFFS": ("Person", "Project"),
    "LOCATED_AT": ("Company", "Address"),
    "REACHED_AT": ("Company", "Phone"),
    "REGISTERED_BY": ("Company", "Agent"),
    "NAMED_WITH": ("Company", "Company"),
    "OWES": ("Company", "Company"),
    "IN_AREA": ("Project", "Area"),
    "PARTY_TO": ("Company", "Case"),
    "CONCERNS": ("Case", "Project"),
}
# How a step of a path is told, whichever way it is walked.
EDGE_WORDS = {
    "CONTRACTS_FOR": Text("参建", "takes part in"),
    "PAYS": Text("付款", "pays"),
    "SERVES": Text("账户用于", "account of"),
    "HOLDS": Text("开户", "holds"),
    "SENT": Text("转账", "sent"),
    "CONTROLS": Text("任职或持股", "post or share"),
    "OWNS": Text("持股", "owns"),
    "WORKED_ON": Text("务工", "worked on"),
    "IN_TEAM": Text("同班组", "in team"),
    "LEADS": Text("带班", "leads"),
    "EMPLOYS": Text("用工", "employs"),
    "BUILDS": Text("施工", "builds"),
    "STAFFS": Text("关键岗位", "key post"),
    "LOCATED_AT": Text("同地址", "same address"),
    "REACHED_AT": Text("同电话", "same telephone"),
    "REGISTERED_BY": Text("同代办", "same agent"),
    "NAMED_WITH": Text("同案", "named with"),
    "OWES": Text("欠款", "owes"),
    "IN_AREA": Text("同区域", "in area"),
    "PARTY_TO": Text("涉案", "party to"),
    "CONCERNS": Text("涉及", "concerns"),
    "MOVED_TO": Text("人员转入", "people moved to"),  # no edge: companies, of a way to a debtor
}

EVIDENCE = pa.list_(pa.struct([("table", pa.string()), ("key", pa.string()), ("received_on", pa.date32())]))
NODES = pa.schema([(c, pa.string()) for c in ("node_id", "kind", "key", "name", "attributes")])
EDGES = pa.schema(
    [
        ("kind", pa.string()),
        ("source", pa.string()),
        ("target", pa.string()),
        ("weight", pa.float64()),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("evidence", EVIDENCE),
    ]
)

# What the graph finds beyond single edges, one table a question in the folder `paths/` of a run; signals and score read them.
# `evidence` holds texts of `row_ref`, sorted, at most 20.
PATHS: dict[str, pa.Schema] = {
    # people of one project paid together by few cards (couples are none); n_absent: of them, mostly paid without being seen
    "block": pa.schema(
        [
            *((name, pa.string()) for name in ("project_id", "team_id")),
            *((name, pa.int64()) for name in ("n_persons", "n_cards", "n_devices", "n_teams", "n_absent")),
            *(("density", pa.float64()), ("evidence", pa.list_(pa.string()))),
        ]
    ),
    # contracts that let works: their topmost contract, the nearest above that makes a level, levels from the top down
    "contract_chain": pa.schema(
        [
            *((name, pa.string()) for name in ("project_id", "contract_id", "root_id", "above_id")),
            *(("n_levels", pa.int64()), ("is_circle", pa.bool_())),
        ]
    ),
    # companies under one hand; cluster_id is the party in the middle, strength the best path to it
    "control": pa.schema(
        [("cluster_id", pa.string()), ("party_id", pa.string()), ("strength", pa.float64()), ("n_members", pa.int64())]
    ),
    # party_a < party_b; kinds: those of its ties, each with a semicolon; ties: the same in words
    "control_pair": pa.schema(
        [
            *((name, pa.string()) for name in ("party_a", "party_b")),
            *(("strength", pa.float64()), ("n_ties", pa.int64()), ("is_direct", pa.bool_()), ("is_open", pa.bool_())),
            *((name, pa.string()) for name in ("kinds", "ties_zh", "ties_en", "path_zh", "path_en")),
            ("evidence", pa.list_(pa.string())),
        ]
    ),
    # of owners, contractors, subcontractors and projects not yet over; community: its node with most ties
    "community": pa.schema([("node_id", pa.string()), ("community", pa.string()), ("n_members", pa.int64())]),
    # where a debtor's people went: a row a debtor and firm (project_id null), and one a site of the firm
    "crew_move": pa.schema(
        [
            *((name, pa.string()) for name in ("debtor_id", "firm_id", "project_id")),
            *((name, pa.int64()) for name in ("n_workers", "n_moved", "n_leaders", "n_leaders_moved")),
            *(("n_firm_workers", pa.int64()), ("n_firm_leaders", pa.int64())),
            *(("first_on", pa.date32()), ("last_on", pa.date32()), ("evidence", pa.list_(pa.string()))),
        ]
    ),
    # companies and projects near to a debtor; place, n_near and top_share (of the nearest one's nearness) among those of
    # the kind that were never shown to be debtors, or among those that were; the way leads to the debtor named
    "near": pa.schema(
        [
            *((name, pa.string()) for name in ("entity_kind", "entity_id")),
            *(("nearness", pa.float64()), ("place", pa.int64()), ("n_near", pa.int64()), ("top_share", pa.float64())),
            *(("is_debtor", pa.bool_()), ("debtor_kind", pa.string()), ("debtor_id", pa.string())),
            *(("n_steps", pa.int64()), ("path_zh", pa.string()), ("path_en", pa.string())),
            ("evidence", pa.list_(pa.string())),
        ]
    ),
    # a sum that left a special account and came back to it, or to another of its project; counted_fen: of what came back, each
    # entry once; is_between: only special accounts on the way; is_by_head: it changed hands under one legal representative
    "round_trip": pa.schema(
        [
            *(
                ("trip_id", pa.int64()),
                ("txn_id", pa.string()),
                ("account_key", pa.string()),
                ("back_key", pa.string()),
            ),
            *((name, pa.date32()) for name in ("left_on", "back_on")),
            *((name, pa.int64()) for name in ("left_fen", "returned_fen", "counted_fen", "n_steps", "n_back")),
            *((name, pa.bool_()) for name in ("is_between", "is_by_head")),
            *(("path_zh", pa.string()), ("path_en", pa.string()), ("evidence", pa.list_(pa.string()))),
        ]
    ),
}


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes and edges in columns; a node's row number is its index in every array."""

    nodes: pa.Table
    edges: pa.Table
    _views: dict[Any, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, folder: Path) -> "Graph":
        """The graph of a run folder, without attributes and evidence."""
        nodes = pq.read_table(folder / "nodes.parquet", columns=["node_id", "kind", "key", "name"])
        edges = pq.read_table(
            folder / "edges.parquet", columns=["kind", "source", "target", "weight", "since", "until"]
        )
        return cls(nodes, edges)

    def __len__(self) -> int:
        return int(self.nodes.num_rows)

    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Row numbers of source and target of each edge, two int64 arrays of shape (n_edges,)."""
        if "ends" not in self._views:
            ids = self.nodes["node_id"].combine_chunks()
            pair = tuple(
                np.asarray(pc.index_in(self.edges[end], value_set=ids), dtype=np.int64) for end in ("source", "target")
            )
            self._views["ends"] = pair
        ends: tuple[np.ndarray, np.ndarray] = self._views["ends"]
        return ends

    def matrix(self, *kinds: str, weighted: bool = True) -> sparse.csr_array:
        """Adjacency of the given edge kinds (all if none is named), shape (n, n); parallel edges add up."""
        view = (kinds, weighted)
        if view not in self._views:
            source, target = self.ends()
            chosen = np.ones(len(source), dtype=bool)
            if kinds:
                chosen = np.asarray(pc.is_in(self.edges["kind"], value_set=pa.array(kinds)))
            weight = np.asarray(self.edges["weight"]) if weighted else np.ones(len(source))
            shape = (len(self), len(self))
            self._views[view] = sparse.csr_array((weight[chosen], (source[chosen], target[chosen])), shape=shape)
        found: sparse.csr_array = self._views[view]
        return found

    def is_kind(self, *kinds: str) -> np.ndarray:
        """Boolean array of shape (n,): nodes of these kinds."""
        return np.asarray(pc.is_in(self.nodes["kind"], value_set=pa.array(kinds, pa.string())))

    def measured(self, name: str, values: np.ndarray) -> pa.Table:
        """A per-node array with its ids again: node_id, measure, value; NaN means not measured and is left out."""
        known = ~np.isnan(values)
        return pa.table(
            {
                "node_id": self.nodes["node_id"].filter(pa.array(known)),
                "measure": pa.repeat(pa.scalar(name, pa.string()), int(known.sum())),
                "value": values[known].astype(np.float64),
            }
        )
