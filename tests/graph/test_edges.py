"""Each kind of edge from rows written by hand: its ends, weight, days and proofs."""

from datetime import date, datetime

import pyarrow.parquet as pq
import pytest

from graphrisk.core.graph import EDGE_KINDS, EDGES, NODE_KINDS, NODES
from graphrisk.graph.texts import texts
from tests.graph.lot import AS_OF, built, company, edges, project, tabled

A, B, C, D = "A1", "B1", "C1", "D1"
DAY = date(2021, 3, 4)


def proof(table: str, key: str, day: date = AS_OF) -> dict:
    return {"table": table, "key": key, "received_on": day}


def test_every_kind_has_one_text() -> None:
    assert set(texts("nodes")) == {k.lower() for k in NODE_KINDS}
    assert set(texts("edges")) == {k.lower() for k in EDGE_KINDS}


def test_an_empty_delivery_makes_an_empty_graph(tmp_path) -> None:
    path = built(tmp_path / "run", {"company": [], "project": []})
    for name, schema in (("nodes", NODES), ("edges", EDGES)):
        written = pq.read_schema(path / f"{name}.parquet")
        assert [(f.name, str(f.type).replace("element", "item")) for f in written] == [
            (f.name, str(f.type)) for f in schema
        ]
    assert edges(path) == []
    assert pq.read_schema(path / "measures.parquet").names == ["node_id", "measure", "value"]


def test_parties_of_a_project(tmp_path) -> None:
    """Owner, contractor and a branch of the contractor that stands as subcontractor, one party with it."""
    path = tabled(
        tmp_path / "run",
        {
            "company": [company(A), company(B), company(C)],
            "project": [project("P1", A, owner_uscc=B, started_on=DAY)],
            "project_party": [{"project_id": "P1", "uscc": C, "role": "labour_sub", "received_on": DAY}],
        },
        party={C: A},
    )
    by_contractor, by_owner = edges(path, "CONTRACTS_FOR")
    assert (by_contractor["source"], by_contractor["target"]) == ("Company:A1", "Project:P1")
    assert by_contractor["weight"] == 2
    assert by_contractor["since"] == DAY
    assert by_contractor["until"] is None
    assert by_contractor["evidence"] == [proof("project_party", "P1/C1/labour_sub", DAY), proof("project", "P1")]
    assert by_owner["source"] == "Company:B1"


def test_money_between_companies_is_not_counted_twice(tmp_path) -> None:
    invoice = {"seller_uscc": B, "buyer_uscc": A, "category": "service", "amount_fen": 6_000}
    path = tabled(
        tmp_path / "run",
        {
            "company": [company(A), company(B)],
            "invoice_month": [invoice | {"month": "2021-02"}, invoice | {"month": "2021-03"}],
            "contract": [
                {
                    "contract_id": "K",
                    "project_id": "P1",
                    "payer_uscc": A,
                    "payee_uscc": B,
                    "kind": "labour",
                    "amount_fen": 10_000,
                }
            ],
        },
    )
    (paid,) = edges(path, "PAYS")
    assert (paid["source"], paid["target"], paid["weight"]) == ("Company:A1", "Company:B1", 120.0)
    assert (paid["since"], paid["until"]) == (date(2021, 2, 1), date(2021, 3, 31))
    assert [e["table"] for e in paid["evidence"]] == ["contract", "invoice_month", "invoice_month"]


def test_a_holder_without_a_code_is_the_party_of_its_name(tmp_path) -> None:
    account = {"account_key": "K1", "project_id": "P1", "opened_on": DAY, "holder_name": "某建设公司"}
    path = tabled(tmp_path / "run", {"company": [company(A)], "special_account": [account]}, names={"某建设公司": A})
    (held,) = edges(path, "HOLDS")
    assert (held["source"], held["target"]) == ("Company:A1", "Account:K1")
    (served,) = edges(path, "SERVES")
    assert (served["target"], served["since"]) == ("Project:P1", DAY)


