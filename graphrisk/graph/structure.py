"""Measures of structure: where a node stands in the graph without workers.

Two views of who was named together. Walks and paths (degree, strength, PageRank, core, component, betweenness) go over the
Case, which costs one edge a company; egonets (edges, weight, triangles, OddBall) see NAMED_WITH instead, as a Case would
close a triangle with every pair it names. IN_AREA is administration, not a relation, and is left out of both.
"""

import numpy as np
import pyarrow.compute as pc
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graphrisk.core.graph import EDGE_KINDS, Graph
from graphrisk.kernels.betweenness import betweenness
from graphrisk.kernels.egonet import egonet, oddball
from graphrisk.kernels.walk import hits, pagerank

WALKS = tuple(k for k in EDGE_KINDS if k not in ("IN_AREA", "NAMED_WITH", "WORKED_ON", "IN_TEAM"))
EGONETS = tuple(k for k in EDGE_KINDS if k not in ("IN_AREA", "PARTY_TO", "CONCERNS", "WORKED_ON", "IN_TEAM"))
MONEY = ("PAYS", "OWES", "SENT")


def structure(graph: Graph) -> dict[str, np.ndarray]:
    """Each measure by name, one value a node, NaN where it is not measured."""
    walked = ties(graph, WALKS)
    share, error = betweenness(walked)
    found = {
        "degree": np.diff(walked.indptr).astype(float),
        "strength": np.asarray(walked.sum(axis=1)),
        "pagerank": pagerank(walked),
        "core_number": _core(walked),
        "component_size": _component_size(walked),
        "betweenness": share,
        "betweenness_error": error,
    }
    found |= _egonets(graph) | _hits(graph)
    unmeasured = graph.is_kind("Area", "Worker")
    return {name: np.where(unmeasured, np.nan, values) for name, values in found.items()}


def ties(graph: Graph, kinds: tuple[str, ...]) -> sparse.csr_array:
    """Undirected adjacency of unlike edge kinds, shape (n, n), symmetric, no loops; parallel ties add up.

    Yuan, shares and counts are made alike: a tie is 1/2 for being there and 1/2 * log(1 + w) / mean of log(1 + w) over
    its kind for its size, so that the mean tie of each kind weighs 1.
    """
    source, target = graph.ends()
    size = np.zeros(len(source))
    for kind in kinds:
        chosen = np.asarray(pc.equal(graph.edges["kind"], kind))
        if chosen.any():
            weight = np.log1p(np.asarray(graph.edges["weight"])[chosen])
            size[chosen] = 0.5 + 0.5 * weight / weight.mean() if weight.mean() > 0 else 1.0
    chosen = (size > 0) & (source != target)
    size, source, target = size[chosen], source[chosen].astype(np.int32), target[chosen].astype(np.int32)
    ends = (np.r_[source, target], np.r_[target, source])
    return sparse.csr_array((np.r_[size, size], ends), shape=(len(graph), len(graph)))


def _core(walked: sparse.csr_array) -> np.ndarray:
    """Largest k such that the node is in a part where all have degree k or more (simple graph)."""
    from sknetwork.topology import get_core_decomposition

    simple = sparse.csr_matrix((np.ones(walked.nnz), walked.indices, walked.indptr), shape=walked.shape)
    return np.asarray(get_core_decomposition(simple), dtype=float)


def _component_size(walked: sparse.csr_array) -> np.ndarray:
    _, label = connected_components(walked, directed=False)
    size: np.ndarray = np.bincount(label)[label].astype(float)
    return size


def _egonets(graph: Graph) -> dict[str, np.ndarray]:
    """Egonet measures; the power law of OddBall is fitted a node kind, as a Project's egonet is no Company's."""
    known = ties(graph, EGONETS)
    edges, weight, triangles = egonet(known)
    degree = np.diff(known.indptr)
    odd = np.full(len(graph), np.nan)
    for kind in sorted(set(graph.nodes["kind"].unique().to_pylist())):
        chosen = graph.is_kind(kind)
        odd[chosen] = oddball(degree[chosen], edges[chosen])
    return {
        "egonet_edges": edges.astype(float),
        "egonet_weight": weight,
        "triangles": triangles.astype(float),
        "oddball": odd,
    }


def _hits(graph: Graph) -> dict[str, np.ndarray]:
    """Hubs and authorities of the flow of money; not measured where no money is known to flow."""
    flows = graph.matrix(*MONEY).copy()
    flowing = (np.diff(flows.indptr) > 0) | (np.bincount(flows.indices, minlength=len(graph)) > 0)
    flows.data = np.log1p(flows.data)
    flows.eliminate_zeros()
    hub, authority = hits(flows)
    return {
        "hits_hub": np.where(flowing, hub, np.nan),
        "hits_authority": np.where(flowing, authority, np.nan),
    }
