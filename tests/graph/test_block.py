"""Blocks of people paid by few cards: found under camouflage, couples and gates left alone, nothing said without tables."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from graphrisk.core.engine import connect
from graphrisk.core.graph import PATHS
from graphrisk.graph import graph
from tests.graph.lot import Rows, lay

MONTHS = ("2022-01", "2022-02", "2022-03")


def site(card: dict[int, str], unseen: set[int], n: int = 30, **more: Any) -> Rows:
    """A site of n people in two teams: whose card is whose, and who was never at the gate."""
    people = range(n)
    own = {i: card.get(i, f"card-{i}") for i in people}
    key = {"project_id": "P1"}
    return {
        "project": [{"project_id": "P1", "status": "building"}],
        "worker": [
            {
                **key,
                "person_key": f"w{i:02d}",
                "entered_on": date(2021, 12, 1),
                "role": "worker",
                "team_id": f"T{i % 2}",
                "card_key": own[i],
            }
            for i in people
        ],
        "payroll": [
            {
                **key,
                "person_key": f"w{i:02d}",
                "wage_month": m,
                "paid_fen": 600_000,
                "card_key": own[i],
                "team_id": f"T{i % 2}",
            }
            for i in people
            for m in MONTHS
        ],
        "attendance_month": [
            {**key, "person_key": f"w{i:02d}", "month": m, "days": 20.0}
            for i in people
            if i not in unseen
            for m in MONTHS
        ],
        **more,
    }


def blocks(path: Path, tables: Rows) -> list[dict[str, Any]]:
    run = lay(path / "run", tables)
    with connect(threads=1) as con, run.room("graph") as out:
        graph(run, out, con)
    found = pq.read_table(run.path / "paths" / "block.parquet")
    assert found.schema.equals(PATHS["block"])
    return list(found.to_pylist())


def test_ghosts_on_one_card_are_a_block(tmp_path: Path) -> None:
    (found,) = blocks(tmp_path, site(dict.fromkeys(range(0, 16, 2), "one"), set(range(0, 16, 2))))
    assert (found["project_id"], found["team_id"]) == ("P1", "T0")
    assert (found["n_persons"], found["n_cards"], found["n_absent"]) == (8, 1, 8)
    tables = {ref.partition("|")[0] for ref in found["evidence"]}
    assert tables == {"worker", "payroll"}
    assert found["evidence"] == sorted(found["evidence"])


def test_camouflage_hides_nothing(tmp_path: Path) -> None:
    """Half of the ghosts came to the gate in one of three months."""
    ghosts = set(range(0, 16, 2))
    tables = dict(site(dict.fromkeys(ghosts, "one"), ghosts))
    came = [
        {"project_id": "P1", "person_key": f"w{i:02d}", "month": "2022-02", "days": 3.0} for i in sorted(ghosts)[:4]
    ]
    tables["attendance_month"] = [*tables["attendance_month"], *came]
    (found,) = blocks(tmp_path, tables)
    assert (found["n_persons"], found["n_absent"]) == (8, 8)


def test_couples_are_no_block(tmp_path: Path) -> None:
    assert blocks(tmp_path, site({1: "a", 0: "a", 3: "b", 2: "b"}, {0, 1, 2, 3})) == []


def test_a_gate_is_no_tie_and_devices_alone_are_no_block(tmp_path: Path) -> None:
    days = [
        {
            "project_id": "P1",
            "person_key": f"w{i:02d}",
            "day": date(2022, 3, 1),
            "scans": 2,
            "device_key": "gate" if i < 20 else "back",
        }
        for i in range(30)
    ]
    assert blocks(tmp_path, site({}, set(), attendance_day=days)) == []


def test_honest_people_beside_a_block_are_left_out(tmp_path: Path) -> None:
    """A card that three honest men of one family draw on stands beside the ghosts' card."""
    card = dict.fromkeys(range(0, 16, 2), "one") | dict.fromkeys((21, 23, 25), "family")
    (found,) = blocks(tmp_path, site(card, set(range(0, 16, 2))))
    assert (found["n_persons"], found["n_cards"]) == (8, 1)


def test_without_attendance_nobody_is_unseen(tmp_path: Path) -> None:
    tables = {k: v for k, v in site(dict.fromkeys(range(8), "one"), set()).items() if k != "attendance_month"}
    (found,) = blocks(tmp_path, tables)
    assert found["n_absent"] == 0
