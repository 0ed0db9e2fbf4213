"""What the shipped places state, with a reason and a source for each value, and nothing that no signal asks for."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphrisk.core.errors import UsageError
from graphrisk.core.locality import localities, locality
from graphrisk.signals import catalogue

PLACES = ("beijing", "guizhou", "open", "zhuhai")


def entries(place: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Each stated value: signal id or '', parameter, TOML table."""
    stated = locality(place).stated
    groups = {"": stated.get("params", {}), **stated.get("signals", {})}
    return [
        (signal, name, one)
        for signal, group in groups.items()
        for name, entry in group.items()
        for one in (entry if isinstance(entry, list) else [entry])
    ]


def test_the_four_places_are_shipped() -> None:
    assert localities() == PLACES


@pytest.mark.parametrize("place", PLACES)
def test_every_value_has_a_reason_and_a_source(place: str) -> None:
    for _, name, entry in entries(place):
        assert entry["value"] is not None, name
        assert entry["because"].strip(), name
        assert entry["source"].strip(), name


@pytest.mark.parametrize("place", PLACES)
def test_every_value_is_a_parameter_of_a_signal(place: str) -> None:
    asked = {(s.id, name) for s in catalogue().values() for name in s.params}
    for signal, name, _ in entries(place):
        assert any(name == n and signal in ("", code) for code, n in asked), f"{place}: nobody asks for {signal} {name}"


def test_a_value_holds_from_its_day() -> None:
    beijing = locality("beijing")
    day_before, day = date(2023, 8, 31), date(2023, 9, 1)
    assert beijing.params("P03", date(2021, 7, 31)).get("minimum_wage_yuan") is None
    assert beijing.params("P03", day_before)["minimum_wage_yuan"] == 2320
    assert beijing.params("P03", day)["minimum_wage_yuan"] == 2420


def test_beijing_does_not_state_what_it_never_published() -> None:
    stated = {name for _, name, _ in entries("beijing")}
    assert not [n for n in stated if n.startswith(("deposit", "scope_min", "labour_share"))]


def test_open_has_no_chinese_law_and_takes_any_id() -> None:
    place = locality("open")
    assert (place.jurisdiction, place.checks_uscc, place.calendar) == ("open", False, "weekdays")
    assert not entries("open")


def test_ones_own_place_is_a_file(tmp_path: Path) -> None:
    own = tmp_path / "suzhou.toml"
    own.write_text(
        'name = "suzhou"\ntitle_zh = "苏州"\ntitle_en = "Suzhou"\nchecks_uscc = true\ncalendar = "china"\n'
        '[signals.A01]\naccount_days = {value = 20, because = "local", source = "test"}\n',
        "utf-8",
    )
    place = locality(str(own))
    assert place.jurisdiction == "china"
    assert place.params("A01", date(2022, 1, 1)) == {"account_days": 20}
    assert place.params("A02", date(2022, 1, 1)) == {}


def test_an_unknown_place_says_which_there_are() -> None:
    with pytest.raises(UsageError, match="no locality 'atlantis'") as caught:
        locality("atlantis")
    assert "beijing, guizhou, open, zhuhai" in caught.value.hint
