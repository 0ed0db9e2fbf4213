"""Filling Neo4j, side by side in one run: neo4j-admin import, the first load over Bolt, the same run again, a later run, one case.

    python benchmarks/neo4j_load.py [--projects 1000] [--keep]

simulates a city, runs the corridor as of two days, and then on servers of its own (fetched by cypher/server/serve.py):
  import     neo4j-admin database import full of the files of `graphrisk neo4j export`, the server stopped
  first      graphrisk neo4j load into an empty database
  merge      the same rows into the same database after every digest was taken away: all MERGE, nothing CREATE
  again      graphrisk neo4j load of the same run
  later      graphrisk neo4j load of the run a week later
  case       graphrisk neo4j case, two hops around the first project, into an empty database
and prints benchmarks/NEO4J.md. Ratios within one run are what counts; seconds are this machine's.
"""

import argparse
import os
import platform
import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import neo4j
import pyarrow.parquet as pq

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "cypher" / "server")]

import serve  # noqa: E402
from run import AS_OF, CITY, Cost, graphrisk, make_city  # noqa: E402

HOME = CITY / "neo4j"
TAKE_AWAY = "MATCH (n) WHERE n.row_digest IS NOT NULL CALL (n) { REMOVE n.row_digest } IN TRANSACTIONS OF 20000 ROWS"
TAKE_AWAY_TIES = "MATCH ()-[r]->() CALL (r) { REMOVE r.row_digest } IN TRANSACTIONS OF 20000 ROWS"


def main() -> None:
    """Make the city and its runs, measure, print and keep the table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--projects", type=int, default=1000)
    words.add_argument("--keep", action="store_true", help="keep the city for the next run")
    given = words.parse_args()
    earlier, run = runs(given.projects)
    os.environ |= {"NEO4J_PASSWORD": "benchmark-only", "NEO4J_USERNAME": "neo4j", "NEO4J_DATABASE": "neo4j"}
    shutil.rmtree(HOME, ignore_errors=True)
    server = serve.start(HOME, bolt_port=0, http_port=0)
    try:
        os.environ["NEO4J_URI"] = server.uri
        costs = {"first": graphrisk("neo4j", "load", str(earlier))}
        n = items(server)
        for statement in (TAKE_AWAY, TAKE_AWAY_TIES):
            ask(server, statement)
        costs["merge"] = graphrisk("neo4j", "load", str(earlier))
        costs["again"] = graphrisk("neo4j", "load", str(earlier))
        costs["later"] = graphrisk("neo4j", "load", str(run))
        graphrisk("neo4j", "clear", "--yes")
        costs["case"] = graphrisk("neo4j", "case", str(run), first_project(run))
    finally:
        server.stop()
    costs["export"], costs["import"] = imported(earlier)
    text = report(given.projects, n, costs)
    print(text)
    (HERE / "NEO4J.md").write_text(text, "utf-8")
    shutil.rmtree(HOME)
    if not given.keep:
        shutil.rmtree(CITY)


def runs(projects: int) -> tuple[Path, Path]:
    """A run of the city's day and one of a week earlier; the earlier is loaded first."""
    delivery = make_city(f"city-{projects}", projects)
    day = date.fromisoformat((delivery.parent / "truth" / AS_OF).read_text().strip())
    made = []
    for as_of in (day - timedelta(days=7), day):
        out = CITY / f"neo4j-run-{projects}-{as_of}"
        if not (out / "rooms" / "publish").is_file():
            graphrisk("run", str(delivery), "--as-of", str(as_of), "--out", str(out), "--top", "0")
        made.append(out)
    return made[0], made[1]


def imported(run: Path) -> tuple[Cost, Cost]:
    """The cost of writing the files and of importing them into a stopped server."""
    files = CITY / "neo4j-files"
    shutil.rmtree(files, ignore_errors=True)
    export = graphrisk("neo4j", "export", str(run), str(files))
    here, before, used = Path.cwd(), time.perf_counter(), os.times()
    os.chdir(files)
    try:
        serve.admin(HOME.resolve(), "database", "import", "full", "neo4j", "--overwrite-destination", "@import.args")
    finally:
        os.chdir(here)
    after = os.times()
    cpu = after.children_user + after.children_system - used.children_user - used.children_system
    shutil.rmtree(files)
    return export, Cost(time.perf_counter() - before, cpu, float("nan"))


def ask(server: "serve.Server", statement: str) -> list[neo4j.Record]:
    """Rows of a statement."""
    place = neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password))
    with place as driver, driver.session() as session:
        return list(session.run(statement))  # type: ignore[arg-type]


def items(server: "serve.Server") -> int:
    """Nodes and relationships of the database."""
    counted = ("MATCH (n) RETURN count(n)", "MATCH ()-[r]->() RETURN count(r)")
    return sum(int(ask(server, statement)[0][0]) for statement in counted)


def first_project(run: Path) -> str:
    """The project to check first."""
    scores = pq.read_table(run / "scores.parquet", filters=[("entity_kind", "=", "project"), ("rank", "=", 1)])
    return str(scores["entity_id"][0])


def report(projects: int, n: int, costs: dict[str, Cost]) -> str:
    """The measured table and its ratios, as Markdown."""
    said = {
        "export": "graphrisk neo4j export",
        "import": "neo4j-admin database import",
        "first": "graphrisk neo4j load, empty database (CREATE)",
        "merge": "the same rows, all to be written again (MERGE)",
        "again": "graphrisk neo4j load, the same run again",
        "later": "graphrisk neo4j load, the run a week later",
        "case": "graphrisk neo4j case, two hops",
    }
    table = "\n".join(
        f"| {said[name]} | {costs[name].wall:.1f} | {costs[name].cpu:.1f} |"
        f" {'' if name == 'case' else f'{n / costs[name].wall:,.0f}'} |"
        for name in said
    )
    by = {name: cost.wall for name, cost in costs.items()}
    return f"""# Neo4j benchmark

`make bench-neo4j`: a simulated city of {projects:,} projects, {n:,} nodes and relationships; {os.cpu_count()} cores, Python {platform.python_version()}, Neo4j {serve.VERSION}.
Whole commands, start to end; one run, side by side. Read the ratios; the seconds are one machine's.

| | wall s | CPU s of the command | nodes and relationships a second |
|---|---|---|---|
{table}

| ratio | measured | to reach |
|---|---|---|
| first load over Bolt / import | {by["first"] / by["import"]:.1f} | at most 8 |
| all by MERGE / import | {by["merge"] / by["import"]:.1f} | |
| the same run again / first load | {by["again"] / by["first"]:.2f} | at most 0.5 |
| a later run / first load | {by["later"] / by["first"]:.2f} | |

The import needs an empty database and a stopped server; its files are written by the export. The command's CPU seconds leave out
the server's. A first load CREATEs what the database has none of; every later one MERGEs what is missing or changed, by digest.
"""


if __name__ == "__main__":
    main()
