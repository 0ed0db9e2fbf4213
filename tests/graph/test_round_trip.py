"""Money that left a special account and came back, from rows of the bank to a way in words with evidence."""

from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphrisk.core.engine import connect
from graphrisk.core.graph import PATHS, Graph
from graphrisk.graph.paths.round_trip import round_trip
from graphrisk.graph.tables import show_inputs
from tests.graph.lot import AS_OF, built, company, lay, project

NUMBER = count(1)
GC, S, T, OW = "GC1", "S1", "T1", "OW1"


def entry(
    on: str, direction: str, yuan: float, key: str | None, uscc: str | None = None, **more: Any
) -> dict[str, Any]:
    row = {"txn_id": f"t{next(NUMBER):04d}", "account_key": "a1", "booked_at": datetime.fromisoformat(f"{on} 10:00:00")}
    row |= {"direction": direction, "amount_fen": round(yuan * 100), "counterparty_key": key, "counterparty_uscc": uscc}
    return row | {"counterparty_kind": "company", "purpose": "other", "channel": "online"} | more


def trips(path: Path, entries: list[dict[str, Any]], **tables: Any) -> list[dict[str, Any]]:
    account = {"account_key": "a1", "project_id": "P1", "holder_uscc": GC}
    given = {
        "company": [company(GC), company(S), company(T), company(OW)],
        "project": [project("P1", GC), project("P2", GC)],
        "special_account": [account, account | {"account_key": "a2", "project_id": "P2"}],
        "account_txn": entries,
    }
    run = lay(path / "run", given | tables)
    with connect(threads=1) as con:
        show_inputs(con, run.path)
        firms = [{"node_id": f"Company:{r['uscc']}", "name": r["name"]} for r in (given | tables)["company"]]
        con.register("nodes", pa.Table.from_pylist(firms))
        table = round_trip(con, Graph(pa.table({}), pa.table({})), AS_OF)
    assert set(PATHS["round_trip"].names) <= set(table.column_names)
    return list(table.to_pylist())


def test_the_room_writes_it(tmp_path: Path) -> None:
    rows = {
        "company": [company(GC), company(S)],
        "project": [project("P1", GC)],
        "special_account": [{"account_key": "a1", "project_id": "P1", "holder_uscc": GC}],
        "account_txn": [out(), back()],
    }
    table = pq.read_table(built(tmp_path / "run", rows) / "paths" / "round_trip.parquet")
    assert table.schema.equals(PATHS["round_trip"])
    assert table["left_fen"].to_pylist() == [10_000]


def out(yuan: float = 100, on: str = "2022-05-01", **more: Any) -> dict[str, Any]:
    return entry(on, "debit", yuan, "k1", S, **more)


def back(yuan: float = 90, on: str = "2022-05-20", **more: Any) -> dict[str, Any]:
    return entry(on, "credit", yuan, "k1", S, **more)


def test_out_and_back(tmp_path: Path) -> None:
    went, came = out(), back()
    (trip,) = trips(tmp_path, [went, came])
    assert (trip["txn_id"], trip["account_key"], trip["back_key"]) == (went["txn_id"], "a1", "a1")
    assert (trip["left_fen"], trip["returned_fen"], trip["counted_fen"], trip["n_steps"]) == (10_000, 9_000, 9_000, 2)
    assert (trip["left_on"], trip["back_on"]) == (date(2022, 5, 1), date(2022, 5, 20))
    assert trip["path_zh"] == f"专户a1 —2022-05-01 100.00元→ {company(S)['name']} —2022-05-20 90.00元→ 专户a1"
    assert trip["path_en"].startswith("special account a1 -2022-05-01 100.00 yuan- ")
    assert trip["evidence"] == sorted(f"account_txn|{e['txn_id']}|2022-06-15" for e in (went, came))


@pytest.mark.parametrize(("yuan", "n"), [(79.99, 0), (80, 1), (200, 1), (200.01, 0)])
def test_four_fifths_back_and_mostly_that_money(tmp_path: Path, yuan: float, n: int) -> None:
    assert len(trips(tmp_path, [out(), back(yuan)])) == n


@pytest.mark.parametrize(("on", "n"), [("2022-05-31", 1), ("2022-06-01", 0), ("2022-04-30", 0)])
def test_within_thirty_days(tmp_path: Path, on: str, n: int) -> None:
    assert len(trips(tmp_path, [out(), back(on=on)])) == n


@pytest.mark.parametrize(
    "more",
    [
        {"purpose": "refund"},
        {"purpose": "interest"},
        {"counterparty_kind": "bank"},
        {"counterparty_kind": "treasury"},
        {"channel": "cash"},
        {"counterparty_key": "d1"},
        {"counterparty_uscc": T, "counterparty_key": "k2"},
    ],
    ids=["refund", "interest", "bank", "treasury", "cash", "deposit", "another"],
)
def test_what_is_no_return(tmp_path: Path, more: dict[str, Any]) -> None:
    deposit = [{"deposit_id": "D", "project_id": "P1", "account_key": "d1"}]
    assert trips(tmp_path, [out(), back() | more], wage_deposit=deposit) == []


def test_entries_taken_back_went_nowhere(tmp_path: Path) -> None:
    went = out()
    undone = back(100, reversal_of=went["txn_id"])
    assert trips(tmp_path, [went, undone, back(95)]) == []


