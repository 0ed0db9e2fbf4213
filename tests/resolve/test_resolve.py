"""One party per real company: what links, what must not, and who said so."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphrisk.core.errors import UsageError
from graphrisk.resolve.cluster import SIZE_CAP, Links, clusters
from graphrisk.resolve.judge import read_judgements
from graphrisk.resolve.names import spell
from tests.resolve.tools import HEADER, account, candidates, company, resolved

KNOWN = [
    company("C1", "北京大兴建设集团有限公司", former_names="大兴第一建筑公司;北京大兴城建有限公司"),
    company("C2", "北京市华强电子有限公司"),
    company("C3", "北京华强电器有限公司"),
    company("B1", "北京大兴建设集团有限公司第一分公司", kind="branch", head_uscc="C1"),
    company("B2", "大兴建设涿州分公司", kind="branch", head_uscc="B1"),
    company("S1", "北京大兴建设装饰有限公司", head_uscc="C1"),  # a subsidiary, whatever the column says
    company("T1", "同名建筑有限公司"),
    company("T2", "同名建筑有限公司"),
    company("L1", "中国建筑第八工程局有限公司"),
    company("L2", "中国建筑第七工程局有限公司"),
]
SAME = {
    "北京大兴建设集团有限公司": ("C1", "same_name"),
    "北京大興建設（集團）有限公司": ("C1", "same_name"),
    "北京大兴建设集团有限责任公司": ("C1", "legal_form"),
    "北京大兴城建有限公司": ("C1", "same_name"),
    "北京华强电子有限公司": ("C2", "region_suffix"),
    "北京大兴建设集团有限公司亦庄项目部": ("C1", "branch_by_name"),
    "北京大兴建设集团有限公司第一分公司": ("C1", "same_name"),
    "中国建筑第八工程局有": ("L1", "cut_name"),
}
APART = [
    "北京华强电气有限公司",
    "同名建筑有限公司",
    "中国建筑第六工程局有限公司",
    "北京大兴建筑集团有限公司",
    "大兴",
    "中国建筑第",
    "北京大兴建设有限公司",
]


def test_names_without_a_code_find_their_company_or_none(tmp_path: Path) -> None:
    tables = {"company": KNOWN, "special_account": [account(n) for n in [*SAME, *APART]]}
    links = resolved(tmp_path, tables)
    for name, (party, reason) in SAME.items():
        assert (links.loc[name, "party_id"], links.loc[name, "reason"]) == (party, reason), name
        assert 0.9 <= links.loc[name, "score"] <= 1
        assert links.loc[name, "decided_by"] == "match"
    for name in APART:
        assert links.loc[name, "party_id"].startswith("N"), name
        assert links.loc[name, "reason"] == "own_name"


def test_branches_are_their_head_and_subsidiaries_are_not(tmp_path: Path) -> None:
    links = resolved(tmp_path, {"company": KNOWN})
    assert set(links.loc[["C1", "B1", "B2"], "party_id"]) == {"C1"}
    assert set(links.loc[["B1", "B2"], "reason"]) == {"branch"}
    assert links.loc["S1", "party_id"] == "S1"
    assert links.loc["C1", "reason"] == "own_code"


def test_a_likeness_links_only_with_a_second_ground(tmp_path: Path) -> None:
    slip = "北京大兴建没集团有限公司"
    tables = {
        "company": KNOWN,
        "project": [{"project_id": "P1", "contractor_uscc": "C1"}, {"project_id": "P2", "contractor_uscc": "C3"}],
        "special_account": [account(slip, "P1")],
    }
    links = resolved(tmp_path / "a", tables)
    assert (links.loc[slip, "party_id"], links.loc[slip, "reason"]) == ("C1", "similar_name")
    elsewhere = tables | {"special_account": [account(slip, "P2")]}
    links = resolved(tmp_path / "b", elsewhere)
    assert links.loc[slip, "party_id"].startswith("N")
    open_ones = candidates(tmp_path / "b")
    assert "C1" in set(open_ones[open_ones["record_a"] == slip]["record_b"])


def test_humans_have_the_last_word(tmp_path: Path) -> None:
    said = "T1,T2,same,officer-7,2022-05-01,one firm\nB1,C1,different,officer-7,2022-05-02,sold\nC2,C3,same,officer-7,2022-07-01,too late\n"
    links = resolved(tmp_path, {"company": KNOWN, "special_account": [account("同名建筑有限公司")]}, said)
    assert set(links.loc[["T1", "T2"], "party_id"]) == {"T1"}
    assert links.loc["T2", "decided_by"] == "human"
    assert links.loc["B1", "party_id"] != links.loc["C1", "party_id"]
    assert links.loc["C3", "party_id"] == "C3"
    assert links.loc["同名建筑有限公司", "party_id"] == "T1"  # one company now, so its name is no longer ambiguous


def test_the_last_judgement_on_a_pair_stands(tmp_path: Path) -> None:
    file = tmp_path / "judgements.csv"
    file.write_text(HEADER + "A,B,same,x,2022-01-01,\nB,A,different,x,2022-02-01,\n", "utf-8")
    assert read_judgements(file, date(2022, 1, 15)).same == (("A", "B"),)
    assert read_judgements(file, date(2022, 3, 1)).different == (("A", "B"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("record_a,record_b\nA,B\n", "no column"),
        (HEADER + "A,B,maybe,x,2022-01-01,\n", "line 2"),
        (HEADER + "A,B,same,x,1.1.2022,\n", "line 2"),
        (HEADER + "A,,same,x,2022-01-01,\n", "line 2"),
    ],
)
def test_a_faulty_judgement_names_its_line(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "judgements.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=told):
        read_judgements(file, date(2022, 1, 1))


def test_a_cluster_above_the_cap_is_refused_and_reported(tmp_path: Path) -> None:
    rows = [company("H", "总公司")] + [
        company(f"Z{n:03}", f"分公司{n}", kind="branch", head_uscc="H") for n in range(SIZE_CAP)
    ]
    links = resolved(tmp_path, {"company": rows})
    assert links["party_id"].nunique() == SIZE_CAP + 1
    assert set(links["reason"]) == {"refused_cluster_too_large"}


def test_every_record_has_one_party_and_every_party_a_record(tmp_path: Path) -> None:
    tables = {
        "company": KNOWN,
        "clue": [{"clue_id": "1", "uscc": "X9", "result": "open"}],
        "team": [{"team_id": "T", "project_id": "P", "leader_key": "K1"}],
        "special_account": [account("某单位", uscc="X8")],
    }
    links = resolved(tmp_path, tables)
    parties = pq.read_table(tmp_path / "run" / "parties.parquet").to_pandas()
    assert links.index.is_unique
    assert set(links["party_id"]) == set(parties["party_id"])
    assert parties.set_index("party_id").loc["X8", "name"] == "某单位"
    assert parties.set_index("party_id").loc["X9", "name"] == "X9"
    assert parties.set_index("party_id").loc["K1", "kind"] == "person"


@given(
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=5),
)
def test_humans_hold_apart_whatever_the_links(
    n: int, links: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    ends = np.array([(a % n, b % n) for a, b in links], np.int64).reshape(-1, 2)
    pairs = np.array([(a % n, b % n) for a, b in apart if a % n != b % n], np.int64).reshape(-1, 2)
    score = np.arange(len(ends)) % 3 / 3
    party, _ = clusters(n, Links(ends[:, 0], ends[:, 1], score, np.zeros(len(ends), bool)), pairs)
    assert (party[pairs[:, 0]] != party[pairs[:, 1]]).all()


@given(st.text("北京市大兴建设集团有限责任公司（）() 興設", max_size=20))
def test_spelling_is_idempotent(name: str) -> None:
    once = spell(pa.array([name])).plain
    assert spell(once).plain.to_pylist() == once.to_pylist()
