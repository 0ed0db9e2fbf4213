"""The command line as its users type it: data on stdout, messages on stderr, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graphrisk.pipeline.result import Run

HEAVY = {"duckdb", "pandas", "pyarrow", "networkx", "sklearn", "scipy", "numpy", "jinja2", "yaml"}


def graphrisk(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from graphrisk.cli import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; sys.argv=['graphrisk','--help']\nfrom graphrisk.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert not HEAVY & set(loaded.split())


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "ingest",
        "resolve",
        "graph",
        "signals",
        "stress",
        "score",
        "explain",
        "publish",
        "simulate",
        "demo",
        "contract",
    ],
)
def test_every_command_has_help(command: str) -> None:
    done = graphrisk(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_run_prints_the_top_and_names_the_report(town: Path, tmp_path: Path) -> None:
    done = graphrisk("run", town, "--as-of", "2022-06-15", "--out", tmp_path / "r", "--top", 3, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert len(rows) == 6
    assert rows[0]["rank"] == 1
    assert "report" in done.stderr
    assert "[1/8] ingest" in done.stderr


def test_formats_show_the_same_rows(town_run: Run) -> None:
    first = town_run.ranking("project")["entity_id"].iloc[0]
    as_json = json.loads(graphrisk("explain", town_run.path, first, "--format", "json").stdout)
    as_csv = graphrisk("explain", town_run.path, first, "--format", "csv").stdout
    assert len(as_json) == len(town_run.explain(first))
    assert as_csv.startswith(",".join(as_json[0]))
    page = graphrisk("explain", town_run.path, first).stdout
    assert "-ln(1 - score)" in page


def test_exit_codes(town: Path, town_run: Run, tmp_path: Path) -> None:
    assert graphrisk("run", tmp_path / "nowhere", "--as-of", "2022-06-15").returncode == 2
    assert graphrisk("run", town, "--as-of", "15.6.2022").returncode == 2
    assert graphrisk("run", town, "--as-of", "2022-06-15", "--locality", "atlantis").returncode == 2
    assert graphrisk("run").returncode == 2
    assert graphrisk("score", tmp_path).returncode == 2
    assert graphrisk("explain", town_run.path, "no-such-entity").returncode == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    refused = graphrisk("run", empty, "--as-of", "2022-06-15", "--out", tmp_path / "no-run")
    assert refused.returncode == 3
    assert not (tmp_path / "no-run").exists()


def test_catalogue_and_contract_can_be_read(tmp_path: Path) -> None:
    listed = json.loads(graphrisk("signals", "list", "--format", "json").stdout)
    wanted = {f"A0{n}" for n in range(1, 9)} | {f"F0{n}" for n in range(1, 5)} | {f"D0{n}" for n in range(1, 5)}
    wanted |= {f"P0{n}" for n in range(1, 7)} | {"C03", "H01", "X02"}
    assert wanted <= {row["id"] for row in listed}
    page = graphrisk("signals", "show", "A02").stdout
    assert "724" in page
    assert "innocent when" in page
    assert graphrisk("signals", "show", "Z99").returncode == 2
    assert len(json.loads(graphrisk("contract", "list", "--format", "json").stdout)) == 32
    assert "contractor_uscc" in graphrisk("contract", "show", "project").stdout
    assert graphrisk("contract", "export", tmp_path).returncode == 0
    assert (tmp_path / "datapackage.json").is_file()
    assert graphrisk("contract", "template", tmp_path / "t.xlsx").returncode == 0
    assert (tmp_path / "t.xlsx").is_file()


def test_ingest_alone_and_the_rooms_after_it(town: Path, tmp_path: Path) -> None:
    out = tmp_path / "step"
    done = graphrisk("ingest", town, "--as-of", "2022-06-15", "--out", out, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "rows_in" in done.stdout
    assert graphrisk("graph", out).returncode == 2  # resolve has not been
    for room in ("resolve", "graph", "signals", "stress", "score", "explain", "publish"):
        step = graphrisk(room, out)
        assert step.returncode == 0, (room, step.stderr)
    assert (out / "ranking.csv").is_file()
