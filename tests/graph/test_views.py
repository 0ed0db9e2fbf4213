"""The property graph as CSR views: ids at the door, row numbers inside."""

import networkx as nx
import numpy as np
import pyarrow.parquet as pq

from graphrisk.core.graph import Graph
from tests.graph.lot import measured


def test_a_view_is_the_adjacency_of_its_kinds(town_graph) -> None:
    graph = Graph.read(town_graph)
    ids = graph.nodes["node_id"].to_pylist()
    plain = nx.MultiDiGraph()
    plain.add_nodes_from(ids)
    for e in pq.read_table(town_graph / "edges.parquet").to_pylist():
        if e["kind"] in ("PAYS", "OWES"):
            plain.add_edge(e["source"], e["target"], weight=e["weight"])
    expected = nx.to_scipy_sparse_array(plain, nodelist=ids, weight="weight", dtype=float)
    assert abs(graph.matrix("PAYS", "OWES") - expected).max() < 1e-6
    assert graph.matrix("PAYS", "OWES") is graph.matrix("PAYS", "OWES")
    assert graph.matrix(weighted=False).sum() == len(graph.edges)


def test_measures_get_their_ids_back_and_nan_is_left_out(town_graph) -> None:
    graph = Graph.read(town_graph)
    values = np.where(graph.is_kind("Project"), np.arange(len(graph), dtype=float), np.nan)
    rows = graph.measured("place", values).to_pylist()
    ids = graph.nodes["node_id"].to_pylist()
    assert [ids[int(r["value"])] for r in rows] == [r["node_id"] for r in rows]
    assert {r["node_id"].split(":")[0] for r in rows} == {"Project"}


def test_hubs_and_authorities_of_money(town_graph) -> None:
    """Against networkx on the flows of money, log of yuan as weight; nothing where no money flows."""
    flows = nx.DiGraph()
    for e in pq.read_table(town_graph / "edges.parquet").to_pylist():
        if e["kind"] in ("PAYS", "OWES", "SENT"):
            before = flows.get_edge_data(e["source"], e["target"], {"yuan": 0})["yuan"]
            flows.add_edge(e["source"], e["target"], yuan=before + e["weight"])
    for _, _, edge in flows.edges(data=True):
        edge["weight"] = np.log1p(edge["yuan"])
    hubs, authorities = nx.hits(flows, tol=1e-14, max_iter=2000)
    for measure, expected in (("hits_hub", hubs), ("hits_authority", authorities)):
        ours = measured(town_graph, measure)
        assert ours.keys() == expected.keys()
        np.testing.assert_allclose([ours[v] for v in expected], list(expected.values()), atol=1e-6)
