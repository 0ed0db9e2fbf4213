"""The same work as a good analyst would first write it: pandas for the tables, networkx for the graph.

    python benchmarks/plain.py DELIVERY [OUT]

The same ingest (`plain_ingest`: a rule is a function of a cell, mapped over its column), three aggregations (paid against
attending heads a month, the unpaid, means a team and month) and three measures (PageRank, core number, betweenness by
sampled sources) of the graph without workers. tests/benchmarks holds that tables, quarantine, counts, aggregations and
ties equal the corridor's. The graph lacks only what resolve finds by names: a branch is its head here too, a holder
without a code is nobody. PageRank does not weigh ties, and betweenness takes a path's middle as networkx does.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx as nx
import pandas as pd
from plain_ingest import ingest

from graphrisk.core.contract import contract

Tables = dict[str, pd.DataFrame]

# kinds of both ends, and the table and columns that tie them
TIES = [
    ("Company", "Project", "project", "owner_uscc", "project_id"),
    ("Company", "Project", "project", "contractor_uscc", "project_id"),
    ("Company", "Project", "project_party", "uscc", "project_id"),
    ("Company", "Project", "contract", "payee_uscc", "project_id"),
    ("Company", "Project", "contract", "payer_uscc", "project_id"),
    ("Company", "Company", "contract", "payer_uscc", "payee_uscc"),
    ("Company", "Company", "invoice_month", "buyer_uscc", "seller_uscc"),
    ("Company", "Company", "sme_arrears", "debtor_uscc", "creditor_uscc"),
    ("Account", "Project", "special_account", "account_key", "project_id"),
    ("Account", "Project", "wage_deposit", "account_key", "project_id"),
    ("Company", "Account", "special_account", "holder_uscc", "account_key"),
    ("Company", "Account", "account_check", "holder_uscc", "account_key"),
    ("Company", "Account", "wage_deposit", "payer_uscc", "account_key"),
    ("Person", "Company", "position", "person_key", "uscc"),
    ("Person", "Company", "company", "legal_rep_key", "uscc"),
    ("Person", "Team", "team", "leader_key", "team_id"),
    ("Company", "Team", "team", "uscc", "team_id"),
    ("Team", "Project", "team", "team_id", "project_id"),
    ("Person", "Project", "key_staff", "person_key", "project_id"),
    ("Company", "Address", "company", "uscc", "address_key"),
    ("Company", "Phone", "company", "uscc", "phone_key"),
    ("Company", "Agent", "company", "uscc", "agent_key"),
    ("Company", "Case", "clue", "uscc", "clue_id"),
    ("Case", "Project", "clue", "clue_id", "project_id"),
]


def aggregate(payroll: pd.DataFrame, attendance: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Heads paid against heads attending a project and month; who attended and was not paid; means a team and month."""
    paid = payroll[payroll["paid_fen"] > 0].rename(columns={"wage_month": "month"})
    who = ["project_id", "person_key", "month"]
    both = attendance[who].merge(paid[who], on=who, how="left", indicator=True)
    both["is_paid"] = both["_merge"] == "both"
    heads = both.groupby(["project_id", "month"])["is_paid"].agg(["size", "sum"])
    unpaid = both[~both["is_paid"]].groupby(["project_id", "month"]).agg(n=("person_key", "nunique"))
    teams = payroll.groupby(["project_id", "team_id", "wage_month"])[["due_fen", "paid_fen"]].agg(["mean", "std"])
    return heads, unpaid, teams


def graph(tables: Tables) -> nx.Graph:
    """Who is tied to whom, without workers, as graphrisk/graph/structure.py walks it."""
    company = tables["company"]
    branches = company[(company["kind"] == "branch") & company["head_uscc"].notna()]
    head = dict(zip(branches["uscc"], branches["head_uscc"], strict=True))

    def node(kind: str, key: str) -> str:
        while kind == "Company" and head.get(key, key) != key:
            key = head[key]
        return f"{kind}:clue/{key}" if kind == "Case" and not key.startswith("court/") else f"{kind}:{key}"

    firms = nx.Graph()
    for a, b, pairs in ties(tables):
        for one, other in pairs.dropna().itertuples(index=False, name=None):
            ends = node(a, one), node(b, other)
            if ends[0] != ends[1]:
                firms.add_edge(*ends)
    return firms


def ties(tables: Tables) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Kinds of both ends, and their keys."""
    for a, b, table, one, other in TIES:
        if table in tables:
            yield a, b, tables[table][[one, other]]
    if "holding" in tables:
        held = tables["holding"]
        for kind in ("Person", "Company"):
            yield kind, "Company", held.loc[held["holder_kind"] == kind.lower(), ["holder_id", "uscc"]]
    if "account_txn" in tables:
        yield "Account", "Account", transfers(tables["account_txn"])
    if "judicial" in tables:
        court = tables["judicial"][tables["judicial"]["party_id"].isin(codes(tables))]
        yield "Company", "Case", pd.DataFrame({"party_id": court["party_id"], "case": "court/" + court["case_no"]})
        sides = court.sort_values("party_id").groupby(["case_no", "role"]).head(10)
        debtors, creditors = (sides[sides["role"] == role] for role in ("debtor", "creditor"))
        yield "Company", "Company", debtors.merge(creditors, on="case_no")[["party_id_x", "party_id_y"]]


def transfers(entries: pd.DataFrame) -> pd.DataFrame:
    """Accounts between which money went: neither wages, nor to workers, nor taken back."""
    is_wage = (entries["counterparty_kind"] == "worker") | (entries["purpose"] == "wage")
    kept = entries[entries["counterparty_key"].notna() & ~is_wage]
    is_back = kept["txn_id"].isin(kept["reversal_of"].dropna()) | kept["reversal_of"].notna()
    return kept.loc[~is_back, ["account_key", "counterparty_key"]]


def codes(tables: Tables) -> set[str]:
    """Credit codes that any table names."""
    columns = [(n, f.column) for n in tables for f in contract()[n].fields if f.kind == "uscc"]
    found = {code for name, column in columns for code in tables[name][column].dropna().unique()}
    held = tables.get("holding")
    return found if held is None else found | set(held.loc[held["holder_kind"] == "company", "holder_id"])


def main(delivery: Path, out: Path) -> None:
    """Read and check, aggregate, measure."""
    as_of = date.fromisoformat((delivery.parent / "truth" / "as_of.txt").read_text().strip())
    tables = ingest(delivery, out, as_of)
    sums = aggregate(tables["payroll"], tables["attendance_month"])
    firms = graph(tables)
    measures = (
        nx.pagerank(firms),
        nx.core_number(firms),
        nx.betweenness_centrality(firms, k=min(128, len(firms)), seed=0),
    )
    print([len(s) for s in sums], [len(m) for m in measures])


if __name__ == "__main__":
    place = Path(sys.argv[1])
    main(place, Path(sys.argv[2]) if len(sys.argv) > 2 else place.parent / "plain")
