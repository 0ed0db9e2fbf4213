"""The wage tables against a plain second formulation: row by row in pandas, on months drawn at random."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from graphrisk.core.engine import connect, keep
from graphrisk.core.workdays import workday_table
from graphrisk.signals.setting import shared
from tests.signals.tools import show_rows

MONTHS = [f"{y}-{m:02}" for y in (2019, 2020) for m in range(1, 13)][10:16]
AS_OF = pd.Timestamp("2022-06-15").date()
HEADS = ["n_attending", "n_counted", "n_paid", "n_counted_unpaid", "n_paid_absent"]
SUMS = ["due_fen", "paid_fen", "deduction_fen"]
KEY = ["project_id", "person_key", "month"]


def drawn(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Three projects with everything that may be missing or odd: teams, registrations, days, money, pay days."""
    rng = np.random.default_rng(seed)

    def one(*of: Any) -> Any:
        return of[rng.integers(len(of))]

    tables: dict[str, list[dict[str, Any]]] = {
        n: [] for n in ("worker", "attendance_month", "attendance_day", "payroll")
    }
    for project in ("P1", "P2", "P3"):
        for i in range(40):
            who = {"project_id": project, "person_key": f"w{i:02}"}
            home = one("A", "B", None)
            if project != "P3" and rng.random() < 0.8:
                role = one("worker", "worker", "worker", "manager")
                tables["worker"].append(
                    who | {"entered_on": "2019-06-01", "team_id": home, "role": role, "pay_day": one(None, 10, 31)}
                )
            for month in MONTHS:
                if rng.random() < 0.7:
                    days = one(0.0, 0.5, 1.0, 2.5, 3.0, 20.0)
                    tables["attendance_month"].append(who | {"month": month, "days": days}) if project != "P2" else (
                        tables["attendance_day"].extend(
                            who | {"day": f"{month}-{d + 1:02}", "scans": one(None, 0, 2)} for d in range(int(days))
                        )
                    )
                if rng.random() < 0.7:
                    line = who | {"wage_month": month, "team_id": one(home, home, "C", None)}
                    line |= {"due_fen": int(rng.integers(0, 9)), "paid_fen": one(None, 0, 3, 7)}
                    line |= {"days": one(None, 0.5, 21.0, 22.75)}
                    line |= {"deduction_fen": one(None, 0, 2), "due_on": one(None, None, f"{month}-25")}
                    tables["payroll"].append(line | {"paid_on": one(None, f"{month}-27")})
    return tables


def made(tables: dict[str, list[dict[str, Any]]]) -> dict[str, pd.DataFrame]:
    """What the project's SQL makes of them."""
    con = connect(threads=1)
    show_rows(con, tables, AS_OF)
    days = workday_table("china")
    con.register("days", days)
    keep(con, "calendar", "SELECT * FROM days")
    names = ("month_bit", "person_span", "team_month", "project_month")
    for name in names:
        keep(con, name, shared()[name], {"as_of": AS_OF})
    frames = {name: con.sql(f"SELECT * FROM {name}").to_arrow_table().to_pandas() for name in (*names, "calendar")}
    con.close()
    return frames


def person_months(tables: dict[str, list[dict[str, Any]]]) -> pd.DataFrame:
    """One row a person and month with the team it belongs to, and whether the person is a worker."""
    worker = pd.DataFrame(tables["worker"])
    daily = pd.DataFrame(tables["attendance_day"])
    daily = daily[daily.scans.fillna(1) > 0]
    daily = daily.assign(month=daily.day.str[:7]).groupby(KEY).day.nunique().rename("days").astype(float).reset_index()
    present = pd.concat([pd.DataFrame(tables["attendance_month"]), daily])
    lines = pd.DataFrame(tables["payroll"]).rename(
        columns={"wage_month": "month", "team_id": "line_team", "days": "line_days"}
    )
    both = present[present.days > 0].merge(lines.assign(lined=True), on=KEY, how="outer")
    both = both.merge(worker[["project_id", "person_key", "team_id", "role", "pay_day"]], how="left")
    person = both.groupby(["project_id", "person_key"])
    best = both.line_team.fillna("").groupby([both.project_id, both.person_key]).transform("max")
    both["home"] = both.team_id.fillna("").where(both.team_id.fillna("") != "", best)
    has_line = person.lined.transform(lambda s: s.notna().any())
    registers = both.project_id.isin(worker.project_id)
    both["is_worker"] = both.role.eq("worker") | (both.role.isna() & (has_line | ~registers))
    both["team"] = both.line_team.where(both.lined.notna() & both.line_team.notna(), both.home)
    both["lined"] = both.lined.notna()
    return both.assign(days=both.days.fillna(0.0))


