"""Likeness of names: what links, what stays with a human, and what both are told by."""

import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.core.engine import connect
from graphrisk.resolve import resolve
from graphrisk.resolve.cluster import SIZE_CAP
from graphrisk.resolve.names import spell
from graphrisk.resolve.parts import parts_of, sounds
from tests.resolve.tools import account, candidates, company, resolved, run_of

FIRM = "北京宏达建设工程有限公司"
SLIP = "北京鸿达建设工程有限公司"
SITE = {
    "company": [company("C1", FIRM)],
    "project": [{"project_id": "P1", "contractor_uscc": "C1"}],
    "special_account": [account(SLIP)],
}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("北京市大兴区鸿达建设工程有限公司", ("北京大兴", "鸿达", "建设工程", "有限公司")),
        ("广州市城市建设开发有限公司", ("广州", "城市", "建设开发", "有限公司")),
        ("北京市政路桥有限公司", ("北京", "市政路桥", "", "有限公司")),
        ("北京市市政工程有限公司", ("北京", "市政工程", "", "有限公司")),
        ("延边朝鲜族自治州宏达劳务有限公", ("延边", "朝鲜族自治州宏达", "劳务", "有限公")),
        ("红光北京酒业股份有限公司", ("北京", "红光", "酒业", "股份有限公司")),
        ("中国建筑第八工程局有限公司", ("中国", "建筑第八", "工程局", "有限公司")),
        ("宏达", ("", "宏达", "", "")),
        ("天津", ("天津", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_name_has_place_core_trade_and_form(name: str, told: tuple[str, str, str, str]) -> None:
    parts = parts_of(pa.array([name]))
    assert tuple(p[0].as_py() for p in (parts.place, parts.core, parts.trade, parts.form)) == told


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_text_has_parts(texts: list[str]) -> None:
    forms = spell(pa.array(texts, pa.string())).form
    parts = parts_of(forms)
    told = zip(parts.place, parts.core, parts.trade, parts.form, parts.sound, parts.trade_sound, strict=True)
    assert sum(all(p.is_valid for p in row) for row in told) == len(texts)


def test_a_cell_of_ten_thousand_signs_is_a_name_as_others(tmp_path: Path) -> None:
    long = "北京" + "宏" * 5_000 + "达" * 5_000 + "有限公司"
    held = [account(long), account(long.replace("宏达", "宏发"), "P2")]
    links = resolved(
        tmp_path, SITE | {"company": [company("C1", long + "一"), company("C2", FIRM)], "special_account": held}
    )
    assert links["party_id"].is_unique


@given(st.lists(st.text("北京市大兴区宏达鸿建设工程第八有限公司A1", max_size=20), max_size=4))
def test_no_sign_of_a_core_or_trade_is_lost(names: list[str]) -> None:
    parts = parts_of(pa.array(names, pa.string()))
    for name, core, trade, form in zip(names, parts.core, parts.trade, parts.form, strict=True):
        assert core.as_py() + trade.as_py() + form.as_py() in name
    assert len(sounds(pa.array(names, pa.string()))) == len(names)


def test_a_homophone_links_on_the_site_and_says_what_it_weighs(tmp_path: Path) -> None:
    links = resolved(tmp_path, SITE)
    assert (links.loc[SLIP, "party_id"], links.loc[SLIP, "reason"]) == ("C1", "similar_name")
    told = json.loads(links.loc[SLIP, "weights"])
    assert {k: told[k][0] for k in ("place", "core", "trade", "form")} == {
        "place": "equal", "core": "same_sound", "trade": "equal", "form": "equal"
    }  # fmt: skip
    assert told["ground"] == "site"
    bits = told["start"] + sum(told[k][1] for k in ("place", "core", "trade", "form"))
    assert links.loc[SLIP, "score"] == pytest.approx(1 / (1 + 2**-bits), abs=0.01)
    assert links["weights"].notna().sum() == 1
    assert candidates(tmp_path).empty


def test_the_same_account_under_a_code_elsewhere_is_a_ground(tmp_path: Path) -> None:
    check = {"account_key": "K1", "checked_on": None, "holder_uscc": "C1", "holder_name": FIRM}
    tables = {"company": SITE["company"], "special_account": [account(SLIP) | {"account_key": "K1"}]}
    assert resolved(tmp_path / "a", tables).loc[SLIP, "party_id"] != "C1"
    links = resolved(tmp_path / "b", tables | {"account_check": [check]})
    assert links.loc[SLIP, "party_id"] == "C1"
    assert json.loads(links.loc[SLIP, "weights"])["ground"] == "account"


@pytest.mark.parametrize(
    "other",
    [
        "北京宏发建设工程有限公司",
        "北京宏达建筑劳务有限公司",
        "天津宏达建设工程有限公司",
        "北京宏达建设工程集团有限公司",
        "北京宏达有限公司",
        "北京宏达盛建设工程有限公司",
        "北京宏达建筑工程有限公司",
    ],
)
def test_a_near_miss_on_the_site_is_nobody_s(other: str, tmp_path: Path) -> None:
    links = resolved(tmp_path, SITE | {"special_account": [account(other)]})
    assert links.loc[other, "party_id"].startswith("N")


def test_a_name_that_two_parties_of_the_site_are_like_is_nobody_s(tmp_path: Path) -> None:
    two = [company("C1", FIRM), company("C2", "北京洪达建设工程有限公司")]
    sites = [{"project_id": "P1", "contractor_uscc": "C1", "owner_uscc": "C2"}]
    links = resolved(tmp_path, SITE | {"company": two, "project": sites})
    assert links.loc[SLIP, "party_id"].startswith("N")
    assert set(candidates(tmp_path)["record_b"]) == {"C1", "C2"}


def test_a_party_of_the_site_yields_to_a_closer_company_elsewhere(tmp_path: Path) -> None:
    closer = company("C2", "北京鸿达建设工程有限公司")
    written = "北京鸿达建设工程"
    tables = SITE | {"company": [*SITE["company"], closer], "special_account": [account(written)]}
    links = resolved(tmp_path, tables)
    assert links.loc[written, "party_id"].startswith("N")
    assert set(candidates(tmp_path)["record_b"]) == {"C1", "C2"}


def test_an_old_name_that_the_register_s_changes_tell_is_the_company_s(tmp_path: Path) -> None:
    change = {"uscc": "C1", "item": "name", "before": "北京城关第一建筑队", "after": FIRM}
    moved = {"uscc": "C1", "item": "address", "before": "北京某处有限公司", "after": "x"}
    held = [account("北京城关第一建筑队"), account("北京某处有限公司", "P2")]
    links = resolved(tmp_path, SITE | {"company_change": [change, moved], "special_account": held})
    assert (links.loc["北京城关第一建筑队", "party_id"], links.loc["北京城关第一建筑队", "reason"]) == (
        "C1",
        "same_name",
    )
    assert links.loc["北京某处有限公司", "party_id"].startswith("N")


def test_humans_win_over_likenesses_and_are_not_asked_twice(tmp_path: Path) -> None:
    apart = resolved(tmp_path / "a", SITE, f"{SLIP},C1,different,officer-7,2022-05-01,another firm\n")
    assert apart.loc[SLIP, "party_id"].startswith("N")
    assert candidates(tmp_path / "a").empty
    elsewhere = SITE | {"special_account": [account(SLIP, "P9")]}
    same = resolved(tmp_path / "b", elsewhere, f"{SLIP},C1,same,officer-7,2022-05-01,seen the papers\n")
    assert (same.loc[SLIP, "party_id"], same.loc[SLIP, "decided_by"]) == ("C1", "human")
    assert candidates(tmp_path / "b").empty


def test_no_company_gathers_names_above_the_cap(tmp_path: Path) -> None:
    signs = [chr(0x4E00 + n) for n in range(400)]
    held = [account(f"北京甲{s}县宏达建设工程有限公司") for s in signs[: SIZE_CAP + 5]]
    links = resolved(tmp_path, SITE | {"special_account": held})
    assert set(links["reason"]) == {"refused_cluster_too_large"}
    assert (links["party_id"] == "C1").sum() == 1


def test_names_that_all_have_a_rule_are_not_weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def weighed(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("graphrisk.resolve.likenesses", weighed)
    links = resolved(tmp_path, SITE | {"special_account": [account(FIRM), account("北京宏达建设工程有限责任公司")]})
    assert set(links["party_id"]) == {"C1"}


def test_same_rows_on_one_thread_and_two_in_any_order(tmp_path: Path) -> None:
    rng = random.Random(5)
    firms = [
        company(f"C{n:03}", f"北京{a}{b}建设工程有限公司")
        for n, (a, b) in enumerate((a, b) for a in "宏鸿洪华" for b in "达大发安")
    ]
    held = [account(f["name"].replace("有限公司", ""), f"P{n % 3}") for n, f in enumerate(firms)]
    sites = [{"project_id": f"P{n}", "contractor_uscc": f"C{n:03}"} for n in range(3)]
    made = []
    for threads in (1, 2):
        rng.shuffle(firms)
        rng.shuffle(held)
        place = tmp_path / str(threads)
        resolved(place, {"company": firms, "project": sites, "special_account": held}, threads=threads)
        made.append([pq.read_table(place / "run" / f"{t}.parquet") for t in ("links", "candidates", "parties")])
    assert all(a.equals(b) for a, b in zip(*made, strict=True))
    assert made[0][1].num_rows > 10


def test_nothing_of_the_linkage_stays_behind(tmp_path: Path) -> None:
    run = run_of(tmp_path, SITE)
    with connect(1) as con:
        resolve(run, run.path, con)
        left = {name for (name,) in con.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    assert not {name for name in left if "splink" in name or "linkage" in name}
