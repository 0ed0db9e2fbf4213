"""P05 at, just below and just above its limits, its guards, and when it cannot tell."""

from typing import Any

import pytest

from tests.signals.payroll.site import Tables, both, site
from tests.signals.tools import Answer, ask

MONTHS = ("2022-03", "2022-04")


def p05(tables: Tables, **kw: Any) -> Answer:
    return ask("P05", tables, **kw)


def sharing(*groups: int, n: int = 20, **more: Any) -> Tables:
    """A site where the first people share cards in groups of the given sizes, in registration and payroll."""
    tables = site(n, MONTHS, **more)
    card: dict[str, str] = {}
    people = iter([w["person_key"] for w in tables["worker"]])
    for i, size in enumerate(groups):
        card |= {next(people): f"shared-{i}" for _ in range(size)}
    changed = {
        name: [r | {"card_key": card.get(r["person_key"], r["card_key"])} for r in tables[name]]
        for name in ("worker", "payroll")
    }
    return tables | changed


@pytest.mark.parametrize(
    ("groups", "reasons"),
    [
        ((), set()),
        ((2,), set()),
        ((2, 2), set()),
        ((2, 2, 2), {"pairs"}),
        ((2, 2, 2, 2), {"pairs"}),
        ((3,), {"three_or_more"}),
        ((3, 2, 2, 2), {"three_or_more", "pairs"}),
    ],
)
def test_families_of_two_are_left(groups: tuple[int, ...], reasons: set[str]) -> None:
    assert p05(sharing(*groups)).reasons() == reasons


def test_couples_scattered_over_a_large_site_are_left() -> None:
    assert p05(sharing(2, 2, 2, n=30)).outcomes == {"P1": "not_found"}  # six of thirty: a fifth
    assert p05(sharing(2, 2, 2, n=29)).reasons() == {"pairs"}


def test_what_a_shared_card_tells() -> None:
    found = p05(sharing(4, 3)).finding()
    assert (found["n_cards"], found["n_persons"], found["n_most"]) == (2, 7, 4)
    assert {r["table"] for r in found["evidence"]} == {"worker", "payroll"}
    assert found["strength"] == pytest.approx(0.5 + 7 / 40)


@pytest.mark.parametrize("name", ["worker", "payroll"])
def test_registration_or_payroll_alone_shows_it(name: str) -> None:
    tables = sharing(3)
    clean = site(20, MONTHS)
    tables = tables | {other: clean[other] for other in ("worker", "payroll") if other != name}
    assert "three_or_more" in p05(tables).reasons()


def test_a_card_on_two_projects_of_one_person_is_his_own() -> None:
    one, two = site(3, MONTHS), site(3, MONTHS, project_id="P2")
    same = {r["person_key"]: f"x{i}" for i, r in enumerate(two["worker"])}
    two = two | {"worker": [r | {"card_key": same[r["person_key"]]} for r in two["worker"]]}
    assert p05(both(one, two)).reasons("P2") == set()


def wrong(n: int, people: int = 3) -> Tables:
    """100 lines of 50 people; `n` lines of the first `people` name the last person's card."""
    tables = site(50, MONTHS)
    last = tables["worker"][-1]["card_key"]
    names = [w["person_key"] for w in tables["worker"][:people]]
    picked = [i for i, r in enumerate(tables["payroll"]) if r["person_key"] in names][:n]
    lines = [r | {"card_key": last} if i in picked else r for i, r in enumerate(tables["payroll"])]
    return tables | {"payroll": lines}


# the foreign card has its owner and two or three more: three_or_more too
@pytest.mark.parametrize(("n", "people", "told"), [(2, 2, False), (3, 2, False), (3, 3, True), (4, 2, False)])
def test_wages_to_the_card_of_another(n: int, people: int, told: bool) -> None:
    lines = wrong(n, people) if people == 2 or n > 3 else _one_line_each(3)
    assert ("card_of_another" in p05(lines).reasons()) is told


def _one_line_each(people: int) -> Tables:
    tables = site(50, MONTHS)
    last = tables["worker"][-1]["card_key"]
    names = [w["person_key"] for w in tables["worker"][:people]]
    lines = [
        r | {"card_key": last} if r["person_key"] in names and r["wage_month"] == "2022-04" else r
        for r in tables["payroll"]
    ]
    return tables | {"payroll": lines}


def test_at_two_percent_of_the_lines_nothing_is_told() -> None:
    tables = _one_line_each(3)
    more = site(25, MONTHS, team="T2")
    assert "card_of_another" in p05(tables).reasons()  # 3 of 100
    assert "card_of_another" not in p05(both(tables, more)).reasons()  # 3 of 150


def test_a_new_card_that_nobody_registered_is_left() -> None:
    tables = site(20, MONTHS)
    lines = [r | {"card_key": "new-" + r["person_key"]} for r in tables["payroll"]]
    assert p05(tables | {"payroll": lines}).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(("month", "reasons"), [("2022-03", {"three_or_more"}), ("2022-02", set())])
def test_older_lines_are_left(month: str, reasons: set[str]) -> None:
    tables = sharing(3)
    lines = [r for r in tables["payroll"] if r["wage_month"] == "2022-03"]
    tables |= {"payroll": [r | {"wage_month": month} for r in lines], "worker": site(20)["worker"]}
    assert "three_or_more" in p05(tables).reasons() if reasons else p05(tables).reasons() == set()


def test_without_any_card_it_cannot_tell() -> None:
    tables = site(20, MONTHS)
    bare = {name: [r | {"card_key": None} for r in tables[name]] for name in ("worker", "payroll")}
    assert p05(tables | bare).outcomes == {"P1": "could_not_tell"}
    assert p05({"project": tables["project"]}).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(("received", "outcome"), [("2022-05-01", "found"), ("2022-04-30", "could_not_tell")])
def test_a_feed_older_than_45_days_tells_nothing(received: str, outcome: str) -> None:
    assert p05(sharing(3, received=received)).outcomes == {"P1": outcome}


@pytest.mark.parametrize(
    ("n_persons", "n_cards", "n_absent", "is_told"),
    [(5, 1, 3, True), (4, 1, 4, False), (6, 2, 3, True), (6, 2, 2, False), (5, 2, 5, False), (5, 1, 2, False)],
)
def test_a_block_paid_and_never_seen(n_persons: int, n_cards: int, n_absent: int, is_told: bool) -> None:
    block = {
        "project_id": "P1",
        "n_persons": n_persons,
        "n_cards": n_cards,
        "n_absent": n_absent,
        "evidence": ["payroll|k|2022-05-01"],
    }
    found = p05(sharing(), paths={"block": [block]})
    assert found.reasons() == ({"never_seen"} if is_told else set())
    if is_told:
        assert found.finding()["strength"] == pytest.approx(0.5 + n_absent / n_persons / 2)
