"""Every term is said in two languages, from facts only, with the rows that prove it."""

import json
import math
import re
import time
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphrisk.core.engine import connect
from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder
from graphrisk.explain.figures import REMARKABLE
from graphrisk.explain.show import why
from graphrisk.explain.texts import own_texts, pieces
from graphrisk.score.scorecard import scorecards
from tests.desk import Found, found, lay, scores, signals_table, terms, walk

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "{n_heads}{x}",
    "a\nb\tc\u202ed",
    'quote" and \\ slash',
    "长" * 100_000,
    "",
    "$1 \\1",
]


def said(place: Path, findings: list[Found], **more: Any) -> RunFolder:
    more = {"projects": [{"project_id": "P1"}]} | more
    run = lay(place / "run", findings=findings, **more)
    walk(run, "score", "explain")
    return run


def sentences(place: Path, zh: str, en: str, cases: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """What one pair of texts says of each case's facts."""
    names = [f"P{n}" for n in range(len(cases))]
    run = said(
        place,
        [found(name, "A02", "grave", **facts) for name, facts in zip(names, cases, strict=True)],
        projects=[{"project_id": name} for name in names],
        catalogue=signals_table(sentence_zh=zh, sentence_en=en),
    )
    rows = [terms(run, name, "reasons")["A02", "grave"] for name in names]
    return [(row["sentence_zh"], row["sentence_en"]) for row in rows]


def test_facts_are_written_for_people(tmp_path: Path) -> None:
    [(zh, en)] = sentences(
        tmp_path, "{holder}欠{owed_fen}元,占{part_ratio}%,{n_heads}人,{percent}%,{due_on}", "{n_heads} of {holder}; {unknown}",
        [{"holder": "某公司", "owed_fen": 123456789, "part_ratio": 0.1234, "n_heads": 1234, "percent": 12.5, "due_on": "2022-05-15"}],
    )  # fmt: skip
    assert zh == "某公司欠1,234,567.89元,占12.3%,1,234人,12.5%,2022-05-15"
    assert en == "1,234 of 某公司; —"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    cases = [{"holder": text, "n_heads": 3} for text in HOSTILE]
    return sentences(tmp_path_factory.mktemp("hostile"), "户名{holder},{n_heads}人", "{holder}", cases)


@pytest.mark.parametrize("n", range(len(HOSTILE)))
def test_hostile_text_stays_text(n: int, hostile: list[tuple[str, str]]) -> None:
    text, (zh, en) = HOSTILE[n], hostile[n]
    assert zh.startswith("户名")
    assert zh.endswith(",3人"), "what stands in a fact is never read as a place"
    assert len(en) <= 201
    assert not [c for c in en if ord(c) < 32 or c == "\u202e"]
    assert en == " ".join(text.replace("\u202e", " ").split()) or len(text) > 200


some_facts = st.dictionaries(
    st.sampled_from(["holder", "n_heads", "odd"]),
    st.one_of(
        st.text(max_size=300),
        st.integers(-(2**53), 2**53),
        st.floats(allow_nan=False, allow_infinity=False),
        st.none(),
        st.booleans(),
    ),
)


@settings(max_examples=3, deadline=None)
@given(st.lists(some_facts, min_size=10, max_size=10))
def test_no_place_is_left_open_whatever_the_facts(cases: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as place:
        told = sentences(Path(place), "甲{holder}乙{n_heads}丙{odd}丁", "a{odd}b", cases)
    for facts, (zh, en) in zip(cases, told, strict=True):
        assert [zh[0], zh[-1], en[0], en[-1]] == ["甲", "丁", "a", "b"]
        values = "".join(str(v) for v in facts.values())
        assert "{" in values or "{" not in zh + en


def site(place: Path) -> RunFolder:
    """A town where every kind of term occurs."""
    companies = [f"C{n}" for n in range(40)]
    base = {"entity_kind": "company", "n_near": 2, "is_debtor": False, "debtor_kind": "company", "debtor_id": "C2"}
    near = [
        base
        | {"entity_id": "C1", "nearness": 0.2, "place": 1, "n_steps": 2, "top_share": 1.0}
        | {"path_zh": "C1 —涉案→ 7 ←涉案— C2", "path_en": "C1 -party to-> 7 <-party to- C2"}
        | {"evidence": ["clue|7/C1|2022-01-01"]},
        base
        | {"entity_id": "C3", "nearness": 0.1, "place": 2, "n_steps": 2, "top_share": 0.5}
        | {"path_zh": "C3 —同地址→ 地址a ←同地址— C2", "path_en": "C3 -same address-> address a <-same address- C2"}
        | {"evidence": ["company|C2|2022-01-01", "company|C|3|"]},
    ]
    clues = [
        {
            "clue_id": "7",
            "uscc": "C2",
            "opened_on": date(2021, 5, 1),
            "result": "verified",
            "received_on": date(2021, 6, 1),
        }
    ]
    clues += [
        {"clue_id": "8", "uscc": "C2", "opened_on": date(2021, 7, 1), "result": "open", "received_on": date(2021, 7, 2)}
    ]
    measures = [("Company:C2", "verified_history", 0.4), ("Company:C2", "claim_history", 0.6)]
    measures += [
        ("Company:C1", "nearness", 0.2),
        ("Company:C3", "nearness", 0.1),
        *((f"Company:{c}", "nearness", 0.0) for c in companies[4:]),
    ]
    measures += [(f"Company:C{n}", "pagerank", float(n)) for n in range(40)]
    projects = [
        {"project_id": f"P{n}", "name": f"工程{n}", "contractor_uscc": "C5", "owner_uscc": "C6"} for n in range(4)
    ]
    findings = [
        found("P1", "P01", "two_months", "payroll", "attendance_month", n_heads=12),
        found("P2", "A02", "untidy", n_heads=2), found("P2", "A02", "slight", n_heads=2), found("P2", "D01", "slight", "wage_deposit", n_heads=2), found("P2", "F01", "slight", "account_txn", n_heads=2),
        found("C5", "H01", "cluster", "clue", kind="company", n_heads=3),
    ]  # fmt: skip
    run = lay(
        place / "run",
        projects=projects,
        companies=companies,
        findings=findings,
        measures=measures,
        paths={"near": near},
        tables={"clue": clues},
    )
    walk(run, "score", "explain")
    return run


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return site(tmp_path_factory.mktemp("site"))


def test_every_term_is_said_and_they_add_up(town: RunFolder) -> None:
    rows = pq.read_table(town.file("reasons.parquet")).to_pylist()
    assert len(rows) == pq.read_table(town.file("terms.parquet")).num_rows
    total: dict[str, float] = {}
    for row in rows:
        for column in ("sentence_zh", "sentence_en", "law", "innocent_when", "clears_when"):
            assert row[column].strip(), (row["signal"], row["reason"], column)
        steps = re.sub("—(涉案|同地址)→|←(涉案|同地址)—", "", row["sentence_zh"])
        assert "—" not in steps + row["sentence_en"]
        assert " / " in row["law"]
        assert row["evidence"], (row["signal"], row["reason"])
        assert all(e["table"] and e["key"] for e in row["evidence"])
        total[row["entity_id"]] = total.get(row["entity_id"], 0) + row["contribution"]
    for entity, row in scores(town).items():
        assert total[entity] == pytest.approx(-math.log1p(-row["score"]), abs=1e-9)
    kinds = {r["signal"] for r in rows}
    assert kinds == {
        "P01",
        "A02",
        "D01",
        "F01",
        "H01",
        "measure",
        "exposure",
        "projects",
        "level_floor",
        "level_cap",
        "order",
    }


def test_rows_of_reasons_stand_in_the_promised_columns(town: RunFolder) -> None:
    names = "entity_kind entity_id signal reason contribution sentence_zh sentence_en law innocent_when clears_when evidence"
    assert pq.read_schema(town.file("reasons.parquet")).names == names.split()


def test_history_shows_its_clues(town: RunFolder) -> None:
    rows = terms(town, "C2", "reasons")
    assert [e["key"] for e in rows["measure", "claim_history"]["evidence"]] == ["8/C2", "7/C2"]
    assert [e["key"] for e in rows["measure", "verified_history"]["evidence"]] == ["7/C2"]
    assert "2021-07-01" in rows["measure", "claim_history"]["sentence_zh"]


def test_nearness_shows_the_way_and_its_rows(town: RunFolder) -> None:
    one, two = (terms(town, c, "reasons")["measure", "nearness"] for c in ("C1", "C3"))
    assert "C1 -party to-> 7 <-party to- C2; number 1 of" in one["sentence_en"]
    assert one["evidence"] == [{"table": "clue", "key": "7/C1", "received_on": date(2022, 1, 1)}]
    assert "C3 —同地址→ 地址a ←同地址— C2；" in two["sentence_zh"]
    assert [(e["key"], e["received_on"]) for e in two["evidence"]] == [("C2", date(2022, 1, 1)), ("C|3", None)]


def test_partners_are_named_and_proved_by_their_findings(town: RunFolder) -> None:
    taken = terms(town, "P0", "reasons")["exposure", "contractor"]
    assert "C5 公司" in taken["sentence_zh"]
    assert taken["evidence"][0]["table"] == "clue"
    carried = terms(town, "C5", "reasons")["projects", "contractor"]
    assert "工程1" in carried["sentence_en"]
    assert "(1 red, 0 orange)" in carried["sentence_en"]
    assert {e["table"] for e in carried["evidence"]} == {"payroll", "attendance_month"}


def test_a_company_that_no_register_knows_is_proved_by_the_row_that_names_it(tmp_path: Path) -> None:
    run = lay(
        tmp_path / "run",
        projects=[{"project_id": "P1", "contractor_uscc": "C1"}],
        companies=["C1"],
        tables={"company": []},
    )
    walk(run, "score", "explain")
    rows = terms(run, "C1", "reasons")["order", "strict"]["evidence"]
    assert rows == [{"table": "project", "key": "P1", "received_on": date(2022, 1, 3)}]


def test_why_is_strongest_first_and_refuses_who_is_not_ranked(town: RunFolder) -> None:
    frame = why(town.path, "P2")
    assert list(frame["contribution"]) == sorted(frame["contribution"], reverse=True)
    assert frame["contribution"].sum() == pytest.approx(-math.log1p(-scores(town)["P2"]["score"]), abs=1e-9)
    with pytest.raises(UsageError, match="'P99'"):
        why(town.path, "P99")


def copied(run: RunFolder, place: Path) -> RunFolder:
    copytree(run.path, place)
    return RunFolder(place)


def test_why_knows_a_party_by_any_of_its_codes(town: RunFolder, tmp_path: Path) -> None:
    town = copied(town, tmp_path / "town")
    kept = pq.read_table(town.file("links.parquet"))
    branch = pa.table({"kind": ["uscc"], "record": ["BRANCH"], "party_id": ["C5"]})
    pq.write_table(pa.concat_tables([kept, branch]), town.file("links.parquet"))
    assert list(why(town.path, "BRANCH")["signal"]) == list(why(town.path, "C5")["signal"])


def test_every_term_a_scorecard_can_make_has_its_text() -> None:
    known = {(r["signal"], r["reason"]) for r in own_texts().to_pylist()}
    measures = {("measure", m) for c in scorecards().values() for m in c.stated["measure"]}
    partners = {("exposure", r) for r in scorecards()["project"].stated["partner"]}
    partners |= {("exposure", r) for c in scorecards().values() for r in c.stated["relation"]}
    roles = {("projects", r) for r in scorecards()["company"].stated["role"]}
    grounds = [f"red_{g}" for g in ("rule", "two_feeds", "two_families", "site", "sum")]
    floors = {("level_floor", r) for r in (*grounds, "orange", "orange_site", "yellow", "yellow_site")}
    caps = {("level_cap", level) for level in ("red", "orange", "yellow", "watch")}
    assert measures | partners | roles | floors | caps | {("order", "strict")} == known
    own = own_texts().to_pylist()
    assert all(row[column].strip() for row in own for column in row)
    assert not [r for r in own if "guilt" in str(r) or "违法" in str(r)]


def test_both_languages_show_the_same_places() -> None:
    cut = pieces(own_texts()).to_pylist()
    by_side: dict[tuple[str, str, str], set[str]] = {}
    for row in cut:
        by_side.setdefault((row["signal"], row["reason"], row["side"]), set()).update({row["place"]} - {None})
    assert all(by_side[s, r, "zh"] == by_side[s, r, "en"] for s, r, _ in by_side)


def test_twenty_thousand_findings_take_seconds(tmp_path: Path) -> None:
    """In columns: the time per finding is tens of microseconds, not a Python loop's."""
    n = 10_000
    projects = [{"project_id": f"P{i}"} for i in range(n)]
    findings = [found(f"P{i}", "A02", "slight", n_heads=i) for i in range(n)] + [
        found(f"P{i}", "P01", "one_month", "payroll", n_heads=i) for i in range(n)
    ]
    run = lay(tmp_path / "run", projects=projects, findings=findings, answers=[])
    walk(run)
    from graphrisk.explain import explain

    with run.room("explain") as out, connect(1) as con:
        start = time.process_time()
        explain(run, out, con)
        spent = time.process_time() - start
    assert pq.read_metadata(run.file("reasons.parquet")).num_rows >= 3 * n
    assert spent < 7


def test_two_threads_and_turned_rows_give_the_same_bytes(town: RunFolder, tmp_path: Path) -> None:
    one, two = town, copied(town, tmp_path / "two")
    for name in ("findings", "measures", "paths/near", "links"):
        rows = pq.read_table(two.file(f"{name}.parquet"))
        pq.write_table(rows.take(list(range(rows.num_rows))[::-1]), two.file(f"{name}.parquet"))
    walk(two, "score", "explain", threads=2)
    assert one.file("reasons.parquet").read_bytes() == two.file("reasons.parquet").read_bytes()
    assert json.loads(one.file("referee.json").read_text("utf-8")) == json.loads(
        two.file("referee.json").read_text("utf-8")
    )


def test_nobody_to_rank_leaves_empty_files_of_the_right_shape(tmp_path: Path) -> None:
    run = lay(tmp_path / "run")
    walk(run, "score", "explain")
    for name in ("scores", "terms", "reasons"):
        assert pq.read_metadata(run.file(f"{name}.parquet")).num_rows == 0
    assert json.loads(run.file("referee.json").read_text("utf-8"))["levels"] == {}


def test_every_figure_and_every_group_of_peers_has_words() -> None:
    """Columns of both kinds, measures of position, and all that their peers may share."""
    from graphrisk.explain.figures import figure_tables
    from graphrisk.graph.peers import ALWAYS, POSITION
    from graphrisk.graph.texts import texts

    told = figure_tables()
    for kind, file in (("project", "30_project"), ("company", "31_company")):
        last = texts("measures")[file].rsplit("SELECT", 1)[1]
        names = re.findall(r" AS ([a-z_]+),?$", last.partition("\nFROM ")[0], re.MULTILINE)
        shared = [name.removeprefix("peer_") for name in names if name.startswith("peer_")]
        figures = {n for n in names if not n.startswith("peer_") and n != "node_id"} | {*POSITION, *ALWAYS}
        words = [r for r in told["figure_words"].to_pylist() if r["entity_kind"] == kind]
        assert {r["figure"] for r in words} == figures
        peers = {r["peers"] for r in told["peers_words"].to_pylist() if r["entity_kind"] == kind}
        assert peers == {",".join(shared[:n]) for n in range(len(shared) + 1)}
        assert all(r["zh"] and r["en"] and r["scale"] > 0 and r["digits"] in (0, 1, 2, 4) for r in words)


def test_what_is_odd_among_peers_is_told_with_the_figures_and_their_middle(tmp_path: Path) -> None:
    projects = [{"project_id": f"P{n}"} for n in range(40)]
    measures = [(f"Project:P{n}", m, float(n)) for n in range(40) for m in ("tail", "isolation_forest", "betweenness")]
    run = lay(tmp_path / "run", projects=projects, measures=measures, findings=[found("P39", "A02", "slight")])
    shared = {"node_id": "Project:P39", "n_peers": 34, "peers": "type,size"}
    figures = [
        shared | {"figure": "paid_of_due", "place": 1, "value": 0.31, "peers_middle": 0.98},
        shared
        | {"figure": "wage_due_per_head", "place": 2, "value": 612345.0, "peers_middle": 700000.0, "n_peers": 30},
        shared | {"figure": "n_teams", "place": 3, "value": 7.0, "peers_middle": 2.5, "peers": ""},
        shared | {"figure": "degree", "place": None, "value": 29.0, "peers_middle": 14.0},
    ]
    pq.write_table(pa.Table.from_pylist(figures, REMARKABLE), run.file("remarkable.parquet"))
    walk(run, "score", "explain")
    rows = terms(run, "P39", "reasons")
    odd = rows["measure", "tail"]
    assert (
        "与30–34个同类型、同规模的项目相比，工资表实发占应发31.0%（中位数98.0%）、每人次月应发工资6,123元（中位数7,000元）；"
        "与34个项目相比，班组7个（中位数2个）" in odd["sentence_zh"]
    )
    assert "compared with 30–34 projects of the same type and size: wages paid of wages due" in odd["sentence_en"]
    assert "31.0 % (median 98.0 %)" in odd["sentence_en"]
    assert rows["measure", "isolation_forest"]["sentence_zh"].count("31.0%") == 1
    assert "直接关联29个（中位数14个）" in rows["measure", "betweenness"]["sentence_zh"]
    assert "没有单项居于同类最外一成" in terms(run, "P38", "reasons")["measure", "tail"]["sentence_zh"]
