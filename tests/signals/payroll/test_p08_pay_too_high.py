"""P08 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import Tables, both, site
from tests.signals.tools import Answer, ask

FEBRUARY, MARCH, APRIL = MONTHS = ("2021-12", "2022-03", "2022-04")
BOUND = 1_000_000 + 3 * 400_000  # of a trade whose quartiles are 6,000 and 10,000 yuan
LIMITS = {"month_limit_yuan": 50_000, "year_limit_yuan": 300_000}


def p08(tables: Tables, **kw: Any) -> Answer:
    return ask("P08", tables, **kw)


def peers(n: int = 60, trade: str = "010") -> Tables:
    """Another site whose people, `n` in three months, earn 6,000, 8,000 and 10,000 yuan, a third each."""
    tables = site(n, MONTHS, project_id="P2")
    pay = {w["person_key"]: (600_000, 800_000, 1_000_000)[i % 3] for i, w in enumerate(tables["worker"])}
    return tables | {
        "worker": [w | {"trade": trade} for w in tables["worker"]],
        "payroll": [r | {"paid_fen": pay[r["person_key"]]} for r in tables["payroll"]],
    }


def own(
    k: int, paid: int, n: int = 10, months: tuple[str, ...] = (MARCH, APRIL), high: tuple[str, ...] = (APRIL,)
) -> Tables:
    """A site of `n` at 8,000 yuan, the first `k` paid otherwise in the `high` months."""
    tables = site(n, months, line={"paid_fen": 800_000})
    first = {w["person_key"] for w in tables["worker"][:k]}
    return tables | {
        "worker": [w | {"trade": "010"} for w in tables["worker"]],
        "payroll": [
            r | {"paid_fen": paid} if r["person_key"] in first and r["wage_month"] in high else r
            for r in tables["payroll"]
        ],
    }


def beside(tables: Tables, n: int = 60) -> Tables:
    return both(tables, peers(n))


@pytest.mark.parametrize(
    ("k", "paid", "reasons"),
    [
        (3, BOUND, set()),
        (3, BOUND + 1, {"above_trade"}),
        (2, BOUND + 1, set()),
        (2, 2 * BOUND, set()),
        (2, 2 * BOUND + 1, {"few_above_trade"}),
        (1, 2 * BOUND + 1, {"few_above_trade"}),
        (3, 2 * BOUND + 1, {"above_trade"}),
    ],
)
def test_far_above_the_trade(k: int, paid: int, reasons: set[str]) -> None:
    assert p08(beside(own(k, paid))).reasons() == reasons


def test_what_it_tells() -> None:
    answer = p08(beside(own(3, 3_000_000)))
    found = answer.finding()
    assert (found["n_persons"], found["n_heads"], found["n_teams"], found["team"]) == (3, 10, 1, "T1")
    assert (found["n_lines"], found["paid_yuan"], found["bound_yuan"]) == (3, "90,000.00", "22,000.00")
    assert [r["key"] for r in found["evidence"]] == [f"P1/P1-T1-worker-{i:03}/{APRIL}" for i in range(3)]
    assert answer.reasons("P2") == set()
    assert not any("worker" in str(v) for k, v in found.items() if k != "evidence"), "no person is named"


@pytest.mark.parametrize(("n", "reasons"), [(300, {"above_trade"}), (301, set())])
def test_of_a_large_site_some_lie_far_out(n: int, reasons: set[str]) -> None:
    assert p08(beside(own(3, BOUND + 1, n=n), 1000)).reasons() == reasons


@pytest.mark.parametrize(("n", "outcome"), [(27, "found"), (26, "could_not_tell")])
def test_quartiles_of_few_are_loose(n: int, outcome: str) -> None:
    """Twenty lines of its own and three of each of the others: a hundred is the least."""
    assert p08(beside(own(3, 9_000_000), n)).outcomes["P1"] == outcome


def test_a_trade_paid_alike_is_measured_by_a_tenth_of_its_middle() -> None:
    alike = site(60, MONTHS, project_id="P2", line={"paid_fen": 800_000})
    alike = alike | {"worker": [w | {"trade": "010"} for w in alike["worker"]]}
    assert p08(both(own(3, 1_040_000), alike)).reasons() == set()
    assert p08(both(own(3, 1_040_001), alike)).reasons() == {"above_trade"}


def test_another_trade_has_another_bound() -> None:
    assert p08(both(own(3, 9_000_000), peers(trade="020"))).outcomes["P1"] == "could_not_tell"


@pytest.mark.parametrize(("paid", "reasons"), [(5_000_000, set()), (5_000_001, {"above_limit"})])
def test_the_months_limit_of_a_locality(paid: int, reasons: set[str]) -> None:
    assert p08(own(1, paid), params=LIMITS).reasons() == reasons
    assert p08(own(1, paid), place="guizhou").reasons() == reasons


@pytest.mark.parametrize(("more", "reasons"), [(0, set()), (1, {"above_limit"})])
def test_the_years_limit_counts_twelve_months(more: int, reasons: set[str]) -> None:
    months = tuple(f"2021-{m:02}" for m in range(6, 13)) + tuple(f"2022-{m:02}" for m in range(1, 6))
    tables = own(1, 0, months=months, high=())
    who = tables["worker"][0]["person_key"]
    lines = [
        r | {"paid_fen": {"2022-05": 3_000_000 + more, "2021-06": 9_000_000}.get(r["wage_month"], 2_700_000)}
        if r["person_key"] == who
        else r
        for r in tables["payroll"]
    ]
    # eleven months of the window, July to May, are 300,000 yuan; June lies outside once the window has moved on
    assert p08(tables | {"payroll": lines}, params=LIMITS | {"month_limit_yuan": 100_000}).reasons() == reasons


def test_a_settlement_of_short_months_is_explained() -> None:
    """Six months at 2,000 yuan, and then what had been short of the middle pay."""
    months = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03", APRIL)
    tables = own(3, 800_000 + 5 * 600_000, months=months)
    first = {w["person_key"] for w in tables["worker"][:3]}
    short = [
        r | {"paid_fen": 200_000} if r["person_key"] in first and r["wage_month"] != APRIL else r
        for r in tables["payroll"]
    ]
    assert p08(beside(tables | {"payroll": short})).reasons() == {"explained"}
    assert p08(beside(tables)).reasons() == {"above_trade"}, "whose other months were whole settles nothing"


def test_team_leaders_may_be_paid_by_the_piece() -> None:
    tables = own(1, 9_000_000)
    led = {"team": [{"team_id": "T1", "project_id": "P1", "leader_key": tables["worker"][0]["person_key"]}]}
    assert p08(beside(tables) | led).reasons() == {"explained"}
    assert p08(tables | led, params=LIMITS).reasons() == {"explained"}


def test_managers_are_left() -> None:
    managers = site(3, (MARCH, APRIL), role="manager", line={"paid_fen": 9_000_000})
    assert p08(beside(both(own(0, 0), managers))).outcomes["P1"] == "not_found"


def test_pay_of_more_than_a_year_ago_is_left() -> None:
    months = ("2021-06", "2021-07", APRIL)
    assert p08(beside(own(3, 9_000_000, months=months, high=("2021-06",)))).reasons() == set()
    assert p08(beside(own(3, 9_000_000, months=months, high=("2021-07",)))).reasons() == {"above_trade"}


def test_without_limits_and_peers_it_cannot_tell() -> None:
    assert p08(own(3, 9_000_000)).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    tables = own(1, 9_000_000)
    lines = [r | {"received_on": received} for r in tables["payroll"]]
    assert p08(tables | {"payroll": lines}, params=LIMITS).outcomes == {"P1": outcome}
