"""One command, one run, side by side: the corridor, the floor it is measured against, and a plain version.

    python benchmarks/run.py [--projects 5000] [--keep]

makes a city of 5,000 projects and one of a tenth (the same process, another seed path), then measures whole processes:
  floor      DuckDB reads every file of the delivery once, typed, and counts each column
  corridor   graphrisk run on the same files, to ranking.csv, ranking.xlsx and the report
  plain      pandas and networkx: the same ingest, three aggregations, three measures, on the tenth
  same       what the plain version does, done by the tool's own code, on the whole
and writes benchmarks/RESULTS.md. Ratios within one run are what counts; seconds are this machine's.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CITY = HERE / "city"
AS_OF = "as_of.txt"


@dataclass(frozen=True)
class Cost:
    """What one whole process took: wall and CPU seconds, peak resident memory in GB."""

    wall: float
    cpu: float
    peak: float


def measure(*command: str) -> Cost:
    """Run a command to its end and account for it by the operating system's own figures."""
    import time

    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - before, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20)


def make_city(name: str, projects: int) -> Path:
    """A simulated city, made once and kept for the next run."""
    place = CITY / name
    if not (place / "truth").is_dir():
        shutil.rmtree(place, ignore_errors=True)
        graphrisk("simulate", str(place), "--preset", "city", "--projects", str(projects))
    return place / "delivery"


def graphrisk(*words: str) -> Cost:
    """One command of the tool."""
    return measure(sys.executable, "-c", "from graphrisk.cli import main; main()", *words)


def corridor(delivery: Path) -> Cost:
    """The whole corridor on a delivery, into an empty folder."""
    out = CITY / f"run-{delivery.parent.name}"
    shutil.rmtree(out, ignore_errors=True)
    as_of = (delivery.parent / "truth" / AS_OF).read_text().strip()
    return graphrisk("run", str(delivery), "--as-of", as_of, "--out", str(out), "--top", "0")


def lines(delivery: Path) -> int:
    """Data lines of all files of a delivery."""
    import duckdb

    files = [str(p) for p in delivery.rglob("*.csv")]
    return sum(duckdb.sql(f"SELECT count(*) FROM read_csv('{f}', all_varchar=true)").fetchall()[0][0] for f in files)


def main() -> None:
    """Make the cities, measure, print and keep the table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--projects", type=int, default=5000)
    words.add_argument("--keep", action="store_true", help="keep the cities for the next run")
    given = words.parse_args()
    whole = make_city(f"city-{given.projects}", given.projects)
    tenth = make_city(f"city-{given.projects // 10}", given.projects // 10)
    n_whole, n_tenth = lines(whole), lines(tenth)
    measure(sys.executable, str(HERE / "floor.py"), str(whole))  # the files into the page cache
    floor = measure(sys.executable, str(HERE / "floor.py"), str(whole))
    floor_tenth = measure(sys.executable, str(HERE / "floor.py"), str(tenth))
    big, small = corridor(whole), corridor(tenth)
    same = measure(sys.executable, str(HERE / "same.py"), str(whole))
    plain = measure(sys.executable, str(HERE / "plain.py"), str(tenth))
    text = report(given.projects, (n_whole, n_tenth), floor, floor_tenth, big, small, same, plain)
    print(text)
    (HERE / "RESULTS.md").write_text(text, "utf-8")
    if not given.keep:
        shutil.rmtree(CITY)


def report(
    projects: int,
    n: tuple[int, int],
    floor: Cost,
    floor_tenth: Cost,
    big: Cost,
    small: Cost,
    same: Cost,
    plain: Cost,
) -> str:
    """The measured table and its ratios, as Markdown."""
    rows = [
        ("floor: DuckDB reads the files once", n[0], floor),
        ("corridor: graphrisk run", n[0], big),
        ("floor, a tenth of the city", n[1], floor_tenth),
        ("corridor, a tenth of the city", n[1], small),
        ("the plain version's work by the tool", n[0], same),
        ("plain pandas + networkx, a tenth of the city", n[1], plain),
    ]
    table = "\n".join(
        f"| {name} | {lines:,} | {c.wall:.1f} | {c.cpu:.1f} | {c.peak:.2f} | {c.wall / lines * 1e6:.2f} |"
        for name, lines, c in rows
    )
    per_row = plain.wall / n[1] / (big.wall / n[0])
    like = plain.wall / n[1] / (same.wall / n[0])
    growth = (big.wall / n[0]) / (small.wall / n[1])
    return f"""# Benchmark

`make bench`: a simulated city of {projects:,} projects, {n[0]:,} lines; {os.cpu_count()} cores, Python {platform.python_version()}.
Whole processes, start to end; one run, side by side. Read the ratios; the seconds are one machine's.

| | lines | wall s | CPU s | peak GB | wall s per million lines |
|---|---|---|---|---|---|
{table}

| ratio | measured | to reach |
|---|---|---|
| corridor / floor, wall | {big.wall / floor.wall:.1f} | at most 30 with the whole catalogue, aiming at 20 |
| corridor / floor, CPU | {big.cpu / floor.cpu:.1f} | |
| peak memory of the corridor, GB | {big.peak:.2f} | under 6 |
| plain / the same work by the tool, wall per line | {like:.1f} | at least 20 |
| plain / whole corridor, wall per line | {per_row:.1f} | |
| corridor per line, whole city / a tenth | {growth:.2f} | about 1: linear |

The plain version reads, checks, aggregates and measures only: the same tables, quarantine, sums and ties as the corridor's
(tests/benchmarks), on one core, as pandas and networkx do. `same.py` is that work done by the tool; the corridor does all its rooms.
"""


if __name__ == "__main__":
    main()