def test_another_account_of_the_party_and_another_firm_of_its_head(tmp_path: Path) -> None:
    """The purse is the party's, and that of firms with one legal representative, with the rows that say so."""
    entries = [out(), entry("2022-05-20", "credit", 90, "k9", S)]
    (trip,) = trips(tmp_path / "one", entries)
    assert "（另一账户）" in trip["path_zh"]
    assert not trip["is_by_head"]
    led = [company(GC), company(OW), *(company(c) | {"legal_rep_key": "boss"} for c in (S, T))]
    (trip,) = trips(tmp_path / "two", [out(), entry("2022-05-20", "credit", 90, "k2", T)], company=led)
    assert trip["is_by_head"]
    assert f"{company(S)['name']}（同一法定代表人）{company(T)['name']}" in trip["path_zh"]
    assert [e for e in trip["evidence"] if e.startswith("company|")] == [f"company|{c}|2022-06-15" for c in (S, T)]


def test_a_name_lent_to_more_than_twenty_firms_is_no_purse(tmp_path: Path) -> None:
    many = [company(c) | {"legal_rep_key": "boss"} for c in (S, T, *(f"N{i}" for i in range(19)))]
    entries = [out(), entry("2022-05-20", "credit", 90, "k2", T)]
    assert trips(tmp_path / "a", entries, company=[company(GC), company(OW), *many]) == []
    assert len(trips(tmp_path / "b", entries, company=[company(GC), company(OW), *many[:20]])) == 1


def test_longer_ways_over_delivered_accounts(tmp_path: Path) -> None:
    """The firm's own bank tells of what it sent to a person, who pays the owner, who pays the next fee."""
    ways = [
        out(),
        entry(
            "2022-05-03",
            "debit",
            95,
            "p1",
            None,
            account_key="k1",
            counterparty_kind="person",
            counterparty_person_key="p",
        ),
        entry(
            "2022-05-05",
            "credit",
            94,
            "p1",
            None,
            account_key="k5",
            counterparty_kind="person",
            counterparty_person_key="p",
        ),
        entry("2022-05-09", "credit", 93, "k5", OW, counterparty_kind="owner", purpose="labour_fee"),
    ]
    (trip,) = trips(tmp_path, ways)
    assert (trip["n_steps"], trip["returned_fen"]) == (4, 9_300)
    assert "人员p —2022-05-05 93.00元→ " in trip["path_zh"]


def test_both_banks_tell_of_one_transfer(tmp_path: Path) -> None:
    """The account's bank and the firm's: what came back counts once."""
    there = [
        out(),
        entry("2022-05-02", "credit", 100, "a1", GC, account_key="k1"),
        entry("2022-05-20", "debit", 45, "a1", GC, account_key="k1"),
        back(45, "2022-05-21"),
    ]
    assert trips(tmp_path / "one", there) == []
    (trip,) = trips(tmp_path / "two", [*there, entry("2022-05-29", "debit", 45, "a1", GC, account_key="k1")])
    assert (trip["counted_fen"], trip["left_fen"]) == (9_000, 10_000)


def wage(yuan: float, person: str) -> dict[str, Any]:
    who = {"counterparty_kind": "worker", "counterparty_person_key": person, "purpose": "wage", "channel": "batch"}
    return entry("2022-05-01", "debit", yuan, f"card {person}", None, **who)


def test_wages_are_what_the_account_is_for_until_they_come_back(tmp_path: Path) -> None:
    """To cards that send nothing on they are out; from card to firm to account they are a circle."""
    wages = [wage(50, "w1"), wage(50, "w2")]
    assert trips(tmp_path / "a", [*wages, back(90)]) == []
    sent_on = [
        entry(f"2022-05-0{i + 3}", "debit", 48, "k1", S, account_key=f"card w{i}", counterparty_kind="company")
        for i in (1, 2)
    ]
    found = trips(tmp_path / "b", [*wages, *sent_on, back(90)])
    assert [t["n_steps"] for t in found] == [3, 3]
    assert sum(t["counted_fen"] for t in found) <= 9_000


def test_a_payout_that_a_worker_gives_back(tmp_path: Path) -> None:
    who = {"counterparty_kind": "worker", "counterparty_person_key": "w1"}
    assert trips(tmp_path, [wage(100, "w1"), entry("2022-05-20", "credit", 100, "card w1", None, **who)]) == []


def test_a_worker_who_heads_a_firm(tmp_path: Path) -> None:
    led = [company(GC), company(OW), company(S) | {"legal_rep_key": "w1"}]
    (trip,) = trips(tmp_path, [wage(100, "w1"), back(90)], company=led)
    assert trip["is_by_head"]


def test_between_special_accounts(tmp_path: Path) -> None:
    lent = [entry("2022-05-01", "debit", 100, "a2", GC), entry("2022-05-20", "credit", 100, "a2", GC)]
    (trip,) = trips(tmp_path / "a", lent)
    assert trip["is_between"]
    account = {"account_key": "a1", "project_id": "P1", "holder_uscc": GC}
    assert trips(tmp_path / "b", lent, special_account=[account, account | {"account_key": "a2"}]) == []


def test_back_to_the_projects_next_account(tmp_path: Path) -> None:
    account = {"account_key": "a1", "project_id": "P1", "holder_uscc": GC}
    accounts = [account, account | {"account_key": "a7"}]
    (trip,) = trips(tmp_path, [out(), back(account_key="a7")], special_account=accounts)
    assert (trip["account_key"], trip["back_key"]) == ("a1", "a7")


def test_nothing_delivered(tmp_path: Path) -> None:
    assert trips(tmp_path, []) == []
