"""Who lets works to whom: articulation points against networkx, communities and their level of risk."""

from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq

from graphrisk.pipeline.result import Run
from tests.graph.lot import built, company, measured, project


def party(project_id: str, uscc: str, role: str) -> dict[str, str]:
    return {"project_id": project_id, "uscc": uscc, "role": role}


def test_what_hangs_on_a_firm(tmp_path: Path) -> None:
    """C builds P1 to P3, D builds P4; L works on P3 and P4, S supplies all, P5 is over."""
    sites = [project(f"P{i}", "D" if i == 4 else "C") for i in range(1, 5)] + [project("P5", "D", status="completed")]
    rows = [party("P3", "L", "labour_sub"), party("P4", "L", "labour_sub"), party("P5", "L", "labour_sub")]
    rows += [party(f"P{i}", "S", "supplier") for i in range(1, 5)]
    firms = [company(c) for c in "CDLS"]
    out = built(tmp_path, {"project": sites, "project_party": rows, "company": firms})
    assert measured(out, "articulation") == {
        "Company:C": 2.0,
        "Company:D": 0.0,
        "Company:L": 1.0,
        "Project:P1": 0.0,
        "Project:P2": 0.0,
        "Project:P3": 1.0,
        "Project:P4": 0.0,
    }


def lets(run: Run) -> nx.Graph:
    """Of the town, from its tables by pandas alone."""
    project, parties, contract = (run.read(t) for t in ("project", "project_party", "contract"))
    role = pd.concat(
        [
            project[["project_id", "owner_uscc"]].rename(columns={"owner_uscc": "uscc"}),
            project[["project_id", "contractor_uscc"]].rename(columns={"contractor_uscc": "uscc"}),
            parties.loc[~parties["role"].isin(["supplier", "supervisor"]), ["project_id", "uscc"]],
            contract.loc[contract["kind"].isin(["prime", "specialist", "labour"]), ["project_id", "payee_uscc"]].rename(
                columns={"payee_uscc": "uscc"}
            ),
        ]
    )
    links = run.read("links")
    role["company"] = role["uscc"].map(links[links["kind"] == "uscc"].set_index("record")["party_id"])
    open_ones = project.loc[~project["status"].isin(["completed", "closed"]), "project_id"]
    role = role[role["project_id"].isin(open_ones)].dropna(subset=["company"])
    graph = nx.Graph()
    graph.add_edges_from(zip("Company:" + role["company"], "Project:" + role["project_id"], strict=True))
    return graph


def test_articulation_points_of_the_town_are_those_of_networkx(town_run: Run) -> None:
    graph = lets(town_run)
    found = measured(town_run.path, "articulation")
    assert found.keys() == set(graph)
    points = {}
    for v in nx.articulation_points(graph):
        rest = graph.subgraph(nx.node_connected_component(graph, v) - {v})
        parts = [sum(u.startswith("Project:") for u in part) for part in nx.connected_components(rest)]
        points[v] = float(sum(parts) - max(parts))
    assert {v: x for v, x in found.items() if x} == {v: x for v, x in points.items() if x}


def test_communities_of_the_town(town_run: Run) -> None:
    graph = lets(town_run)
    rows = pq.read_table(town_run.path / "paths" / "community.parquet").to_pandas()
    assert set(rows["node_id"]) == set(graph)
    parts = [set(part) for _, part in rows.groupby("community")["node_id"]]
    assert (rows["n_members"] == rows.groupby("community")["node_id"].transform("size")).all()
    assert nx.community.modularity(graph, parts) >= 0.95 * nx.community.modularity(
        graph, nx.community.louvain_communities(graph, seed=1)
    )


def test_their_level_of_risk(town_run: Run) -> None:
    rows = town_run.communities()
    members, scores = town_run.read("community"), town_run.read("scores")
    scores["node_id"] = scores["entity_kind"].str.capitalize() + ":" + scores["entity_id"]
    of = members.merge(scores, on="node_id", how="left")
    red = of[(of["level"] == "red") & (of["entity_kind"] == "project")].groupby("community").size()
    assert dict(rows.set_index("community")["red_projects"].loc[lambda x: x > 0]) == dict(red)
    assert rows["n_members"].sum() == len(members)
    assert list(rows["red_projects"]) == sorted(rows["red_projects"], reverse=True)
