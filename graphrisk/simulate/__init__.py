"""A made-up delivery with planted schemes and their innocent twins, for the demo, the tests and the benchmarks."""

import shutil
from pathlib import Path

from graphrisk.core.engine import connect
from graphrisk.core.errors import UsageError
from graphrisk.simulate.accounts import make_accounts, make_checks
from graphrisk.simulate.companies import make_companies, make_returns
from graphrisk.simulate.deliver import deliver
from graphrisk.simulate.endings import make_endings
from graphrisk.simulate.money import start_entries
from graphrisk.simulate.months import make_months
from graphrisk.simulate.noise import add_noise
from graphrisk.simulate.preset import Preset
from graphrisk.simulate.preset import preset as preset_named
from graphrisk.simulate.projects import make_areas, make_projects
from graphrisk.simulate.records import make_invoices, make_records
from graphrisk.simulate.schemes import plant
from graphrisk.simulate.truth import write_truth
from graphrisk.simulate.workers import make_workers
from graphrisk.simulate.world import World

__all__ = ["make_world", "simulate"]


def simulate(out: str | Path, preset: str = "daxing", projects: int | None = None, seed: int = 1) -> Path:
    """Write `out/delivery` in contract form and `out/truth`; returns the path of the delivery.

    The same preset, size and seed give the same bytes. Schemes, twins and noise are drawn by rules that the authors of
    the signals know, so a good ranking of this place proves nothing about the quality of the tool on a real one.
    """
    place = Path(out)
    _free(place)
    world = make_world(preset_named(preset, projects), seed)
    making = place / ".simulate"
    shutil.rmtree(making, ignore_errors=True)
    con = connect(threads=1, scratch=making / "scratch")  # on one thread rows stand in the order of the scan, unsorted
    deliver(world, con, making / "delivery")
    con.close()
    write_truth(world, making / "truth")
    for part in ("delivery", "truth"):
        shutil.rmtree(place / part, ignore_errors=True)
        (making / part).rename(place / part)
    shutil.rmtree(making)
    return place / "delivery"


def make_world(preset: Preset, seed: int) -> World:
    """All frames of a place, as they stand before its delivery."""
    world = World(preset, seed)
    make_areas(world)
    make_companies(world)
    make_projects(world)
    make_accounts(world)
    make_workers(world)
    make_months(world)
    start_entries(world)
    make_returns(world)
    make_records(world)
    make_invoices(world)
    add_noise(world)
    plant(world)
    make_endings(world)
    make_checks(world)
    return world


def _free(place: Path) -> None:
    """A delivery is only replaced where an earlier simulation left it, which its truth shows."""
    if (place / "delivery").exists() and not (place / "truth" / "planted.csv").is_file():
        raise UsageError(f"{place / 'delivery'} was not simulated and is not overwritten", "name another folder")
