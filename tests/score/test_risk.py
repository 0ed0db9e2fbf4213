"""Heads, money and the first day of a finding: from tables only, unknown where no table says."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk import AS_OF, CATALOGUE, Found, found, lay, scores, walk


def month(project: str, name: str, due_on: date, **told: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("n_attending", "n_paid", "n_counted_unpaid", "due_fen", "paid_fen", "unpaid_due_fen"), 0)
    return {"project_id": project, "team_id": "T", "month": name, "due_on": due_on, **nothing, **told}


MONTHS = [
    month("P1", "2022-03", date(2022, 4, 15), n_attending=20, n_paid=20, due_fen=20_000, paid_fen=20_000),
    # declared and not paid
    month(
        "P1", "2022-04", date(2022, 5, 13), n_attending=20, n_counted_unpaid=12, due_fen=20_000, unpaid_due_fen=12_000
    ),
    # worked, on no payroll, pay day not over
    month("P1", "2022-05", date(2022, 6, 15), n_attending=18, n_counted_unpaid=18),
    # worked, on no payroll, late
    month("P2", "2022-03", date(2022, 4, 15), n_attending=10, n_paid=10, due_fen=5_000, paid_fen=5_000),
    month("P2", "2022-04", date(2022, 5, 13), n_attending=9, n_counted_unpaid=8),
    # never any wage known
    month("P3", "2022-04", date(2022, 5, 13), n_attending=7, n_counted_unpaid=7),
]


def at_risk(place: Path, findings: list[Found], **more: Any) -> dict[str, tuple[int | None, int | None]]:
    projects = [{"project_id": f"P{n}", "contractor_uscc": "C1"} for n in range(1, 6)]
    run = lay(place / "run", projects=projects, companies=["C1", "C2"], findings=findings, team_months=MONTHS, **more)
    walk(run)
    return {e: (r["workers_at_risk"], r["amount_at_risk_fen"]) for e, r in scores(run).items()}


def test_unpaid_wages_are_what_payroll_owes_else_heads_times_the_sites_own_wage(tmp_path: Path) -> None:
    found_of = at_risk(tmp_path, [found(f"P{n}", "P01", "one_month", "payroll") for n in (1, 2, 3, 4)])
    assert found_of["P1"] == (12, 12_000)
    assert found_of["P2"] == (8, 8 * 500)
    assert found_of["P3"] == (7, None), "no wage is invented"
    assert found_of["P4"] == (None, None), "no table tells"
    assert found_of["P5"] == (0, 0), "nothing found"
    assert found_of["C1"] == (12 + 8 + 7, 12_000 + 8 * 500)


def test_other_findings_put_the_next_pay_day_at_risk(tmp_path: Path) -> None:
    assert at_risk(tmp_path, [found("P1", "A02", "grave")])["P1"] == (18, 18 * 1_000)


def test_heads_that_only_a_finding_states_are_told_and_zero_is_unknown(tmp_path: Path) -> None:
    stated = [found("P4", "A02", "grave", n_heads=14), found("P5", "A02", "grave", n_heads=0)]
    found_of = at_risk(tmp_path, [*stated, found("P1", "A02", "untidy")])
    assert found_of["P4"] == (14, None)
    assert found_of["P5"] == (None, None)
    assert found_of["P1"] == (0, 0), "a mark of quality puts nobody at risk"


def test_a_company_without_sites_is_told_by_its_clues(tmp_path: Path) -> None:
    def clue(name: str, result: str, opened: date) -> dict[str, Any]:
        return {
            "clue_id": name,
            "uscc": "C2",
            "opened_on": opened,
            "heads": 5,
            "amount_fen": 100,
            "result": result,
            "received_on": opened,
        }

    clues = [
        clue("1", "open", date(2022, 5, 1)),
        clue("2", "verified", date(2022, 4, 1)),
        clue("3", "false", date(2022, 4, 1)),
        clue("4", "open", date(2019, 4, 1)),
    ]
    found_of = at_risk(tmp_path, [found("C2", "H01", "cluster", "clue", kind="company")], tables={"clue": clues})
    assert found_of["C2"] == (5, 200)


def test_a_finding_could_first_be_told_when_every_table_behind_it_had_spoken(tmp_path: Path) -> None:
    evidence = {
        "P1": [("project", date(2020, 1, 1)), ("special_account", date(2021, 5, 1))],
        "P2": [("payroll", date(2022, 3, 1)), ("payroll", date(2022, 4, 1))],
    }
    told = [
        Found(p, "A02", "slight", evidence=[(t, str(n), d) for n, (t, d) in enumerate(rows)])
        for p, rows in evidence.items()
    ]
    run = lay(tmp_path / "run", projects=[{"project_id": p} for p in ("P1", "P2", "P3")], findings=told)
    walk(run)
    first = {p: row["first_signal_on"] for p, row in scores(run).items()}
    assert first == {"P1": date(2021, 5, 1), "P2": date(2022, 3, 1), "P3": None}


def day(
    entity: str, signal: str, reason: str, on: date, *tables: str, kind: str = "project", strength: float = 1.0
) -> Found:
    """A finding whose rows all came on one day."""
    rows = [(t, f"{t}/1", on) for t in tables]
    return Found(entity, signal, reason, strength=strength, entity_kind=kind, evidence=rows)


def test_the_first_signal_is_of_what_the_level_rests_on(tmp_path: Path) -> None:
    """An old paper defect, however grave, dates no gap that a feed shows; nor does a slight one date a grave one."""
    old, late = date(2020, 3, 1), date(2022, 4, 20)
    cases = {
        "P1": [day("P1", "D01", "grave", old, "wage_deposit"), day("P1", "P01", "two_months", late, "payroll")],
        "P2": [day("P2", "A02", "slight", old, "account_txn"), day("P2", "P01", "one_month", late, "payroll")],
        "P3": [day("P3", "D01", "grave", old, "wage_deposit"), day("P3", "P01", "one_month", late, "payroll")],
        "P4": [day("P4", "A02", "untidy", old, "account_txn")],
        "P5": [
            day("P5", "D01", "grave", old, "wage_deposit", strength=0.1),
            day("P5", "P01", "one_month", late, "clue"),
        ],
    }
    told = [f for findings in cases.values() for f in findings]
    run = lay(tmp_path / "run", projects=[{"project_id": p} for p in cases], findings=told)
    walk(run)
    first = {p: row["first_signal_on"] for p, row in scores(run).items()}
    assert first == {"P1": late, "P2": late, "P3": old, "P4": None, "P5": late}


def test_a_finding_was_not_seen_before_it_began(tmp_path: Path) -> None:
    """What ran out or stopped rests on rows from before; an end still to come is no beginning."""
    facts = {
        "P1": '{"valid_to":"2022-03-29"}',
        "P2": '{"first_month":"2022-03","last_month":"2022-05"}',
        "P3": '{"since_on":"2022-01-04"}',
        "P4": '{"valid_to":"2022-07-01"}',
        "P5": '{"since":"soon","month":null}',
        "P6": '{"since":"2020-01-01"}',
    }
    rows = [("wage_deposit", "1", date(2021, 8, 23))]
    told = [Found(p, "D01", "serious", facts=text, evidence=rows) for p, text in facts.items()]
    run = lay(tmp_path / "run", projects=[{"project_id": p} for p in facts], findings=told)
    walk(run)
    received = date(2021, 8, 23)
    assert {p: row["first_signal_on"] for p, row in scores(run).items()} == {
        "P1": date(2022, 3, 29), "P2": date(2022, 3, 1), "P3": date(2022, 1, 4), "P4": received, "P5": received, "P6": received,
    }  # fmt: skip


def test_a_companys_first_signal_is_its_own_or_that_of_the_sites_its_level_rests_on(tmp_path: Path) -> None:
    site, own = date(2022, 4, 20), date(2019, 2, 1)
    projects = [
        {"project_id": "P1", "contractor_uscc": "C1", "owner_uscc": "C2"},
        {"project_id": "P2", "contractor_uscc": "C3", "owner_uscc": "C4"},
        {"project_id": "P3", "contractor_uscc": "C5"},
    ]
    findings = [
        day("P1", "P01", "two_months", site, "payroll", "attendance_month"),
        day("P2", "A02", "slight", site, "special_account"),
        day("P3", "A02", "slight", site, "special_account"),
        day("C1", "X02", "some", own, "judicial", kind="company"),
        day("C5", "X02", "some", own, "judicial", kind="company"),
    ]
    run = lay(tmp_path / "run", projects=projects, companies=[f"C{n}" for n in range(1, 7)], findings=findings)
    walk(run)
    rows = scores(run)
    assert {c: (r["level"], r["first_signal_on"]) for c, r in rows.items() if c.startswith("C")} == {
        "C1": ("orange", site),  # a red site says more than its own old slight one
        "C2": ("yellow", site),  # the owner of a red site
        "C3": ("blue", site),  # a slight finding at its site gives no level, but counts
        "C4": ("blue", None),
        "C5": ("yellow", own),
        "C6": ("green", None),
    }


days = st.dates(date(2018, 1, 1), date(2022, 6, 15))
some_findings = st.lists(
    st.tuples(
        st.sampled_from(
            [(s, r) for s, (_, _, reasons) in CATALOGUE.items() for r in reasons if s not in ("H01", "X02")]
        ),
        st.dictionaries(
            st.sampled_from(["payroll", "clue", "special_account", "wage_deposit"]), st.none() | days, min_size=1
        ),
        st.floats(0.01, 1.0),
    ),
    unique_by=lambda f: f[0],
    max_size=5,
)


@settings(max_examples=4, deadline=None)
@given(st.lists(some_findings, min_size=12, max_size=12))
def test_a_first_signal_is_a_day_not_after_today_where_a_finding_counts(cases: list[list[Any]]) -> None:
    names = [f"P{n}" for n in range(len(cases))]
    told = [
        Found(name, s, r, strength=g, evidence=[(t, f"{t}/1", on) for t, on in rows.items()])
        for name, handful in zip(names, cases, strict=True)
        for (s, r), rows, g in handful
    ]
    projects = [{"project_id": p, "contractor_uscc": f"C{p}", "owner_uscc": "C0"} for p in names]
    companies = ["C0", *(f"C{p}" for p in names)]
    with TemporaryDirectory() as place:
        run = lay(Path(place) / "run", projects=projects, companies=companies, findings=told)
        walk(run)
        rows = scores(run)
    for name, handful in zip(names, cases, strict=True):
        counted = [(rows_, s) for (s, r), rows_, _ in handful if CATALOGUE[s][2][r] != "S4"]
        first = rows[name]["first_signal_on"]
        assert (first is not None) == bool(counted)
        assert rows[f"C{name}"]["first_signal_on"] == first, (
            "a contractor without findings of its own has those of its site"
        )
        if first:
            seen = {max((d for d in r.values() if d), default=AS_OF) for r, _ in counted}
            assert first in seen
            assert first <= AS_OF


def test_branches_and_heads_are_one_company(tmp_path: Path) -> None:
    run = lay(
        tmp_path / "run",
        projects=[{"project_id": "P1", "contractor_uscc": "BRANCH"}],
        companies=["C1"],
        findings=[found("P1", "P01", "two_months", "payroll")],
    )
    import pyarrow as pa
    import pyarrow.parquet as pq

    links = pa.table({"kind": ["uscc", "uscc"], "record": ["C1", "BRANCH"], "party_id": ["C1", "C1"]})
    pq.write_table(links, run.file("links.parquet"))
    walk(run)
    assert scores(run)["C1"]["level"] == "orange"