def expected(tables: dict[str, list[dict[str, Any]]]) -> pd.DataFrame:
    """One row a project, team and month, counted from `person_months`."""
    rows = person_months(tables)
    rows = rows[(rows.days >= 1) | rows.lined]
    there, three, paid = rows.days >= 1, rows.days >= 3, rows.paid_fen.fillna(0) > 0
    heads = {
        "n_attending": there,
        "n_counted": three,
        "n_paid": paid,
        "n_counted_unpaid": three & ~paid,
        "n_paid_absent": paid & ~there,
    }
    rows = rows.assign(**{name: (flag & rows.is_worker).astype(int) for name, flag in heads.items()})
    owed = (rows.due_fen - rows.deduction_fen.fillna(0) - rows.paid_fen.fillna(0)).clip(lower=0)
    rows["unpaid_due_fen"] = owed.where(rows.is_worker & rows.lined, 0)
    some = rows.is_worker & paid
    rows["short_fen"] = owed.where(some, 0)
    rows["gross_fen"] = (rows.paid_fen.fillna(0) + rows.deduction_fen.fillna(0)).where(some, 0)
    rows["gross_days"] = (rows.line_days * 100).where(some, 0)
    rows["n_without_days"] = (some & rows.line_days.isna()).astype(int)
    for name in SUMS:
        rows[f"worker_{name}"] = rows[name].where(rows.is_worker, 0)
    money = [
        *SUMS,
        *(f"worker_{n}" for n in SUMS),
        "unpaid_due_fen",
        "short_fen",
        "gross_fen",
        "gross_days",
        "n_without_days",
    ]
    totals = rows.groupby(["project_id", "team", "month"])[[*HEADS, *money]].sum().fillna(0).astype("int64")
    return totals.assign(has_payroll=rows.groupby(["project_id", "team", "month"]).lined.any())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_team_month_counts_and_sums(seed: int) -> None:
    tables = drawn(seed)
    wanted = expected(tables)
    got = made(tables)["team_month"].rename(columns={"team_id": "team"}).set_index(["project_id", "team", "month"])
    pd.testing.assert_frame_equal(got.sort_index()[wanted.columns], wanted.sort_index(), check_dtype=False)


def test_project_month_adds_the_teams_up() -> None:
    frames = made(drawn(4))
    columns = [*HEADS, *SUMS, "unpaid_due_fen"]
    wanted = frames["team_month"].groupby(["project_id", "month"])[columns].sum()
    got = frames["project_month"].set_index(["project_id", "month"])[columns]
    pd.testing.assert_frame_equal(got.sort_index(), wanted.sort_index(), check_dtype=False)


def test_bits_stand_for_the_months_of_each_person() -> None:
    tables = drawn(5)
    frames = made(tables)
    rows = frames["person_span"].merge(frames["month_bit"], how="cross")
    rows = rows[((rows.attending | rows.lined) & rows.bit) != 0]
    got = {(r.project_id, r.person_key, r.month, r.team_id, r.is_worker) for r in rows.itertuples()}
    plain = person_months(tables)
    plain = plain[(plain.days >= 1) | plain.lined]
    assert got == {(r.project_id, r.person_key, r.month, r.team, r.is_worker) for r in plain.itertuples()}
    assert len(rows) == len(plain)


def test_months_are_counted_back_from_the_as_of_day() -> None:
    bits = made(drawn(5))["month_bit"].set_index("month")
    assert bits.months_ago["2022-06"] == 0
    assert bits.months_ago["2020-06"] == 24
    assert (bits.index.min(), bits.index.max(), len(bits)) == ("2017-09", "2022-08", 60)
    assert bits.bit.is_unique
    assert (bits.bit > 0).all()
    assert bits.bit["2022-04"] * 2 == bits.bit["2022-05"], "the month before is half the number"


def test_who_is_registered_and_was_never_seen_has_no_bits() -> None:
    tables = drawn(7)
    seen = {
        (r["project_id"], r["person_key"]) for n in ("attendance_month", "attendance_day", "payroll") for r in tables[n]
    }
    tables["worker"].append({"project_id": "P1", "person_key": "new", "entered_on": "2022-06-01", "role": "worker"})
    rows = made(tables)["person_span"]
    named = set(zip(rows.project_id, rows.person_key, strict=True))
    assert named == {(r["project_id"], r["person_key"]) for r in tables["worker"]} | seen
    assert int((rows[rows.person_key == "new"][["attending", "counted", "lined", "paid"]]).sum().sum()) == 0


def test_the_pay_day_is_the_payrolls_then_the_registrations_then_the_15th() -> None:
    tables = drawn(6)
    frames = made(tables)
    before = frames["calendar"].set_index("day").previous_workday
    rows = person_months(tables)
    of_team = rows.assign(due=rows.due_on.fillna("")).groupby(["project_id", "team", "month"]).due.max()
    agreed = rows.groupby(["project_id", "home"]).pay_day.max()
    columns = ["project_id", "team_id", "month", "due_on"]
    for project, team, month, due_on in frames["team_month"][columns].to_numpy().tolist():
        day = of_team.to_dict()[project, team, month]
        if not day:
            number = agreed.to_dict().get((project, team), np.nan)
            following = pd.Period(month) + 1
            day = following.start_time + pd.Timedelta(
                days=min(15 if np.isnan(number) else number, following.days_in_month) - 1
            )
        assert due_on == before[pd.Timestamp(day).date()]
