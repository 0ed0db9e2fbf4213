"""Schemes around the wage deposit: missing, low, lapsed, not refilled (D01-D04)."""

import numpy as np

from graphrisk.simulate.projects import previous_workday
from graphrisk.simulate.schemes.scheme import day, put, scheme, vary
from graphrisk.simulate.world import Days, Ints, World, days_later


@scheme("no deposit", "D01", daxing=1, city=2, since=12)
def missing(world: World, at: Ints) -> None:
    """Never lodged."""
    world["wage_deposit"].loc[at, "gone"] = True


@scheme("deposit late", "D01", daxing=2, city=4, since=12, needs=("settled",))
def late(world: World, at: Ints) -> None:
    """Lodged some sixty working days after the permit."""
    deposit = world["wage_deposit"]
    stored = previous_workday(days_later(world["project"]["permit_on"].to_numpy()[at], vary(world, at, 90).astype(int)))
    deposit.loc[at, "stored_on"] = stored
    deposit.loc[at, "received_on"] = days_later(stored, 4)
    lodged = deposit["valid_from"].notna() & deposit.index.isin(at)
    deposit.loc[lodged, "valid_from"] = deposit.loc[lodged, "stored_on"]


@scheme("exempt", "D01", "D02", is_twin=True, daxing=3, city=15, since=12)
def exempt(world: World, at: Ints) -> None:
    """Exempt after three years without arrears, with real-name registration and special account in order."""
    _exempt(world, at, "三年内未发生工资拖欠且落实实名制和专户管理")


@scheme("exempt as small", "D01", "D02", is_twin=True, daxing=1, city=5, since=12, heads=8)
def exempt_small(world: World, at: Ints) -> None:
    """A contract of 2.6 million, and no arrears in the year before: exempt."""
    world["project"].loc[at, "contract_amount_fen"] = 260_000_000
    prime = world["contract"]["kind"] == "prime"
    of = world["contract"]["project_id"].isin(world["project"]["project_id"].to_numpy()[at])
    world["contract"].loc[prime & of, "amount_fen"] = 260_000_000
    _exempt(world, at, "合同额300万元以下且签约前一年内未发生工资拖欠")


def _exempt(world: World, at: Ints, basis: str) -> None:
    none = np.datetime64("NaT", "D")
    put(world, "wage_deposit", at, form="exempt", account_key=None, guarantee_no=None, amount_fen=0, required_fen=0)
    put(world, "wage_deposit", at, exemption_basis=basis, valid_from=none, valid_to=none)


@scheme("deposit low", "D02", daxing=1, city=2.5, since=12)
def too_low(world: World, at: Ints) -> None:
    """Four tenths of what the bureau required."""
    world["wage_deposit"].loc[at, "amount_fen"] = (
        world["wage_deposit"].loc[at, "required_fen"].to_numpy() * vary(world, at, 0.4) // 1e5 * 1e5
    ).astype(np.int64)


@scheme("deposit lowered", "D02", is_twin=True, daxing=2, city=12.5, since=12)
def lowered(world: World, at: Ints) -> None:
    """The bureau itself lowered the sum by half: two years without arrears."""
    half = world["wage_deposit"].loc[at, "required_fen"].to_numpy() // 2
    world["wage_deposit"].loc[at, "required_fen"] = half
    world["wage_deposit"].loc[at, "amount_fen"] = half
    world["wage_deposit"].loc[at, "exemption_basis"] = "两年内未发生工资拖欠，减半存储"


@scheme("guarantee of the deposit lapsed", "D03", daxing=2, city=3, since=2)
def lapsed(world: World, at: Ints) -> None:
    """The bank's guarantee ended two months ago, people still build."""
    _guaranteed(world, at, day(world, vary(world, at, 62)))


@scheme("one guarantee for two", "D03", town=2, city=1, since=12, needs=("even",))
def guarantee_twice(world: World, at: Ints) -> None:
    """One guarantee, shown for two projects of two contractors."""
    _guaranteed(world, at, day(world, -400))
    half = len(at) // 2
    world["wage_deposit"].loc[at[half:], "guarantee_no"] = (
        world["wage_deposit"].loc[at[:half], "guarantee_no"].to_numpy()
    )


@scheme("guarantee of the deposit renewed", "D03", is_twin=True, daxing=1, city=5, since=2)
def renewed(world: World, at: Ints) -> None:
    """The guarantee ended two months ago; its successor began the day before."""
    _guaranteed(world, at, day(world, 62))
    old = world["wage_deposit"].iloc[at]
    same = {name: old[name].to_numpy() for name in ("project_id", "payer_uscc", "form", "amount_fen", "required_fen")}
    world.add(
        "wage_deposit",
        deposit_id=[f"BZJ-X{i + 1:05d}" for i in at],
        **same,
        guarantee_no=[f"BH2022X{i:04d}" for i in at],
        stored_on=day(world, 64),
        valid_from=day(world, 63),
        valid_to=day(world, -700),
        received_on=day(world, 60),
        gone=False,
    )


def _guaranteed(world: World, at: Ints, until: Days | np.datetime64) -> None:
    deposit = world["wage_deposit"]
    deposit.loc[at, "form"] = "bank_guarantee"
    deposit.loc[at, "account_key"] = None
    deposit.loc[at, "guarantee_no"] = [f"BH2021{i + 7000}" for i in at]
    deposit.loc[at, "valid_from"] = deposit.loc[at, "stored_on"]
    deposit.loc[at, "valid_to"] = until


@scheme("deposit not refilled", "D04", daxing=1, since=2)
def not_refilled(world: World, at: Ints) -> None:
    """Drawn for wages in April, not made up since."""
    _used(world, at, 50, None)


@scheme("deposit refilled", "D04", is_twin=True, since=2)
def refilled(world: World, at: Ints) -> None:
    """Drawn in April and made up within eight working days."""
    _used(world, at, 50, 40)


@scheme("deposit just drawn", "D04", is_twin=True, daxing=1, since=1)
def just_used(world: World, at: Ints) -> None:
    """Drawn a week ago: the ten working days still run."""
    _used(world, at, 7, None)


def _used(world: World, at: Ints, back: int, refilled_back: int | None) -> None:
    """The draw is a later version of the row."""
    deposit = world["wage_deposit"]
    rows = deposit.iloc[at].assign(
        used_on=day(world, back),
        used_fen=(deposit["amount_fen"].to_numpy()[at] * vary(world, at, 0.6)).astype(np.int64),
        received_on=day(world, back - 2),
    )
    many = [rows]
    if refilled_back is not None:
        many.append(rows.assign(refilled_on=day(world, refilled_back), received_on=day(world, refilled_back - 2)))
    for version in many:
        world.add("wage_deposit", **{name: version[name].to_numpy() for name in version.columns})
