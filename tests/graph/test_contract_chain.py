"""Levels of contracts from the tables, against a walk on a networkx graph of the same contracts."""

from typing import Any

import networkx as nx
import numpy as np
import pytest

from tests.signals.contracting.chains import chains

Row = dict[str, Any]


def drawn(seed: int, n: int) -> tuple[list[Row], list[Row]]:
    """Contracts among a few companies, most of them let under another; some of one company with itself, some over."""
    rng = np.random.default_rng(seed)
    projects = [
        {"project_id": f"P{p}", "name": "", "project_type": "building", "status": "closed" if p == 3 else "building"}
        | {"contractor_uscc": "F0"}
        for p in range(4)
    ]
    contracts = [
        {
            "contract_id": f"C{i:03}",
            "project_id": f"P{rng.integers(4)}",
            "parent_contract_id": f"C{rng.integers(n + 3):03}",
        }
        | {"payer_uscc": f"F{rng.integers(3)}", "payee_uscc": f"F{rng.integers(3)}"}
        | {"kind": str(rng.choice(["prime", "specialist", "labour", "supply"]))}
        for i in range(n)
    ]
    return projects, contracts


@pytest.mark.parametrize("seed", range(3))
def test_levels_are_those_of_a_walk(seed: int) -> None:
    projects, contracts = drawn(seed, 60)
    member = {"project_id": "P0", "uscc": "F1", "role": "consortium"}
    said = {
        r["contract_id"]: r for r in chains({"project": projects, "contract": contracts, "project_party": [member]}, {})
    }
    let = {c["contract_id"]: c for c in contracts if c["kind"] != "supply" and c["project_id"] != "P3"}
    assert said.keys() == let.keys()
    up = nx.DiGraph()
    up.add_nodes_from(let)
    pairs = ((c, let.get(row["parent_contract_id"])) for c, row in let.items())
    up.add_edges_from((c, a["contract_id"]) for c, a in pairs if a and a["project_id"] == let[c]["project_id"])
    circles = set().union(
        *(c for c in nx.strongly_connected_components(up) if len(c) > 1), {c for c in let if up.has_edge(c, c)}
    )
    for contract, row in said.items():
        way = [contract, *nx.dfs_preorder_nodes(up, contract)][1:]
        assert row["is_circle"] is bool(circles & set(way))
        if not row["is_circle"]:
            steps = [step(let[c]) for c in way]
            levels = [c for c, s in zip(way[1:], steps[1:], strict=True) if s]
            told = (row["root_id"], row["n_levels"], row["above_id"])
            assert told == (way[-1], sum(steps), levels[0] if levels else None)


def step(contract: Row) -> int:
    """Neither a contract of a company with itself nor one of the contractor with a member of its consortium is a level."""
    ends = (contract["payer_uscc"], contract["payee_uscc"])
    is_member = contract["project_id"] == "P0" and ends == ("F0", "F1")
    return 0 if ends[0] == ends[1] or is_member else 1
