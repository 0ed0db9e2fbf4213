"""Special accounts as the law wants them: in the contractor's name, opened, agreed and filed in time, marked by the bank."""

import numpy as np
import pandas as pd

from graphrisk.simulate.world import World, days_later, first_day, keys, standing

BANKS = ("102100000", "103100000", "104100000", "105100000", "403100000", "313100000")
SUFFIX = "农民工工资专用账户"


def make_accounts(world: World) -> None:
    """`special_account`, one a project, with levers: `p` (row of the project), `entries` (the bank shares single entries), `feed_lag`, `gone`,
    `marked`, `sleeps` (no money moves through it), `holder_kind` (of another holder), `serves_from` (if not from its opening).
    """
    rng, p = world.chance("accounts"), world["project"]
    n = len(p)
    name_of = world["company"].set_index("uscc")["name"]
    prime = world["contract"][world["contract"]["kind"] == "prime"].sort_values("project_id", kind="stable")
    signed = prime.set_index("project_id")["signed_on"].reindex(p["project_id"]).to_numpy()
    opened = np.minimum(days_later(signed, rng.integers(4, 27, n)), p["started_on"].to_numpy().astype("datetime64[D]"))
    holder = name_of.reindex(p["contractor_uscc"]).to_numpy()
    filed = days_later(opened, rng.integers(2, 26, n))
    world["special_account"] = pd.DataFrame(
        {
            "account_key": keys("a", np.arange(n), world.seed),
            "project_id": p["project_id"],
            "account_last4": [f"{v:04d}" for v in rng.integers(0, 10_000, n)],
            "bank_code": [f"{b}{v:03d}" for b, v in zip(rng.choice(BANKS, n), rng.integers(0, 1000, n), strict=True)],
            "holder_uscc": p["contractor_uscc"],
            "holder_name": holder,
            "account_name": [account_name(h, x) for h, x in zip(holder, p["name"], strict=True)],
            "opened_on": opened,
            "filed_on": filed,
            "tripartite_on": days_later(opened, -rng.integers(0, 4, n)),
            "upload_authorised": True,
            "sub_ledger": False,
            "close_notice_on": np.datetime64("NaT", "D"),
            "closed_on": np.datetime64("NaT", "D"),
            "received_on": np.maximum(days_later(filed, 2), first_day(world.preset.first_month)),
            "p": np.arange(n),
            "entries": rng.random(n) < world.preset.entry_share,
            "feed_lag": 0,
            "gone": False,
            "marked": True,
            "sleeps": False,
            "holder_kind": None,
            "serves_from": np.datetime64("NaT", "D"),
        }
    )


def account_name(holder: str, project: str) -> str:
    """Contractor, project and the words that the rules prescribe."""
    return f"{holder}{project}{SUFFIX}"


def make_checks(world: World) -> None:
    """`account_check`: a bank's answer for every account each quarter, the last before the as-of day in the month before it."""
    rng, preset = world.chance("checks"), world.preset
    account = standing(world["special_account"]).drop_duplicates("account_key")
    quarters = np.arange(preset.first_month + (world.now - 1 - preset.first_month) % 3, preset.last_month + 1, 3)
    row, month = (a.ravel() for a in np.meshgrid(np.arange(len(account)), quarters, indexing="ij"))
    day = days_later(first_day(month + 1), -rng.integers(1, 9, len(row)))
    rows = account.iloc[row]
    seen = (day >= days_later(rows["opened_on"].to_numpy(), 30)) & ~(day > rows["closed_on"].to_numpy())
    world["account_check"] = pd.DataFrame(
        {
            "account_key": rows["account_key"].to_numpy(),
            "checked_on": day,
            "holder_uscc": rows["holder_uscc"].to_numpy(),
            "holder_name": rows["holder_name"].to_numpy(),
            "status": "normal",
            "marked": rows["marked"].to_numpy(dtype=bool),
            "protected": True,
            "received_on": days_later(day, rng.integers(2, 7, len(row))),
        }
    )[seen]
