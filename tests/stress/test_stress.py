"""Accounts that run dry in the toy town, against what was planted; what a failure changes; what is not told."""

import csv
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from graphrisk.core.errors import UsageError
from graphrisk.pipeline.result import Run

PAYS = [f"{layer}_pays_yuan" for layer in ("owner", "contractor", "subcontractor", "deposit", "guarantee")]
# schemes whose accounts run dry: no fee, a fee that is missing before pay day, an account through which no money moves
DRY = {"owner dry", "running out", "asleep", "failing site"}
# and one whose payrolls say that nothing was paid
LOOKS_DRY = {"the bank tells otherwise"}


@pytest.fixture(scope="module")
def base(town_run: Run) -> pd.DataFrame:
    return town_run.stress()


def planted(town: Path) -> dict[str, set[str]]:
    with (town.parent / "truth" / "planted.csv").open(encoding="utf-8-sig") as file:
        found: dict[str, set[str]] = {}
        for row in csv.DictReader(file):
            found.setdefault(row["entity_id"], set()).add(row["scheme"])
    return found


def test_whoever_runs_dry_is_told_and_nobody_healthy_is(town: Path, base: pd.DataFrame) -> None:
    schemes = planted(town)
    told = set(base[base["days_left"].notna()]["project_id"])
    should = {
        p for p in base[base["is_evaluable"]]["project_id"] if schemes.get(p, set()) & {"owner dry", "running out"}
    }
    assert should
    assert should <= told
    assert not {p: schemes.get(p) for p in told if p not in schemes}, "a project without any scheme is healthy"
    assert all(schemes[p] & (DRY | LOOKS_DRY) for p in told)


def test_every_open_project_has_a_row_and_unknown_stays_unknown(town_run: Run, base: pd.DataFrame) -> None:
    projects = town_run.read("project")
    still = projects[projects["status"].isin(["building", "suspended"])]["project_id"]
    assert set(base["project_id"]) == set(still)
    untold = base[~base["is_evaluable"]]
    assert len(untold)
    assert untold["why_not"].notna().all()
    assert untold[["balance_yuan", "shortfall_yuan", "n_workers", "uncovered_yuan", "days_left"]].isna().all(axis=None)


def test_what_is_missing_is_paid_by_someone_or_nobody(base: pd.DataFrame) -> None:
    sure = base[base["uncovered_yuan"].notna()]
    gap = sure["shortfall_yuan"] - sure[PAYS].sum(axis=1) - sure["uncovered_yuan"]
    assert gap.abs().max() < 0.01
    dry = base[base["days_left"].notna()]
    assert (dry["shortfall_yuan"] > 0).all()
    assert dry["next_role"].notna().all()
    assert (dry["n_workers"] > 0).all()
    assert dry["days_left"].is_monotonic_increasing


def test_months_ahead_agree_with_the_room(town_run: Run, base: pd.DataFrame) -> None:
    kept = town_run.read("stress").set_index("project_id")
    assert (
        kept["days_left"].dropna()
        == base.set_index("project_id")["days_left"].dropna().reindex(kept["days_left"].dropna().index)
    ).all()
    months = town_run.read("stress_month")
    assert months.groupby("project_id").size().eq(3).all()
    layers = [f"{n}_fen" for n in ("account", "owner", "contractor", "subcontractor", "deposit", "guarantee", "unpaid")]
    assert ((months[layers].sum(axis=1) - months["wages_fen"]).abs() <= 7).all(), "up to the rounding of each part"
    longer = town_run.stress(months=6)
    assert set(base[base["days_left"].notna()]["project_id"]) <= set(longer[longer["days_left"].notna()]["project_id"])


def test_a_failing_owner_dries_up_its_sites_and_is_passed_over(town_run: Run, base: pd.DataFrame) -> None:
    owner = base[base["is_evaluable"] & base["days_left"].isna()]["owner_id"].mode()[0]
    rows = town_run.stress(fail=owner, months=6)
    direct = rows[rows["order"] == 1]
    assert set(direct["project_id"]) == set(base[base["owner_id"] == owner]["project_id"])
    assert (direct["role"].str.contains("owner")).all()
    assert direct["added_yuan"].sum() > 0
    assert not (direct["next_id"] == owner).any()
    assert (rows["shortfall_yuan"].fillna(0) >= rows["shortfall_yuan_before"].fillna(0) - 0.01).all(), (
        "a failure never helps"
    )


def test_a_company_goes_by_code_or_name(town_run: Run, base: pd.DataFrame) -> None:
    code = base["contractor_id"].iloc[0]
    parties = town_run.read("parties")
    name = parties[parties["party_id"] == code]["name"].iloc[0]
    pd.testing.assert_frame_equal(town_run.stress(fail=code), town_run.stress(fail=name))
    with pytest.raises(UsageError, match="no company"):
        town_run.stress(fail="nobody")
    with pytest.raises(UsageError, match="--month 7"):
        town_run.stress(months=7)


def test_the_command_prints_data_and_says_the_rest_elsewhere(town_run: Run) -> None:
    words = [sys.executable, "-c", "from graphrisk.cli import main; main()", "stress", str(town_run.path)]
    done = subprocess.run([*words, "--format", "csv"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("project_id,name,is_evaluable")
    assert "could not be told" in done.stderr
    assert subprocess.run([*words, "--fail", "nobody"], capture_output=True, check=False).returncode == 2
