"""The room holds each signal to its declaration, and names who breaks it."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphrisk.core.engine import connect
from graphrisk.core.errors import SignalError
from graphrisk.core.locality import locality
from graphrisk.core.signal import Param, Reason, Signal, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.ask import ask
from graphrisk.signals.catalogue import _declared, catalogue
from graphrisk.signals.room import answer, open_answers
from tests.signals.tools import show_rows

PROJECTS = {
    "project": [
        {"project_id": "P1", "name": "x", "status": "building"},
        {"project_id": "P|2", "name": "y", "status": "closed"},
    ]
}
POPULATION = "SELECT 'project' AS entity_kind, project_id AS entity_id, true AS is_evaluable FROM project"
FIND = """
SELECT 'project' AS entity_kind, project_id AS entity_id, 'seen' AS reason, 0.5e0 AS strength,
    array_agg(row_ref('project', project_id, received_on)) AS evidence, max(status) AS status
FROM project WHERE status = $status GROUP BY project_id
"""


def declared(**changes: Any) -> Signal:
    """A small sound signal with changes."""
    sound = signal(
        id="T01",
        name="toy",
        title=Text("玩具", "toy"),
        asks_zh="项目是否在某一状态?",
        family="account",
        depth="L1",
        legal_basis=(law.ORDER_724_26,),
        innocent_when=Text("无", "never"),
        clears_when=Text("无", "never"),
        reads={"project": ("project_id", "status", "received_on")},
        population=POPULATION,
        find=FIND,
        reasons={"seen": Reason(severity="S4", text=Text("状态{status}", "state {status}"))},
        params={"status": Param(default="building", unit="state", because="a test")},
    )(toy)
    return replace(sound, **changes)


def toy() -> None:
    """Is the project in a certain state?"""


def said(toy: Signal, place: str = "beijing") -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    con = connect(1)
    show_rows(con, PROJECTS, date(2022, 6, 15))
    open_answers(con)
    answer(con, toy, locality(place), date(2022, 6, 15))
    findings = con.sql("SELECT entity_id, reason, strength, facts, evidence FROM finding ORDER BY ALL").fetchall()
    return findings, con.sql("SELECT entity_id, answer FROM asked ORDER BY ALL").fetchall()


def test_an_answer_is_kept_with_its_rows() -> None:
    findings, asked = said(declared())
    row = {"table": "project", "key": "P1", "received_on": date(2022, 6, 10)}
    assert findings == [("P1", "seen", 0.5, '{"status":"building"}', [row])]
    assert asked == [("P1", "found"), ("P|2", "not_found")]


def test_a_key_may_hold_a_bar() -> None:
    findings, _ = said(declared(params={"status": Param(default="closed", unit="state", because="a test")}))
    assert findings[0][4] == [{"table": "project", "key": "P|2", "received_on": date(2022, 6, 10)}]


def test_another_law_is_not_asked() -> None:
    findings, asked = said(declared(), "open")
    assert findings == []
    assert {outcome for _, outcome in asked} == {"could_not_tell"}
    assert said(declared(jurisdiction="any"), "open")[0]


def with_find(old: str, new: str) -> dict[str, str]:
    assert old in FIND
    return {"find": FIND.replace(old, new)}


def with_population(new: str) -> dict[str, str]:
    return {"population": POPULATION.replace("true AS is_evaluable", new)}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (with_find("max(status)", "max(name)"), r"T01: its found failed(.|\n)*name"),
        (with_find("FROM project", "FROM company"), "T01: its found reads company, which it does not declare"),
        (with_find("$status", "$other"), r"T01: its found uses \$other, which it does not declare"),
        ({"reads": {"project": ("project_id", "colour")}}, r"T01 reads project (.|\n)*colour"),
        ({"reads": {"castle": ("project_id",)}}, "T01 reads castle"),
        (with_find("'seen'", "'unseen'"), "T01 gives a reason it does not declare, e.g. P1: unseen"),
        (with_find("0.5e0", "1.5e0"), r"T01 gives a strength outside \(0, 1\], e.g. P1"),
        (with_find("0.5e0", "0e0"), r"T01 gives a strength outside \(0, 1\]"),
        (with_find("0.5e0", "CAST(NULL AS DOUBLE)"), r"T01 gives a strength outside \(0, 1\]"),
        (
            with_find("array_agg(row_ref('project', project_id, received_on))", "array_agg('x') FILTER (false)"),
            "T01 finds without",
        ),
        (with_find("row_ref('project'", "row_ref('castle'"), "T01 shows evidence that is no row of the contract"),
        (
            with_find("max(status) AS status", "CAST(NULL AS STRING) AS status"),
            "leaves a place of its sentence seen empty",
        ),
        (with_find("AS status", "AS state"), "has no fact status for its sentence seen"),
        (with_find("0.5e0", "'much'"), "T01: its found gives"),
        (with_population("false AS is_evaluable"), "T01 finds what it could not tell, e.g. P1"),
        (with_population("CAST(NULL AS BOOLEAN) AS is_evaluable"), "T01 does not say whether it could tell"),
        ({"population": f"{POPULATION} UNION ALL {POPULATION}"}, "T01 asks the same entity twice"),
        (
            {"population": POPULATION.replace("'project'", "'worker'")},
            "T01 asks of what is neither a project nor a company",
        ),
        ({"find": f"{FIND} UNION ALL {FIND}"}, "T01 gives one reason twice"),
    ],
)
def test_a_broken_declaration_is_named(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(SignalError, match=fault):
        said(declared(**changes))


def test_the_engine_is_left_as_it_was() -> None:
    """After a fault the tables of the run are seen again, whole."""
    con = connect(1)
    show_rows(con, PROJECTS, date(2022, 6, 15))
    with pytest.raises(SignalError):
        ask(con, declared(**with_find("max(status)", "max(name)")), locality("beijing"), date(2022, 6, 15))
    assert con.sql("SELECT max(name) FROM project").fetchall() == [("y",)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "toy_signal.py declares 0 signals"),
        ("1 / 0", "toy_signal.py cannot be read: ZeroDivisionError"),
        (
            "from graphrisk.core.signal import signal\nsignal(asks_zh='x', id='T', name='')(lambda: None)",
            "cannot be read",
        ),
    ],
)
def test_a_file_that_declares_no_signal_is_named(
    text: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "toy_signal.py").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "toy_signal", raising=False)
    with pytest.raises(SignalError, match=fault):
        _declared("toy_signal")


@pytest.mark.parametrize(
    "changes",
    [{"depth": "L9"}, {"family": "weather"}, {"legal_basis": ()}, {"title": Text("玩具", " ")}, {"reasons": {}}],
)
def test_a_half_declared_signal_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(SignalError, match="T01"):
        declared(**changes)


def test_provisions_are_named_by_act_and_article() -> None:
    provisions = {name: p for name, p in vars(law).items() if isinstance(p, type(law.ORDER_724_26))}
    assert all(p.id == name for name, p in provisions.items())
    assert len({(p.act, p.article, p.rule) for p in provisions.values()}) == len(provisions)
    assert law.ORDER_724_26.cited.zh.startswith("《保障农民工工资支付条例》（国务院令第724号）第26条：")
    assert "条号待核" in law.RULE_53_9.cited.zh
    assert "to be checked" in law.RULE_53_9.cited.en


def test_the_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()
