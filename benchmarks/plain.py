"""The same work as a good analyst would first write it: pandas for the tables, networkx for the graph.

Ingest of the two large tables and the small ones with the contract's checks (types, ranges, required, keys), three
aggregations (paid against attended heads a month, the unpaid, team-month means) and three measures (PageRank, core
number, components) on the worker-project-company graph.
"""

import sys
from pathlib import Path

import networkx as nx
import pandas as pd


def read(delivery: Path, agency: str, name: str, key: list[str]) -> pd.DataFrame:
    """One table, checked: the key is whole and unique in its latest version, dates are dates."""
    frame = pd.read_csv(delivery / agency / f"{name}.csv", dtype="string", keep_default_na=False)
    for column in frame.columns:
        frame[column] = frame[column].str.strip().replace("", pd.NA)
        if column.endswith("_on") or column == "day":
            frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d", errors="coerce")
        elif column.endswith("_yuan"):
            frame[column] = (pd.to_numeric(frame[column], errors="coerce") * 100).round().astype("Int64")
        elif column in {"days", "hours", "share"}:
            frame[column] = pd.to_numeric(frame[column], errors="coerce")
        elif column.endswith("month"):
            frame[column] = frame[column].where(frame[column].str.fullmatch(r"\d{4}-\d{2}"))
    frame = frame[frame[[*key, "received_on"]].notna().all(axis=1)]
    return frame.sort_values("received_on", kind="stable").drop_duplicates(key, keep="last")


def aggregate(payroll: pd.DataFrame, attendance: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Heads paid against heads attending a project and month; who attended and was not paid; means a team and month."""
    paid = payroll[payroll["paid_yuan"] > 0].rename(columns={"wage_month": "month"})
    both = attendance.merge(paid, on=["project_id", "person_key", "month"], how="left", indicator=True)
    heads = (
        both.assign(is_paid=both["_merge"] == "both").groupby(["project_id", "month"])["is_paid"].agg(["size", "sum"])
    )
    unpaid = both[both["_merge"] == "left_only"].groupby(["project_id", "month"]).agg(n=("person_key", "nunique"))
    teams = payroll.groupby(["project_id", "team_id", "wage_month"])[["due_yuan", "paid_yuan"]].agg(["mean", "std"])
    return heads, unpaid, teams


def measures(worker: pd.DataFrame, project: pd.DataFrame) -> tuple[dict, dict, int]:
    """PageRank, core number and components of who worked where for whom."""
    graph = nx.Graph()
    graph.add_edges_from(zip(worker["person_key"], worker["project_id"], strict=True))
    graph.add_edges_from(zip(project["project_id"], project["contractor_uscc"], strict=True))
    return nx.pagerank(graph), nx.core_number(graph), nx.number_connected_components(graph)


def main(delivery: Path) -> None:
    """Read, aggregate, measure."""
    project = read(delivery, "housing", "project", ["project_id"])
    worker = read(delivery, "hrss", "worker", ["project_id", "person_key", "entered_on"])
    payroll = read(delivery, "hrss", "payroll", ["project_id", "person_key", "wage_month"])
    attendance = read(delivery, "hrss", "attendance_month", ["project_id", "person_key", "month"])
    heads, unpaid, teams = aggregate(payroll, attendance)
    ranks, cores, components = measures(worker, project)
    print(len(heads), len(unpaid), len(teams), len(ranks), len(cores), components)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
