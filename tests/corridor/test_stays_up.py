"""Kill it anywhere, run again: the same bytes; other threads: the same bytes; a bad delivery: the last good run stands."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

import graphrisk as gr
from graphrisk.core.errors import DeliveryRefused
from graphrisk.core.run import ROOMS
from graphrisk.pipeline.result import Run
from tests.corridor.bytes import digests

KILLED = """
import os, signal, sys
import graphrisk.core.run as folder
from graphrisk.pipeline import corridor

room, moment, delivery, out = sys.argv[1:]
now = []

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def step(name, number, rooms):
    now[:] = [name]
    if (name, moment) == (room, "at the door"):
        die()

replace = folder._replace
moved = []

def half_moved(new, old):
    replace(new, old)
    if (now, moment) == ([room], "while it hands over"):
        die()

folder._replace = half_moved
corridor.run(delivery, "2022-06-15", "beijing", out, progress=step)
"""


@pytest.mark.slow
def test_killed_in_every_room_it_goes_on_to_the_same_bytes(town: Path, town_run: Run, tmp_path: Path) -> None:
    """One run, cut off twice in each room: at its door, and when it has handed over half; each time it goes on."""
    out = tmp_path / "town"
    for room in ROOMS:
        for moment in ("at the door", "while it hands over"):
            ended = subprocess.run([sys.executable, "-c", KILLED, room, moment, str(town), str(out)], check=False)
            assert ended.returncode == -signal.SIGKILL, (room, moment)
            assert not out.exists(), f"cut off {moment} of {room}, a run must not take its place"
    gr.run(town, "2022-06-15", "beijing", out)
    assert digests(out) == digests(town_run.path)


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(town: Path, town_run: Run, tmp_path: Path) -> None:
    """One run, cut off again and again wherever it stands after so many seconds."""
    out = tmp_path / "town"
    for seconds in (0.6, 1.2, 1.8, 2.5, 3.5):
        words = [sys.executable, "-c", KILLED, "no room", "", str(town), str(out)]
        with subprocess.Popen(words) as process:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
    gr.run(town, "2022-06-15", "beijing", out)
    assert digests(out) == digests(town_run.path)


def test_the_last_good_run_stands_while_a_new_one_is_cut_off(town: Path, town_run: Run, tmp_path: Path) -> None:
    out = tmp_path / "town"
    gr.run(town, "2022-05-15", "beijing", out)
    before = digests(out)
    words = [sys.executable, "-c", KILLED, "score", "at the door", str(town), str(out)]
    subprocess.run(words, check=False)
    assert digests(out) == before
    gr.run(town, "2022-06-15", "beijing", out)
    assert digests(out) == digests(town_run.path)


def test_one_thread_or_two_give_the_same_bytes(town: Path, town_run: Run, tmp_path: Path) -> None:
    for threads in (1, 2):
        gr.run(town, "2022-06-15", "beijing", tmp_path / str(threads) / "town", threads=threads)
        assert digests(tmp_path / str(threads) / "town") == digests(town_run.path)


def test_a_refused_delivery_leaves_no_run_and_the_old_one_whole(town: Path, tmp_path: Path) -> None:
    import shutil

    out, bad = tmp_path / "run", tmp_path / "bad"
    gr.run(town, "2022-06-15", "beijing", out)
    before = digests(out)
    shutil.copytree(town, bad)
    file = bad / "housing" / "project.csv"
    file.write_bytes(file.read_bytes().replace(b"project_id", b"projekt", 1))
    with pytest.raises(DeliveryRefused, match="project"):
        gr.run(bad, "2022-06-15", "beijing", out)
    assert digests(out) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
