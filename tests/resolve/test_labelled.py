"""Labelled names of the toy town: what is found, and that no near miss is taken for the firm that it comes near."""

import math
import tomllib
from pathlib import Path

import names
import pandas as pd
import pytest
from name_pairs import NEAR, SAME, TWINS, UNSURE

from graphrisk.resolve import likeness
from graphrisk.resolve.weights import weights

EQUAL = {"full width", "traditional", "legal form", "branch", "site office", "cut at 30 bytes", "old name, filed"}


@pytest.fixture(scope="module", params=[False, True], ids=["town", "common cores"])
def answer(request: pytest.FixtureRequest, town: Path, tmp_path_factory: pytest.TempPathFactory) -> names.Answer:
    return names.answer(town, tmp_path_factory.mktemp("labelled"), common=request.param, each=30)


def test_no_near_miss_is_linked(answer: names.Answer) -> None:
    told = answer.names
    near = told[told["kind"].isin(NEAR | TWINS)]
    assert near["has_ground"].mean() > 0.5  # so that the name alone must tell
    assert set(near["kind"]) == NEAR.keys() | TWINS.keys()
    assert near[near["said"].notna()].empty


def test_no_name_is_linked_to_a_wrong_company(answer: names.Answer) -> None:
    told = answer.names
    assert told[told["said"].notna() & (told["said"] != told["uscc"])].empty


def test_one_company_written_differently_is_found(answer: names.Answer) -> None:
    told = answer.names[answer.names["has_ground"] | answer.names["kind"].isin(EQUAL)]
    found = (told["said"] == told["uscc"]).groupby(told["kind"]).mean()
    assert (found[list(EQUAL)] == 1).all()
    assert (found[[k for k in SAME if k not in EQUAL]] >= 0.85).all(), found


def test_without_a_ground_a_likeness_is_left_to_a_human(answer: names.Answer) -> None:
    told = answer.names[~answer.names["has_ground"] & ~answer.names["kind"].isin(EQUAL)]
    linked = told[told["said"].notna()]
    assert linked[linked["reason"] == "similar_name"].empty
    assert len(told[told["name"].isin(answer.pairs["name"])]) > len(told) / 2


def test_what_only_a_human_can_tell_is_shown_and_not_linked(answer: names.Answer) -> None:
    told = answer.names[answer.names["kind"].isin(UNSURE)]
    assert set(told["kind"]) == UNSURE.keys()
    assert told[told["said"].notna()].empty
    shown = answer.pairs[answer.pairs["is_same"]]["name"]
    on_site = told[told["has_ground"]]
    by_kind = on_site["name"].isin(shown).groupby(on_site["kind"]).mean()
    assert (by_kind[["no trade", "slip behind the trade", "old name, not filed"]] > 0.8).all(), by_kind


def test_weights_add_up_to_the_score(answer: names.Answer) -> None:
    linked = answer.names[answer.names["reason"] == "similar_name"].set_index("name")["score"]
    weight = answer.pairs.groupby("name")["weight"].max().reindex(linked.index)
    assert len(linked) > 20
    odds = (linked / (1 - linked)).map(math.log2)
    assert (weight - odds).abs().max() < 0.05


def test_a_weight_tells_its_level_and_no_difference_weighs_like_equality() -> None:
    for one in weights().comparisons:
        heavy = [round(level.weight, 4) for level in one.levels]
        assert heavy == sorted(set(heavy), reverse=True), one.name
        assert all(0 < level.m <= 1 and 0 < level.u <= 1 for level in one.levels)
        assert one.because
        assert one.zh


def test_the_page_has_the_weights_as_they_are() -> None:
    page = (Path(__file__).parents[2] / "docs/rooms/resolve.md").read_text("utf-8")
    for one in weights().comparisons:
        told = "; ".join(f"{level.name} {level.zh} {level.weight:+.1f}" for level in one.levels)
        assert f"| {one.name} {one.zh} | {told} |" in page


@pytest.mark.slow
def test_the_weights_are_those_that_the_labels_give(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, all_pairs in (("SHOW_AT", -1e9), ("SITE_AT", -1e9), ("BEST", 10**9)):
        monkeypatch.setattr(likeness, name, all_pairs)
    pairs = [names.answer(town, tmp_path / str(common), common=common).pairs for common in (False, True)]
    told = tomllib.loads(names.train(pd.concat(pairs)))
    assert told["prior"] == pytest.approx(weights().prior, abs=0.02)
    for made, kept in zip(told["comparison"], weights().comparisons, strict=True):
        for level, stored in zip(made["levels"], kept.levels, strict=True):
            weight = math.log2(level["m"] / level["u"])
            if level["m"] > 0.01:  # the town grows with every scheme, and its firms with it
                assert weight == pytest.approx(stored.weight, abs=0.75), (kept.name, stored.name)
            else:  # seen once or never among pairs of one company: how much it speaks against one is no exact figure
                assert max(weight, stored.weight) < -3, (kept.name, stored.name)
