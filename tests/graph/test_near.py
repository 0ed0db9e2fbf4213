"""Who is near to a debtor and by which way, and where a debtor's people went."""

from datetime import date, timedelta
from math import exp, log

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.graph.lot import AS_OF, built, company, project
from tests.graph.test_history import clue

DAY = timedelta(days=1)
VERIFIED = clue("K1", "D", 30, "verified", result_on=AS_OF)


def rows(path, name: str = "near") -> dict:
    """Rows of a table of paths; of `near` by entity."""
    table = pq.read_table(path / "paths" / f"{name}.parquet").to_pylist()
    return {r["entity_id"]: r for r in table} if name == "near" else table


def near(path, firms: list[dict], **tables) -> dict:
    """Companies near to D, which was verified today."""
    return rows(built(path, {"company": [company("D"), *firms], "clue": [VERIFIED]} | tables))


def test_one_tie_is_its_share(tmp_path) -> None:
    """A and D share a telephone and nothing else: two ties of .6 over the telephone's two, over both ends' own numbers."""
    firms = [company("A", phone_key="T")]
    path = built(tmp_path / "run", {"company": [company("D", phone_key="T"), *firms], "clue": [VERIFIED]})
    found = rows(path)["A"]
    step = np.zeros((4, 4))  # A, the telephone, D, its clue
    step[0, 1], step[1, 2], step[2, 3] = 0.6 / 2**0.5, 0.6 / 4**0.5, exp(-30 / 365) / 2**0.5
    step = 0.85 * (step + step.T)
    reached = sum(np.linalg.matrix_power(step, k)[0, 2] for k in range(1, 7))
    assert found["nearness"] == pytest.approx(0.15 * log(2) * reached, rel=1e-8)
    assert (found["place"], found["n_near"], found["top_share"], found["is_debtor"]) == (1, 1, 1.0, False)
    assert (found["debtor_kind"], found["debtor_id"], found["n_steps"]) == ("company", "D", 2)
    assert found["path_zh"] == "公司A —同电话→ 电话T ←同电话— 公司D"
    assert found["evidence"] == [f"company|A|{AS_OF}", f"company|D|{AS_OF}"]


def test_a_tie_that_ended_is_lost_and_not_shared(tmp_path) -> None:
    """An owner who sold three years ago passes on exp(-3) twice at most, though it is A's only tie."""

    def by(ended: date | None) -> float:
        held = [
            {
                "holder_kind": "person",
                "holder_id": "p",
                "uscc": u,
                "share": 1.0,
                "from_on": date(2015, 1, 1),
                "to_on": ended,
            }
            for u in ("A", "D")
        ]
        return near(tmp_path / str(ended), [company("A")], holding=held)["A"]["nearness"]

    never = by(None)
    assert 0.4 * exp(-6) < by(AS_OF - 1095 * DAY) / never < exp(-6)
    assert by(AS_OF + DAY) == never


def test_a_tie_yet_to_come_is_none(tmp_path) -> None:
    def held(day: date) -> list[dict]:
        base = {"holder_kind": "person", "holder_id": "p", "share": 1.0}
        return [base | {"uscc": "A", "from_on": day}, base | {"uscc": "D", "from_on": date(2015, 1, 1)}]

    assert "A" not in near(tmp_path / "later", [company("A")], holding=held(AS_OF + DAY))
    assert "A" in near(tmp_path / "now", [company("A")], holding=held(AS_OF))


def test_hubs_pass_on_by_inverse_degree(tmp_path) -> None:
    """An agent of ninety passes a ninth of what an agent of ten does; one of more than a hundred nothing."""

    def of(n: int) -> float:
        firms = [company(f"A{i:03}", agent_key="G") for i in range(n - 1)]
        tables = {"company": [company("D", agent_key="G"), *firms], "clue": [VERIFIED]}
        return rows(built(tmp_path / str(n), tables)).get("A000", {"nearness": 0.0})["nearness"]

    assert of(90) / of(10) == pytest.approx(1 / 9, rel=0.1)
    assert of(101) == 0


def test_kinds_of_ties_pass_on_unlike(tmp_path) -> None:
    """Control before telephone before address; a creditor in court is no relative of his debtor."""
    firms = [
        company("A", legal_rep_key="L"), company("B", phone_key="T"), company("C", address_key="S"), company("E"),
    ]  # fmt: skip
    own = company("D", legal_rep_key="L", phone_key="T", address_key="S")
    suit = [
        {"case_no": "S1", "party_id": u, "role": r, "kind": "civil", "filed_on": date(2022, 1, 1)}
        for u, r in (("D", "debtor"), ("E", "creditor"))
    ]
    found = rows(built(tmp_path / "run", {"company": [own, *firms], "clue": [VERIFIED], "judicial": suit}))
    assert sorted(found) == ["A", "B", "C"]
    assert [found[u]["place"] for u in "ABC"] == [1, 2, 3]


def test_debtors_are_placed_among_debtors_and_told_the_other(tmp_path) -> None:
    firms = [company(u, legal_rep_key="L") for u in "ADE"]
    clues = [VERIFIED, clue("K2", "E", 400, "verified", result_on=AS_OF - 365 * DAY)]
    found = rows(built(tmp_path / "run", {"company": firms, "clue": clues}))
    assert {u: (r["is_debtor"], r["place"], r["debtor_id"]) for u, r in found.items()} == {
        "A": (False, 1, "D"),  # of two as close the one shown last
        "D": (True, 2, "E"),
        "E": (True, 1, "D"),
    }


