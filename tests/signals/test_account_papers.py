"""A03 and A05: papers of the account, and accounts that several projects share."""

from typing import Any

import pytest

from tests.signals.tools import Answer, ask

NAME = "北京建工集团有限责任公司大兴安置房一期工程农民工工资专用账户"  # 30 characters
GC = {"uscc": "GC", "name": "北京建工集团有限公司", "kind": "company", "status": "active"}


def project(number: int = 1, **changes: Any) -> dict[str, Any]:
    row = {"project_id": f"P{number}", "name": "大兴安置房一期工程", "status": "building", "contractor_uscc": "GC"}
    return row | changes


def account(number: int = 1, **changes: Any) -> dict[str, Any]:
    row = {"account_key": f"a{number}", "project_id": f"P{number}", "holder_uscc": "GC", "holder_name": GC["name"]}
    row |= {"account_name": NAME, "opened_on": "2022-01-01", "filed_on": "2022-01-20", "tripartite_on": "2022-01-01"}
    return row | {"upload_authorised": True} | changes


def papers(**changes: Any) -> Answer:
    """One account with changes, beside a proper one of another project."""
    more = {name: changes.pop(name) for name in ("params", "as_of", "place") if name in changes}
    tables = {"project": [project(), project(2)], "company": [GC], "special_account": [account(**changes), account(2)]}
    return ask("A03", tables, **more)


def test_proper_papers() -> None:
    assert papers().outcomes == {"P1": "not_found", "P2": "not_found"}


@pytest.mark.parametrize(
    ("filed_on", "reasons"), [("2022-01-30", set()), ("2022-01-31", set()), ("2022-02-01", {"filed_late"})]
)
def test_filed_within_thirty_days(filed_on: str, reasons: set[str]) -> None:
    assert papers(filed_on=filed_on).reasons() == reasons


@pytest.mark.parametrize(
    ("opened_on", "reasons"),
    [("2022-05-17", set()), ("2022-05-16", set()), ("2022-05-15", {"not_filed", "no_agreement"})],
)
def test_papers_have_thirty_days(opened_on: str, reasons: set[str]) -> None:
    assert papers(opened_on=opened_on, filed_on=None, tripartite_on=None).reasons() == reasons


def test_a_column_that_nobody_fills_accuses_nobody() -> None:
    bare = {"filed_on": None, "tripartite_on": None, "upload_authorised": None}
    tables = {"project": [project()], "company": [GC], "special_account": [account(**bare)]}
    assert ask("A03", tables).outcomes == {"P1": "not_found"}
    tables["special_account"] = [account(**bare, account_name=None)]
    assert ask("A03", tables).outcomes == {"P1": "could_not_tell"}


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("北京建工集团有限公司基本存款账户", {"misnamed"}),
        ("北京建工集团有限公司大兴安置房一期工程账户", {"misnamed"}),  # says nothing of wages
        ("某某建设有限公司某某厂房农民工工资专用账户", {"misnamed"}),
        ("北京建工集团大兴安置房一期工程农民工工资专用账户", set()),  # legal form left out
        ("北京建工集团有限公司(大兴安置房一期工程)农民工工资专用账户"[:30], set()),  # cut by the bank
        (None, set()),
    ],
)
def test_the_name_is_contractor_project_and_purpose(name: str | None, reasons: set[str]) -> None:
    assert papers(account_name=name).reasons() == reasons


def test_a_long_name_may_be_cut_before_its_purpose() -> None:
    project_name = "大兴区瀛海镇安置房项目一期二标段土建工程施工"
    tables = {
        "project": [project(name=project_name)],
        "company": [GC],
        "special_account": [account(account_name=f"{GC['name']}{project_name}农民工工资专用账户"[:30])],
    }
    assert ask("A03", tables).outcomes == {"P1": "not_found"}


def test_a_former_name_in_the_account_name_is_the_contractors() -> None:
    changes = {
        "holder_name": "老字号建筑安装公司",
        "account_name": "老字号建筑安装公司大兴安置房一期工程农民工工资专用账户",
    }
    assert papers(**changes).outcomes["P1"] == "not_found"


@pytest.mark.parametrize(("day", "reasons"), [("2023-08-20", set()), ("2023-08-21", {"no_upload"})])
def test_authorised_upload_is_asked_where_and_since_when_a_rule_says_so(day: str, reasons: set[str]) -> None:
    assert papers(upload_authorised=False, as_of=day).reasons() == reasons
    assert not papers(upload_authorised=False, as_of=day, place="guizhou").reasons()


def shared(*ledgers: bool | None, **more: Any) -> Answer:
    """One account on as many projects as ledgers are named."""
    numbers = range(1, len(ledgers) + 1)
    accounts = [account(n, account_key="a", sub_ledger=ledger) for n, ledger in zip(numbers, ledgers, strict=True)]
    statuses = more.pop("statuses", ["building"] * len(ledgers))
    closed = more.pop("closed_on", None)
    accounts[-1]["closed_on"] = closed
    projects = [project(n, status=status) for n, status in zip(numbers, statuses, strict=True)]
    return ask("A05", {"project": projects, "special_account": accounts}, **more)


def test_one_account_one_project() -> None:
    assert shared(False).outcomes == {"P1": "not_found"}


def test_one_account_two_projects() -> None:
    answer = shared(False, False)
    assert answer.outcomes == {"P1": "found", "P2": "found"}
    assert answer.finding("P2")["n_projects"] == 2
    assert len(answer.finding("P2")["evidence"]) == 2


@pytest.mark.parametrize(("allowed", "outcome"), [(True, "not_found"), (False, "not_found"), (None, "could_not_tell")])
def test_sub_ledgers(allowed: bool | None, outcome: str) -> None:
    """Whether a ledger each makes it lawful is for the place to say."""
    assert shared(True, True, params={"sub_ledger_allowed": allowed}).outcomes["P1"] == outcome


def test_guizhou_allows_sub_ledgers() -> None:
    assert shared(True, True, place="guizhou").outcomes == {"P1": "not_found", "P2": "not_found"}


def test_an_unsaid_sub_ledger_accuses_nobody() -> None:
    assert shared(None, None).outcomes == {"P1": "could_not_tell", "P2": "could_not_tell"}


@pytest.mark.parametrize("status", ["completed", "suspended", "not_started"])
def test_only_projects_under_way_mix(status: str) -> None:
    assert shared(False, False, statuses=["building", status]).outcomes == {"P1": "not_found"}


@pytest.mark.parametrize(("closed_on", "outcome"), [("2022-06-15", "not_found"), ("2022-06-16", "found")])
def test_a_closed_share_no_longer_mixes(closed_on: str, outcome: str) -> None:
    assert shared(False, False, closed_on=closed_on).outcomes["P1"] == outcome
