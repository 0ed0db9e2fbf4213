"""Ordinary untidiness of lawful sites: days of delay, a card that failed, a forgotten leaver, a filing a week late."""

import numpy as np

from graphrisk.simulate.world import World, days_later


def add_noise(world: World) -> None:
    """Small faults in all projects, below or near what a supervisor would mind; the town has none, so that tests are sharp."""
    if world.preset.name == "town":
        return
    _late_days(world)
    _odd_persons(world)
    _late_papers(world)
    _late_dues(world)


def _late_days(world: World) -> None:
    """One month in twenty is paid some days late, a few cards fail and are paid weeks later, one fee in fifteen is slow."""
    rng, months = world.chance("late days"), world["project_month"]
    n = len(months)
    late = rng.random(n) < 0.05
    months.loc[late, "paid_on"] = days_later(months.loc[late, "due_on"].to_numpy(), rng.integers(1, 9, late.sum()))
    slow = (rng.random(n) < 0.07) & (months["fee_ratio"] < 1.2).to_numpy()
    wish = days_later(months["fee_on"].to_numpy(), rng.integers(2, 14, n))
    months.loc[slow, "fee_on"] = np.minimum(wish, days_later(months["paid_on"].to_numpy(), -1))[slow]
    months["retry_share"] = np.where(rng.random(n) < 0.08, rng.uniform(0.01, 0.08, n), 0.0)
    months["return_share"] = np.where(rng.random(n) < 0.04, rng.uniform(0.005, 0.03, n), 0.0)
    months["pay_heads"] = np.where(rng.random(n) < 0.003, rng.uniform(0.85, 0.99, n), 1.0)
    months["certified_ratio"] = (
        months["certified_ratio"]
        * rng.choice([1.0, 1.06, 1.12], len(world["project"]), p=[0.8, 0.15, 0.05])[months["p"]]
    )
    months.loc[rng.random(n) < 0.004, "gate_works"] = False


def _odd_persons(world: World) -> None:
    """A few share a card at home, a few are on the list but never at the gate, a few left before their last pay."""
    rng, stint = world.chance("odd persons"), world["stint"]
    n = len(stint)
    worker = ~stint["is_manager"].to_numpy()
    ghost = worker & (rng.random(n) < 0.0008)
    stint.loc[ghost, "attends"] = False
    near = (stint["p"].to_numpy()[1:] == stint["p"].to_numpy()[:-1]) & (rng.random(n - 1) < 0.004)
    pair = np.flatnonzero(near & worker[1:] & worker[:-1])
    stint.loc[pair + 1, "card"] = stint["card"].to_numpy()[pair]
    gone = worker & ~stint["stays"].to_numpy() & (rng.random(n) < 0.001)
    stint.loc[gone, "unpaid_from"] = stint.loc[gone, "last"]


def _late_papers(world: World) -> None:
    """Accounts filed a week or two late, deposits lodged some days late, agreements that the register lacks."""
    rng, account, deposit = world.chance("late papers"), world["special_account"], world["wage_deposit"]
    n = len(account)
    late = rng.random(n) < 0.06
    account.loc[late, "filed_on"] = days_later(
        account.loc[late, "opened_on"].to_numpy(), rng.integers(31, 50, late.sum())
    )
    account.loc[late, "received_on"] = days_later(account.loc[late, "filed_on"].to_numpy(), 2)
    account.loc[rng.random(n) < 0.03, "tripartite_on"] = np.datetime64("NaT", "D")
    late = rng.random(n) < 0.05
    deposit.loc[late, "stored_on"] = days_later(
        deposit.loc[late, "stored_on"].to_numpy(), rng.integers(5, 25, late.sum())
    )
    deposit.loc[late, "received_on"] = days_later(deposit.loc[late, "stored_on"].to_numpy(), 4)
    bound = late & deposit["valid_from"].notna().to_numpy()
    deposit.loc[bound, "valid_from"] = deposit.loc[bound, "stored_on"]


def _late_dues(world: World) -> None:
    """Firms that pay a month's social insurance or tax late once in a while."""
    rng, insurance, tax = world.chance("late dues"), world["social_insurance_month"], world["tax_month"]
    insurance.loc[rng.random(len(insurance)) < 0.01, "paid_fen"] = 0
    owing = rng.random(len(tax)) < 0.01
    tax.loc[owing, "paid_fen"] = 0
    tax.loc[owing, "arrears_fen"] = tax.loc[owing, "due_fen"]