def entry(txn_id: str, account: str, other: str, direction: str, fen: int, **more) -> dict:
    told = {"txn_id": txn_id, "account_key": account, "counterparty_key": other, "direction": direction}
    return (
        told
        | {"amount_fen": fen, "booked_at": datetime.fromisoformat("2021-05-01 09:00"), "counterparty_kind": "company"}
        | more
    )


def test_a_transfer_told_by_both_banks_counts_once(tmp_path) -> None:
    path = tabled(
        tmp_path / "run",
        {
            "account_txn": [
                entry("T1", "K1", "K2", "debit", 50_000),
                entry("T2", "K2", "K1", "credit", 50_000),
                entry("T3", "K1", "K3", "debit", 10_000),
                entry("T4", "K1", "K3", "debit", 10_000, reversal_of="T3"),
                entry("T5", "K1", "W1", "debit", 10_000, counterparty_kind="worker"),
                entry("T6", "K1", "W2", "debit", 10_000, purpose="wage"),
            ]
        },
    )
    (sent,) = edges(path, "SENT")
    assert (sent["source"], sent["target"], sent["weight"]) == ("Account:K1", "Account:K2", 500.0)
    assert sent["evidence"] == [proof("account_txn", "T1"), proof("account_txn", "T2")]


def test_many_entries_leave_five_proofs(tmp_path) -> None:
    rows = [entry(f"T{i:03}", "K1", "K2", "debit", 100 + i) for i in range(200)]
    (sent,) = edges(tabled(tmp_path / "run", {"account_txn": rows}), "SENT")
    assert [e["key"] for e in sent["evidence"]] == ["T195", "T196", "T197", "T198", "T199"]
    assert sent["weight"] == sum(100 + i for i in range(200)) / 100


def test_workers_and_teams(tmp_path) -> None:
    worker = {"project_id": "P1", "person_key": "W1", "role": "worker", "team_id": "T1"}
    path = tabled(
        tmp_path / "run",
        {
            "company": [company(A), company(B)],
            "project": [project("P1", A)],
            "team": [{"team_id": "T1", "project_id": "P1", "uscc": B, "leader_key": "L1"}],
            "worker": [
                worker | {"entered_on": date(2021, 1, 1), "left_on": date(2021, 2, 1)},
                worker | {"entered_on": date(2021, 6, 1), "left_on": date(2021, 8, 1)},
                worker | {"person_key": "W2", "entered_on": date(2021, 6, 1)},
            ],
        },
    )
    first, second = edges(path, "WORKED_ON")
    assert (first["weight"], first["since"], first["until"]) == (2.0, date(2021, 1, 1), date(2021, 8, 1))
    assert first["evidence"][1] == proof("worker", "P1/W1/2021-06-01")
    assert second["until"] is None
    (team,) = edges(path, "BUILDS")
    assert (team["source"], team["target"], team["weight"]) == ("Team:T1", "Project:P1", 3.0)
    assert [e["source"] for e in edges(path, "LEADS")] == ["Person:L1"]
    assert [e["source"] for e in edges(path, "EMPLOYS")] == ["Company:B1"]
    assert [e["source"] for e in edges(path, "IN_TEAM")] == ["Worker:W1", "Worker:W2"]


