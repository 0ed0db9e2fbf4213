"""What comes to the registers when works end: companies leave the site, deposits go back; they are later versions of rows."""

from typing import Any

import numpy as np
import pandas as pd

from graphrisk.simulate.world import World, days_later, first_day, standing


def make_endings(world: World) -> None:
    """Later versions in `project_party` and `wage_deposit` of projects that ended within the history."""
    rng, p = world.chance("endings"), world["project"]
    ended = p["ended_on"].to_numpy()
    party = world["project_party"]
    left = party[~np.isnat(ended)[party["p"].to_numpy()] & (party["role"] != "owner")]
    day = ended[left["p"].to_numpy()]
    world.add("project_party", **_columns(left.assign(left_on=day, received_on=days_later(day, 5))))
    deposit = standing(world["wage_deposit"])
    of = deposit["project_id"].map(dict(zip(p["project_id"], ended, strict=True))).to_numpy()
    back = days_later(of, rng.integers(40, 75, len(of)))
    is_back = (back < first_day(world.preset.last_month + 1)) & (deposit["form"] != "exempt").to_numpy()
    world.add(
        "wage_deposit",
        **_columns(deposit[is_back].assign(returned_on=back[is_back], received_on=days_later(back[is_back], 3))),
    )


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    return {name: frame[name].to_numpy() for name in frame.columns}
