"""The demonstration: the Daxing pilot of 2022, simulated and walked through the corridor."""

from pathlib import Path

from graphrisk.pipeline.corridor import Progress, run
from graphrisk.pipeline.result import Run

AS_OF = "2022-06-15"  # the day of the memorandum between the labour bureau and the banking regulator


def demo(out: str | Path = "runs/demo", *, progress: Progress | None = None) -> Run:
    """Simulate 193 projects, 54 with a foreign account holder, and run them as of 2022-06-15."""
    from graphrisk.simulate import simulate

    place = Path(out)
    delivery = simulate(place / "daxing", preset="daxing", seed=1)
    return run(delivery, AS_OF, "beijing", place / "run", progress=progress)
