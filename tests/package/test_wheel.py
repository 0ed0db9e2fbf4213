"""The wheel carries all it needs: installed into a clean environment it runs the demo."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(CHECKOUT)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(out.glob("graphrisk-*.whl"))


def test_the_wheel_carries_contract_localities_and_cypher(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (("contract", "*/*.yaml"), ("localities", "*.toml")):
        here = {str(p.relative_to(CHECKOUT)) for p in (CHECKOUT / "graphrisk" / folder).glob(pattern)}
        assert here
        assert here <= names
    assert {f"graphrisk/{p.relative_to(CHECKOUT)}" for p in (CHECKOUT / "cypher").rglob("*.cypher")} <= names
    packed = {n for n in names if n.startswith("graphrisk/")}
    tracked = subprocess.run(
        ["git", "ls-files", "graphrisk"], cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=True
    ).stdout.split("\n")
    assert {t for t in tracked if t} <= packed


def test_a_clean_environment_runs_the_demo_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "clean"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = str(environment / "bin" / "python")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", str(CHECKOUT / "requirements" / "run.txt")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    outside = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(environment / "bin" / "graphrisk"), "demo", "--out", "demo", "--top", "3"],
        cwd=tmp_path,
        env=outside,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "project" in done.stdout
    assert (tmp_path / "demo" / "run" / "report" / "index.html").is_file()
