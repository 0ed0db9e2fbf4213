"""A02: how the holder of the account stands to the contractor, and what is never held against anybody."""

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from graphrisk.pipeline.result import Run
from tests.signals.tools import Answer, ask

COMPANIES = [
    {
        "uscc": "GC",
        "name": "新名建设有限公司",
        "former_names": "旧名建设有限公司;更旧公司",
        "kind": "company",
        "status": "active",
    },
    {"uscc": "BR", "name": "新名建设有限公司大兴分公司", "kind": "branch", "status": "active", "head_uscc": "GC"},
]
AT_WORK = [{"project_id": "P1", "person_key": "k", "month": "2022-05", "days": 3}]


def asked(holder: str | None, name: str | None = None, *, tables: dict[str, Any] | None = None, **more: Any) -> Answer:
    site = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC", "owner_uscc": "OW"}
    account = {"account_key": "a1", "project_id": "P1", "holder_uscc": holder, "holder_name": name}
    given: dict[str, Any] = {
        "project": [site],
        "special_account": [account],
        "company": COMPANIES,
        "holding": [],
        "project_party": [],
    }
    return ask("A02", given | (tables or {}), **more)


def owns(holder: str, company: str, share: float, **more: Any) -> dict[str, Any]:
    row = {"holder_kind": "company", "holder_id": holder, "uscc": company, "share": share, "from_on": "2010-01-01"}
    return row | more


def party(uscc: str, role: str) -> dict[str, Any]:
    return {"project_id": "P1", "uscc": uscc, "role": role}


def test_the_contractor_itself() -> None:
    assert asked("GC").outcomes == {"P1": "not_found"}


def test_a_branch() -> None:
    answer = asked("BR")
    assert answer.reasons() == {"branch"}
    assert answer.finding()["holder"] == "新名建设有限公司大兴分公司"


@pytest.mark.parametrize("code", ["GC", None])
def test_a_former_name(code: str | None) -> None:
    answer = asked(code, "旧名建设有限公司", names={"旧名建设有限公司": ("GC", "same_name")})
    assert answer.reasons() == {"former_name"}


def test_a_name_in_other_writing_is_no_former_name() -> None:
    answer = asked(None, "新名建设有限责任公司", names={"新名建设有限责任公司": ("GC", "legal_form")})
    assert answer.outcomes == {"P1": "not_found"}


def test_a_branch_known_by_name_only() -> None:
    answer = asked(None, "新名建设第三分公司", names={"新名建设第三分公司": ("GC", "branch_by_name")})
    assert answer.reasons() == {"branch"}


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("consortium", "consortium"),
        ("contractor", "consortium"),
        ("direct_specialist", "direct_specialist"),
        ("specialist_sub", "subcontractor"),
        ("labour_sub", "subcontractor"),
        ("owner", "owner"),
        ("supervisor", "unrelated"),
        ("supplier", "unrelated"),
    ],
)
def test_a_role_on_the_project(role: str, reason: str) -> None:
    answer = asked("X", tables={"project_party": [party("X", role)]})
    assert answer.reasons() == {reason}


@pytest.mark.parametrize(("payer", "reason"), [("OW", "direct_specialist"), ("GC", "subcontractor")])
def test_a_specialist_by_contract(payer: str, reason: str) -> None:
    contract = {"contract_id": "c", "project_id": "P1", "payer_uscc": payer, "payee_uscc": "X", "kind": "specialist"}
    answer = asked("X", tables={"contract": [contract]})
    assert answer.reasons() == {reason}
    assert "contract" in {e["table"] for e in answer.finding()["evidence"]}


def test_the_projects_owner() -> None:
    assert asked("OW").reasons() == {"owner"}


@pytest.mark.parametrize(("share", "reason"), [(0.49, "unrelated"), (0.5, "affiliate"), (0.51, "affiliate")])
def test_a_holding_of_half(share: float, reason: str) -> None:
    assert asked("X", tables={"holding": [owns("GC", "X", share)]}).reasons() == {reason}
    assert asked("X", tables={"holding": [owns("X", "GC", share)]}).reasons() == {reason}


@pytest.mark.parametrize(
    "holdings",
    [
        [owns("TOP", "MID", 1), owns("MID", "X", 0.6), owns("TOP", "GC", 0.5)],
        [owns("A", "X", 1), owns("B", "A", 1), owns("GC", "B", 1)],
        [owns("person", "X", 0.9, holder_kind="person"), owns("person", "GC", 0.9, holder_kind="person")],
    ],
    ids=["sisters", "three levels", "one person"],
)
def test_a_chain_of_holdings(holdings: list[dict[str, Any]]) -> None:
    answer = asked("X", tables={"holding": holdings})
    assert answer.reasons() == {"affiliate"}
    assert "holding" in {e["table"] for e in answer.finding()["evidence"]}