def test_a_site_is_a_seed_only_where_no_company_was_named(tmp_path) -> None:
    check = {"inspection_id": "I1", "project_id": "P", "trigger": "routine", "visited_on": AS_OF, "result": "arrears"}
    base = {"company": [company("A"), company("D")], "project": [project("P", "A")]}
    unnamed = rows(built(tmp_path / "unnamed", base | {"inspection": [check]}))
    assert (unnamed["A"]["debtor_kind"], unnamed["A"]["debtor_id"]) == ("project", "P")
    assert rows(built(tmp_path / "named", base | {"inspection": [check | {"uscc": "D"}]})) == {}


def crews(moved: int, of: int = 10, left: int | None = 40, came: int = 30, stayed: int = 10) -> dict:
    """D's team of ten left `left` days ago, `moved` of them came to A's team, where ten others have been for long."""
    team = [
        {"team_id": "TD", "project_id": "P0", "uscc": "D", "leader_key": "w00"},
        {"team_id": "TA", "project_id": "P1", "uscc": "A", "leader_key": "w00"},
    ]
    out = None if left is None else AS_OF - left * DAY
    old = [worker("P0", "TD", f"w{i:02}", AS_OF - 300 * DAY, out) for i in range(of)]
    new = [worker("P1", "TA", f"w{i:02}", AS_OF - came * DAY, None) for i in range(moved)]
    own = [worker("P1", "TA", f"x{i:02}", AS_OF - 600 * DAY, None) for i in range(stayed)]
    projects = [project("P0", "Z"), project("P1", "Z")]
    return {"team": team, "worker": old + new + own, "project": projects}


def worker(site: str, team: str, person: str, entered: date, left: date | None) -> dict:
    return {
        "project_id": site,
        "team_id": team,
        "person_key": person,
        "entered_on": entered,
        "left_on": left,
        "role": "worker",
    }


def test_people_of_a_debtor_are_counted_where_they_went(tmp_path) -> None:
    tables = {"company": [company("A"), company("D")], "clue": [VERIFIED]} | crews(6)
    path = built(tmp_path / "run", tables)
    whole, site = rows(path, "crew_move")
    assert (whole["project_id"], site["project_id"]) == (None, "P1")
    for row in (whole, site):
        assert (row["debtor_id"], row["firm_id"], row["first_on"]) == ("D", "A", AS_OF - 30 * DAY)
        assert (row["n_workers"], row["n_moved"], row["n_firm_workers"]) == (10, 6, 16)
        assert (row["n_leaders"], row["n_leaders_moved"], row["n_firm_leaders"]) == (1, 1, 1)
        assert len(row["evidence"]) == 10
    found = rows(path)["A"]
    assert "公司A ←人员转入— 公司D" in found["path_zh"]
    assert any(ref.startswith("worker|") for ref in found["evidence"])
    names = (
        duckdb.sql(f"SELECT * FROM read_parquet('{path}/paths/near.parquet')").df().drop(columns="evidence").to_string()
    )
    assert "w0" not in names, "no worker stands in a way"


@pytest.mark.parametrize(
    ("case", "n"),
    [
        (crews(5), 5),
        (crews(1), 1),  # the leader alone
        (crews(6, left=395, came=30), 6),
        (crews(6, left=396, came=30), None),  # more than a year after they left
        (crews(6, left=30, came=61), 6),
        (crews(6, left=30, came=62), None),  # worked for both for more than a month
        (crews(6, left=None), 6),  # never signed off, and now elsewhere
    ],
)
def test_who_moved(tmp_path, case: dict, n: int | None) -> None:
    tables = {"company": [company("A"), company("D")], "clue": [VERIFIED]} | case
    told = rows(built(tmp_path / "run", tables), "crew_move")
    assert [r["n_moved"] for r in told] == ([] if n is None else [n, n])


def test_nobody_is_followed_who_did_not_work_for_a_debtor(tmp_path) -> None:
    path = built(tmp_path / "run", {"company": [company("A"), company("D")], "clue": [clue("K1", "D", 30)]} | crews(6))
    assert rows(path, "crew_move") == []
    assert rows(path) == {}


def test_moved_people_tie_by_their_share_of_both(tmp_path) -> None:
    """The same six are most of a small firm and few of a large one."""

    def by(stayed: int) -> float:
        tables = {"company": [company("A"), company("D")], "clue": [VERIFIED]} | crews(6, stayed=stayed)
        return rows(built(tmp_path / str(stayed), tables))["A"]["nearness"]

    assert by(0) > 3 * by(90)


def test_same_bytes_on_two_threads_and_on_turned_rows(tmp_path) -> None:
    firms = [company(f"A{i}", legal_rep_key=f"L{i % 3}", phone_key=f"T{i % 4}") for i in range(12)] + [
        company("D", legal_rep_key="L0")
    ]
    tables = {"company": [*firms, company("A")], "clue": [VERIFIED]} | crews(6)
    turned = {name: content[::-1] for name, content in tables.items()}
    one, two = built(tmp_path / "one", tables), built(tmp_path / "two", turned, threads=2)
    for name in ("near", "crew_move"):
        assert (one / "paths" / f"{name}.parquet").read_bytes() == (two / "paths" / f"{name}.parquet").read_bytes()
