"""Scorecards: every number says why; what they name exists."""

from importlib.resources import files

import pytest

from graphrisk.core.contract import contract
from graphrisk.core.errors import GraphriskError
from graphrisk.score.scorecard import read, scorecards
from graphrisk.signals import catalogue

TEXT = (files("graphrisk.score") / "scorecards" / "project.toml").read_text("utf-8")


def test_a_number_without_a_reason_is_refused() -> None:
    reasons = TEXT.count("\nbecause = ")
    assert reasons > 30
    bare = TEXT.replace('because = "[D] 7.1; two of different families pass an even chance"', "")
    with pytest.raises(GraphriskError, match=r"severity\.S2.*because"):
        read("project", bare)


def test_cuts_fall_and_no_family_reaches_red() -> None:
    with pytest.raises(GraphriskError, match="cuts"):
        read("project", TEXT.replace("cut = 0.25", "cut = 0.80"))
    with pytest.raises(GraphriskError, match="cap of a family"):
        read("project", TEXT.replace("cap = 0.70", "cap = 0.76"))


def test_a_weight_is_a_score() -> None:
    with pytest.raises(GraphriskError, match=r"score = 1\.5 is no score"):
        read("project", TEXT.replace("score = 0.60", "score = 1.5"))
    with pytest.raises(GraphriskError, match="entity"):
        read("company", TEXT)


@pytest.mark.parametrize("kind", ["project", "company"])
def test_what_a_scorecard_names_exists(kind: str) -> None:
    card = scorecards()[kind].stated
    tables = {t for feed, named in card["feeds"].items() if feed != "because" for t in named}
    assert tables <= contract().keys()
    for entry in [*card.get("red_alone", []), *card.get("weight", [])]:
        assert entry["reason"] in catalogue()[entry["signal"]].reasons


def test_one_s1_is_below_red_and_measures_below_a_finding_of_s2() -> None:
    for card in scorecards().values():
        assert card.stated["severity"]["S1"]["score"] < card.stated["level"]["red"]["cut"]
        assert card.stated["measures"]["cap"] < card.stated["severity"]["S2"]["score"]