@pytest.mark.parametrize(
    ("to_on", "reason"), [("2022-06-14", "unrelated"), ("2022-06-15", "affiliate"), (None, "affiliate")]
)
def test_a_holding_that_ended(to_on: str | None, reason: str) -> None:
    assert asked("X", tables={"holding": [owns("GC", "X", 0.8, to_on=to_on)]}).reasons() == {reason}


def test_people_at_work_make_a_stranger_graver() -> None:
    assert asked("X").reasons() == {"unrelated"}
    answer = asked("X", tables={"attendance_month": AT_WORK})
    assert answer.reasons() == {"unrelated_at_work"}
    assert answer.finding()["n_heads"] == 1


@pytest.mark.parametrize("register", ["holding", "project_party", "company"])
def test_what_an_absent_register_might_excuse_is_not_told_gravely(register: str) -> None:
    """Without the register nobody knows whether X is an affiliate, a consortium member or a branch."""
    site = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GC", "owner_uscc": "OW"}
    tables = {
        "project": [site],
        "special_account": [{"account_key": "a1", "project_id": "P1", "holder_uscc": "X"}],
        "attendance_month": AT_WORK,
    } | {name: [] for name in {"holding", "project_party", "company"} - {register}}
    assert ask("A02", tables).reasons() == {"unrelated"}


def test_a_name_alone_is_never_told_gravely() -> None:
    names = {"某公司": ("X", "same_name")}
    answer = asked(None, "某公司", names=names, tables={"attendance_month": AT_WORK})
    assert answer.reasons() == {"unrelated"}
    assert answer.finding()["strength"] == pytest.approx(0.6)


@pytest.mark.parametrize("how", ["own_name", "refused_cluster_too_large"])
def test_a_name_of_nobody_known_tells_nothing(how: str) -> None:
    assert asked(None, "某公司", names={"某公司": ("N1", how)}).outcomes == {"P1": "could_not_tell"}


def test_a_code_with_a_wrong_check_digit_tells_nothing() -> None:
    account = {"account_key": "a1", "project_id": "P1", "holder_uscc": "GX", "flags": ["check_digit:holder_uscc"]}
    assert asked(None, tables={"special_account": [account]}).outcomes == {"P1": "could_not_tell"}


def test_a_contractor_with_a_wrong_check_digit_accuses_nobody() -> None:
    site = {"project_id": "P1", "name": "x", "status": "building", "contractor_uscc": "GX"}
    site |= {"flags": ["check_digit:contractor_uscc"]}
    assert asked("GC", tables={"project": [site]}).outcomes == {"P1": "could_not_tell"}


def test_the_banks_books_go_before_the_register() -> None:
    check = {"account_key": "a1", "checked_on": "2022-05-01", "holder_uscc": "X", "status": "normal"}
    answer = asked("GC", tables={"account_check": [check]})
    assert answer.reasons() == {"unrelated"}
    assert answer.finding()["strength"] == pytest.approx(1)
    assert "account_check" in {e["table"] for e in answer.finding()["evidence"]}
    assert asked("X", tables={"account_check": [check | {"holder_uscc": "GC"}]}).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize("role", ["consortium", "direct_specialist"])
def test_beside_the_contractors_account_a_members_own_is_lawful(role: str) -> None:
    accounts = [{"account_key": f"a{h}", "project_id": "P1", "holder_uscc": h} for h in ("GC", "X")]
    tables = {"special_account": accounts, "project_party": [party("X", role)]}
    assert asked(None, tables=tables).outcomes == {"P1": "not_found"}


def test_beside_the_contractors_account_a_strangers_is_not() -> None:
    accounts = [{"account_key": f"a{h}", "project_id": "P1", "holder_uscc": h} for h in ("GC", "X")]
    assert asked(None, tables={"special_account": accounts}).reasons() == {"unrelated"}


@pytest.mark.parametrize(
    ("closed_on", "outcome"), [("2022-06-15", "could_not_tell"), ("2022-06-16", "found"), (None, "found")]
)
def test_a_closed_account_is_nobodys(closed_on: str | None, outcome: str) -> None:
    account = {"account_key": "a1", "project_id": "P1", "holder_uscc": "X", "closed_on": closed_on}
    assert asked(None, tables={"special_account": [account]}).outcomes == {"P1": outcome}


def test_the_mix_of_the_town_is_told_apart(town: Path, town_run: Run) -> None:
    """Whoever opened an account in the simulated town is told as what the simulation made of him, and nobody else is."""
    with (town.parent / "truth" / "account_holder.csv").open(encoding="utf-8-sig") as file:
        made = {row["project_id"]: row["holder_kind"].replace(" ", "_") for row in csv.DictReader(file)}
    made = {
        project: kind for project, kind in made.items() if kind != "mistyped"
    }  # the contractor's own, by another spelling
    rows = pq.read_table(town_run.path / "findings.parquet", filters=[("signal", "=", "A02")]).to_pylist()
    assert {row["entity_id"]: row["reason"].removesuffix("_at_work") for row in rows} == made
