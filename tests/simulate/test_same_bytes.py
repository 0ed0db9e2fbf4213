"""The same preset, size and seed give the same bytes; another seed gives others; lines grow with projects."""

from hashlib import sha256
from pathlib import Path

import pytest

from graphrisk.core.errors import UsageError
from graphrisk.simulate import simulate


def digests(delivery: Path) -> dict[str, str]:
    place = delivery.parent
    files = sorted(p for p in place.rglob("*") if p.is_file())
    return {str(p.relative_to(place)): sha256(p.read_bytes()).hexdigest() for p in files}


def test_same_seed_same_bytes_on_any_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for threads in ("1", "2"):
        monkeypatch.setenv("GRAPHRISK_THREADS", threads)
        made.append(digests(simulate(tmp_path / threads, preset="city", projects=40, seed=7)))
    assert made[0] == made[1]
    assert "truth/planted.csv" in made[0]


def test_town_again_is_the_town(town: Path, tmp_path: Path) -> None:
    assert digests(simulate(tmp_path, preset="town")) == digests(town)


def test_another_seed_is_another_city(tmp_path: Path) -> None:
    one = digests(simulate(tmp_path / "1", preset="city", projects=12, seed=1))
    two = digests(simulate(tmp_path / "2", preset="city", projects=12, seed=2))
    same = {name for name in one if one[name] == two.get(name)}
    assert same <= {"truth/as_of.txt", "truth/account_holder.csv", "delivery/hrss/grid_area.csv"}


def test_a_second_simulation_replaces_the_first(tmp_path: Path) -> None:
    simulate(tmp_path, preset="city", projects=10)
    stray = tmp_path / "delivery" / "hrss" / "stray.csv"
    stray.write_text("a\n", "utf-8")
    simulate(tmp_path, preset="city", projects=10)
    assert not stray.exists()


@pytest.mark.parametrize("projects", [1, 3, 25])
def test_a_city_of_any_size_can_be_made(tmp_path: Path, projects: int) -> None:
    delivery = simulate(tmp_path, preset="city", projects=projects)
    lines = (delivery / "housing" / "project.csv").read_text("utf-8").splitlines()[1:]
    assert len({line.split(",")[0] for line in lines}) == projects


def test_a_delivery_that_was_not_simulated_is_not_overwritten(tmp_path: Path) -> None:
    own = tmp_path / "delivery" / "hrss" / "clue.csv"
    own.parent.mkdir(parents=True)
    own.write_text("clue_id\n", "utf-8")
    with pytest.raises(UsageError, match="was not simulated"):
        simulate(tmp_path, preset="city", projects=2)
    assert own.read_text("utf-8") == "clue_id\n"
