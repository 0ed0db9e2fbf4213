"""Registered companies, who owns and leads them, and what tax and social insurance see of them a month."""

import numpy as np
import pandas as pd

from graphrisk.simulate.codes import company_names, credit_codes
from graphrisk.simulate.world import World, days_later, first_day, keys, month_text

# kind of firm: share of all, what its name says, years since registration, capital in million yuan (median), insured heads (median)
TRADES: dict[str, tuple[float, str, float, float, float]] = {
    "owner": (0.10, "房地产开发", 12, 60, 60),
    "contractor": (0.12, "建设工程", 15, 80, 160),
    "labour": (0.22, "建筑劳务", 7, 5, 30),
    "specialist": (0.22, "机电安装工程", 9, 12, 40),
    "supplier": (0.26, "建材商贸", 8, 4, 9),
    "supervisor": (0.08, "工程监理", 13, 10, 50),
}
INDUSTRY = {
    "owner": "K70",
    "contractor": "E47",
    "labour": "E49",
    "specialist": "E49",
    "supplier": "F51",
    "supervisor": "M74",
}


def make_companies(world: World) -> None:
    """`company` with the lever `trade` and the median insured heads, then its people and its changes."""
    rng, preset = world.chance("companies"), world.preset
    n = max(int(preset.projects * preset.companies), 60)
    shares = np.array([t[0] for t in TRADES.values()])
    trade = np.repeat(list(TRADES), np.round(shares * n).astype(int)).astype(object)
    n = len(trade)
    years, capital, heads = (np.array([TRADES[t][k] for t in trade]) for k in (2, 3, 4))
    # no firm is younger than its contracts
    youngest = max(1.6, preset.last_month // 12 - preset.first_month / 12 + 0.4)
    age = np.clip(rng.gamma(2.2, years / 2.2), youngest, 28)
    born = days_later(np.datetime64(f"{preset.last_month // 12}-01-01"), -(age * 365).astype(int))
    registered = (np.round(capital * rng.lognormal(0, 0.8, n), 1) * 1e8).astype(np.int64)
    number = rng.permutation(31**4)[:n] if n < 31**4 else np.arange(n)
    is_local = rng.random(n) < 0.7
    crowd = rng.random(n) < 0.12  # a business address or an agent that many firms share is ordinary
    world["company"] = pd.DataFrame(
        {
            "uscc": credit_codes(number + 31**5),
            "name": company_names(rng.permutation(n), [TRADES[t][1] for t in trade], is_local),
            "former_names": None,
            "kind": "company",
            "status": "active",
            "established_on": born,
            "cancelled_on": np.datetime64("NaT", "D"),
            "registered_capital_fen": registered,
            "paid_capital_fen": (registered * rng.choice([0, 0.2, 0.5, 1], n, p=[0.1, 0.2, 0.3, 0.4])).astype(np.int64),
            "address_key": keys(
                "d", np.where(crowd, rng.integers(0, n // 40 + 1, n), 1_000 + np.arange(n)), world.seed
            ),
            "phone_key": keys("t", np.arange(n), world.seed),
            "agent_key": keys("g", rng.integers(0, n // 12 + 1, n), world.seed),
            "legal_rep_key": keys("m", np.arange(n), world.seed),
            "head_uscc": None,
            "industry": [INDUSTRY[t] for t in trade],
            "area_code": np.where(is_local, "110115", "130600"),
            "received_on": _early(world, n, rng),
            "trade": trade,
            "heads": np.maximum(2, heads * rng.lognormal(0, 0.7, n)).astype(int),
        }
    )
    _people(world)
    _qualifications(world)


def _early(world: World, n: int, rng: np.random.Generator) -> np.ndarray:
    return days_later(first_day(world.preset.first_month), rng.integers(-20, 0, n))


def _people(world: World) -> None:
    rng, firms = world.chance("people"), world["company"]
    n, since = len(firms), firms["established_on"].to_numpy()
    world.add(
        "position",
        person_key=firms["legal_rep_key"],
        uscc=firms["uscc"],
        role="legal_rep",
        from_on=since,
        to_on=np.datetime64("NaT", "D"),
        received_on=firms["received_on"],
    )
    for role, letter in (("supervisor", "s"), ("finance", "f")):
        world.add(
            "position",
            person_key=keys(letter, np.arange(n), world.seed),
            uscc=firms["uscc"],
            role=role,
            from_on=since,
            to_on=np.datetime64("NaT", "D"),
            received_on=firms["received_on"],
        )
    major = np.round(rng.uniform(0.51, 1, n), 2)
    for holder, share in ((firms["legal_rep_key"], major), (keys("h", np.arange(n), world.seed), 1 - major)):
        held = share > 0.005
        world.add(
            "holding",
            holder_kind="person",
            holder_id=np.asarray(holder)[held],
            uscc=firms["uscc"][held],
            share=np.round(share[held], 2),
            from_on=since[held],
            to_on=np.datetime64("NaT", "D"),
            received_on=firms["received_on"][held],
        )
    _former_people(world, rng)
    moved = np.flatnonzero(rng.random(n) < 0.06)
    begin, end = first_day([world.preset.first_month, world.preset.last_month + 1])
    day = days_later(begin, rng.integers(0, int((end - begin).astype(int)), len(moved)))
    world.add(
        "company_change",
        uscc=firms["uscc"].iloc[moved],
        changed_on=day,
        item=rng.choice(["address", "scope", "manager"], len(moved)),
        before="变更前",
        after="变更后",
        received_on=days_later(day, rng.integers(3, 20, len(moved))),
    )


def _former_people(world: World, rng: np.random.Generator) -> None:
    """Directors and holders of years ago, whose time is over."""
    firms = world["company"]
    old = firms[(rng.random(len(firms)) < 0.15) & (firms["established_on"] < pd.Timestamp("2014-01-01"))]
    person = keys("e", np.arange(len(old)), world.seed)
    span = {
        "uscc": old["uscc"],
        "from_on": old["established_on"],
        "to_on": days_later(np.datetime64("2016-01-01"), rng.integers(0, 1200, len(old))),
        "received_on": old["received_on"],
    }
    world.add("position", person_key=person, role="director", **span)
    world.add("holding", holder_kind="person", holder_id=person, share=0.2, **span)


def _qualifications(world: World) -> None:
    """Contractors, specialists and labour firms hold what their trade needs, in force for the whole history."""
    rng, firms = world.chance("qualifications"), world["company"]
    kinds = {"contractor": "建筑工程施工总承包", "specialist": "建筑机电安装工程专业承包", "labour": "施工劳务"}
    able = firms[firms["trade"].isin(kinds)]
    since = np.maximum(able["established_on"].to_numpy(), np.datetime64("2019-01-01")) + rng.integers(
        0, 5, len(able)
    ).astype("timedelta64[D]")
    world.add(
        "qualification",
        uscc=able["uscc"],
        certificate_no=[f"D{311000000 + i}" for i in range(len(able))],
        kind=able["trade"].map(kinds),
        grade=rng.choice(["一级", "二级", "三级"], len(able)),
        valid_from=since,
        valid_to=days_later(since, 365 * 5),
        received_on=able["received_on"],
    )
    more = able.iloc[rng.integers(0, len(able), max(40, len(able) // 8))]
    day = days_later(
        first_day(world.preset.first_month),
        rng.integers(0, 30 * (world.preset.last_month - world.preset.first_month), len(more)),
    )
    world.add(
        "qualification",
        uscc=more["uscc"],
        certificate_no=[f"D312{i:06d}" for i in range(len(more))],
        kind="模板脚手架专业承包",
        grade="不分等级",
        valid_from=day,
        valid_to=days_later(day, 365 * 5),
        received_on=days_later(day, 5),
    )


def make_returns(world: World) -> None:
    """Monthly returns of every firm: `social_insurance_month` and `tax_month`, seasonal and drifting, mostly on time."""
    rng, preset, firms = world.chance("returns"), world.preset, world["company"]
    months = np.arange(preset.first_month, preset.last_month + 1)
    n, t = len(firms), len(months)
    drift = np.cumsum(rng.normal(0, 0.03, (n, t)), axis=1)
    season = np.where(months % 12 == 1, 0.75, 1.0)  # February
    heads = np.maximum(1, np.round(firms["heads"].to_numpy()[:, None] * np.exp(drift))).astype(np.int64)
    sales = np.round(heads * rng.lognormal(np.log(60_000), 0.25, (n, t)) * season).astype(np.int64) * 100
    dues = heads * 140_000
    received = np.broadcast_to(first_day(months + 1), (n, t)) + rng.integers(14, 24, (n, t)).astype("timedelta64[D]")
    base = {
        "uscc": np.repeat(firms["uscc"].to_numpy(), t),
        "month": np.tile(month_text(months), n),
        "received_on": received.ravel(),
    }
    world["social_insurance_month"] = pd.DataFrame(
        base | {"insured_heads": heads.ravel(), "due_fen": dues.ravel(), "paid_fen": dues.ravel()}
    )
    tax = sales // 33
    world["tax_month"] = pd.DataFrame(
        base
        | {"sales_fen": sales.ravel(), "due_fen": tax.ravel(), "paid_fen": tax.ravel(), "arrears_fen": 0}
        | {"wage_heads": np.maximum(1, heads + rng.integers(-2, 3, (n, t))).ravel(), "status": "normal"}
    )


def company_versions(world: World) -> pd.DataFrame:
    """Each firm as it was delivered: after a change of name or address it came again."""
    firms, change = world["company"], world["company_change"]
    change = change[change["item"].isin(["name", "address"])].drop_duplicates("uscc").set_index("uscc")
    moved = firms["uscc"].isin(change.index) & ~firms["uscc"].duplicated(keep=False)
    of = change.reindex(firms.loc[moved, "uscc"])
    renamed = (of["item"] == "name").to_numpy()
    later = firms[moved].assign(received_on=of["received_on"].to_numpy())
    before = firms.copy()
    rows = firms.index[moved]
    before.loc[rows[renamed], "name"] = of["before"].to_numpy()[renamed]
    before.loc[rows[renamed], "former_names"] = None
    before.loc[rows[~renamed], "address_key"] = keys("d", 5_000_000 + np.flatnonzero(~renamed), world.seed)
    return pd.concat([before, later])