def test_persons_and_shares_behind_a_company(tmp_path) -> None:
    held = {"uscc": B, "from_on": DAY}
    path = tabled(
        tmp_path / "run",
        {
            "company": [company(A), company(B, legal_rep_key="L1", address_key="X", phone_key="Y", agent_key="Z")],
            "position": [{"person_key": "L1", "uscc": B, "role": "contact", "from_on": DAY}],
            "holding": [
                held | {"holder_kind": "company", "holder_id": A, "share": 0.6},
                held | {"holder_kind": "person", "holder_id": "L2", "share": 0.4, "to_on": AS_OF},
            ],
        },
    )
    legal, holder = edges(path, "CONTROLS")
    assert (legal["source"], legal["weight"]) == ("Person:L1", 0.9)
    assert (holder["source"], holder["weight"], holder["until"]) == ("Person:L2", 0.4, AS_OF)
    (owned,) = edges(path, "OWNS")
    assert (owned["source"], owned["target"], owned["weight"]) == ("Company:A1", "Company:B1", 0.6)
    for kind, target in (("LOCATED_AT", "Address:X"), ("REACHED_AT", "Phone:Y"), ("REGISTERED_BY", "Agent:Z")):
        assert [e["target"] for e in edges(path, kind)] == [target]


@pytest.mark.parametrize(("n", "pairs"), [(1, 0), (2, 1), (4, 6), (10, 45), (11, 0), (300, 0)])
def test_companies_named_in_one_clue(tmp_path, n, pairs) -> None:
    """Every company gets weight 1 from a clue; a clue of very many makes no clique, only its Case."""
    codes = [f"C{i:03}" for i in range(n)]
    clue = {"clue_id": "K1", "opened_on": DAY, "result": "open", "project_id": "P1"}
    path = tabled(
        tmp_path / "run", {"company": [company(c) for c in codes], "clue": [clue | {"uscc": c} for c in codes]}
    )
    named = edges(path, "NAMED_WITH")
    assert len(named) == pairs
    if pairs:
        assert abs(sum(e["weight"] for e in named) - n / 2) < 1e-4
        assert all(len(e["evidence"]) == 2 and e["since"] == DAY for e in named)
    assert len(edges(path, "PARTY_TO")) == n
    (concerns,) = edges(path, "CONCERNS")
    assert (concerns["source"], concerns["target"], concerns["weight"]) == ("Case:clue/K1", "Project:P1", float(n))
    assert len(concerns["evidence"]) == min(n, 20)


def test_debts_out_of_court_and_in_it(tmp_path) -> None:
    case = {"case_no": "J/1|x", "kind": "enforcement", "filed_on": DAY}
    path = tabled(
        tmp_path / "run",
        {
            "company": [company(A), company(B)],
            "sme_arrears": [{"ref_no": "R1", "debtor_uscc": A, "creditor_uscc": B, "amount_fen": 5_000, "due_on": DAY}],
            "judicial": [
                case | {"party_id": A, "role": "debtor", "amount_fen": 2_000},
                case | {"party_id": B, "role": "creditor"},
            ],
        },
    )
    (owed,) = edges(path, "OWES")
    assert (owed["source"], owed["target"], owed["weight"]) == ("Company:A1", "Company:B1", 70.0)
    assert owed["evidence"] == [proof("judicial", "J/1|x/A1"), proof("sme_arrears", "R1")]
    assert [e["target"] for e in edges(path, "PARTY_TO")] == ["Case:court/J/1|x"] * 2


def test_a_broken_reference_is_a_node_that_says_so(tmp_path) -> None:
    """A team on a project that no register knows: the edge stands, and so does its end."""
    path = tabled(tmp_path / "run", {"team": [{"team_id": "T1", "project_id": "GHOST"}], "company": [company(A)]})
    nodes = {r["node_id"]: r for r in pq.read_table(path / "nodes.parquet").to_pylist()}
    assert nodes["Project:GHOST"]["attributes"] == '{"is_registered":false}'
    assert edges(path, "BUILDS")[0]["target"] == "Project:GHOST"


def test_a_company_in_unknown_hands_is_no_edge_of_its_own(tmp_path) -> None:
    """A code that resolve linked to nobody makes no edge rather than a nameless one."""
    path = tabled(tmp_path / "run", {"company": [company(A)], "project": [project("P1", "ZZ", owner_uscc=A)]})
    assert [e["source"] for e in edges(path, "CONTRACTS_FOR")] == ["Company:A1"]
