"""Who really builds: works passed on, chains of contracts, works under a borrowed name (C01, C02, C03)."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from graphrisk.simulate.schemes.account import give_contractor
from graphrisk.simulate.schemes.scheme import (
    Planted,
    change_months,
    day,
    firms_of,
    month_day,
    new_firms,
    projects_of,
    scheme,
    set_firms,
    wages_of,
)
from graphrisk.simulate.world import Ints, World, days_later, first_day, keys, month_number, month_text

NONE = np.datetime64("NaT", "D")
POSTS = ("project_manager", "technical", "quality", "safety")


def let_main(world: World, at: Ints, share: float) -> None:
    """The first specialist contract of each project covers that share of the prime contract."""
    p, contract = world["project"], world["contract"]
    first = _first_contract(world, at, "specialist")
    rows = contract["contract_id"].isin(first)
    amount = dict(zip(p["project_id"].to_numpy()[at], p["contract_amount_fen"].to_numpy()[at], strict=True))
    contract.loc[rows, "amount_fen"] = (contract.loc[rows, "project_id"].map(amount) * share).astype(np.int64)


def _first_contract(world: World, at: Ints, kind: str) -> npt.NDArray[Any]:
    rows = world["contract"][world["contract"]["kind"] == kind]
    ids = world["project"]["project_id"].to_numpy()[at]
    return np.asarray(rows.groupby("project_id")["contract_id"].first().reindex(ids).to_numpy())


def staff_from(
    world: World, at: Ints, posts: tuple[str, ...], insurer: npt.NDArray[Any], *, has_contract: bool
) -> None:
    """Key posts are held by people whom another company insures."""
    frame, ids = world["key_staff"], world["project"]["project_id"].to_numpy()[at]
    rows = frame["project_id"].isin(ids) & frame["role"].isin(posts)
    frame.loc[rows, "insured_by_uscc"] = frame.loc[rows, "project_id"].map(dict(zip(ids, insurer, strict=True)))
    frame.loc[rows, "has_contract"] = has_contract


def wages_due(world: World, at: Ints) -> pd.DataFrame:
    """About what payrolls of these projects will say a month: p, m, fen. Places times days, as the payroll draws them on average."""
    stint, months = world["stint"], world["project_month"]
    here = stint[stint["p"].isin(at) & stint["on_payroll"]]
    count = (here["last"] - here["first"] + 1).to_numpy()
    row = np.repeat(np.arange(len(here)), count)
    rows = here.iloc[row].assign(m=np.repeat(here["first"].to_numpy(), count) + _places(count))
    length = (first_day(rows["m"].to_numpy() + 1) - first_day(rows["m"].to_numpy())).astype(int)
    low = np.where(rows["m"] == rows["first"], rows["entry_day"], 2)
    high = np.where((rows["m"] == rows["last"]) & ~rows["stays"].astype(bool), rows["exit_day"], length - 1)
    activity = months.set_index(["p", "m"])["activity"].reindex(pd.MultiIndex.from_frame(rows[["p", "m"]])).to_numpy()
    worked = np.maximum(1, np.maximum(high - low + 1, 1) * activity * 0.8222 - 0.5)
    fen = worked * rows["rate_fen"].to_numpy()
    return pd.DataFrame(rows.assign(fen=fen).groupby(["p", "m"], as_index=False)["fen"].sum())


def _places(count: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)


def spare_firms(world: World, at: Ints, nth: int) -> npt.NDArray[Any]:
    """For each project a specialist of its own choice, another one for each number."""
    firms = world["company"]
    pool = firms[firms["trade"] == "specialist"]["uscc"].drop_duplicates().to_numpy()
    return np.asarray(pool[(at * 7 + nth * 11 + 3) % len(pool)])


@scheme("chain of nine", "C03", city=0.5, since=12)
def chain_of_nine(world: World, at: Ints) -> None:
    """Under the specialist's contract seven more, each let by the one before."""
    p, payer, above = (
        world["project"],
        firms_of(world, at, "specialist_sub"),
        list(_first_contract(world, at, "specialist")),
    )
    for k in range(7):
        payee = spare_firms(world, at, k)
        how = {"parent_contract_id": above, "payer_uscc": payer}
        amount = p["contract_amount_fen"].to_numpy()[at] // (10 + k)
        let_to(
            world,
            at,
            f"N{k}",
            payee,
            "specialist",
            amount,
            days_later(p["started_on"].to_numpy()[at], 10 + 5 * k),
            **how,
        )
        payer, above = payee, _contract_ids(f"N{k}", at)


@scheme("circle in the register", "C03", is_twin=True, city=2, since=12)
def circle(world: World, at: Ints) -> None:
    """Two labour contracts of the specialist were entered each as the one above the other: a slip that says nothing of levels."""
    p, payer = world["project"], firms_of(world, at, "specialist_sub")
    for name, other in (("KA", "KB"), ("KB", "KA")):
        how = {"parent_contract_id": _contract_ids(other, at), "payer_uscc": payer}
        firm, amount = firms_of(world, at, "labour_sub"), p["contract_amount_fen"].to_numpy()[at] // 40
        let_to(world, at, name, firm, "labour", amount, days_later(p["started_on"].to_numpy()[at], 12), **how)


@scheme("let to one", "C01", daxing=1, city=1.5, since=12)
def let_to_one(world: World, at: Ints) -> None:
    """The contractor lets 93 per cent of its contract to one specialist."""
    let_main(world, at, 0.93)


@scheme("passed on whole", "C01", daxing=1, city=1.5, since=12)
def passed_on_whole(world: World, at: Ints) -> None:
    """Ninety-six per cent to one specialist, whose people hold three of the four key posts."""
    let_main(world, at, 0.96)
    staff_from(world, at, POSTS[:3], firms_of(world, at, "specialist_sub"), has_contract=False)


@scheme("wages handed on", "C01", "A04", "P04", daxing=0, city=0.7, since=12, heads=24, needs=("entries",))
def wages_handed_on(world: World, at: Ints) -> None:
    """What the owner credits for wages goes on to one firm four days later; the firm pays the workers by itself, or not."""
    change_months(world, at, -(10**4), through_account=False)
    months = world["project_month"].merge(wages_due(world, at), on=["p", "m"])
    months = months[(months["fee_on"] < day(world, 6)) & (months["fee_ratio"] > 0)]
    fee = (np.ceil(months["fen"] * months["fee_ratio"] / 1e5) * 1e5).to_numpy()
    of, firm = months["p"].to_numpy(), dict(zip(at, firms_of(world, at, "supplier"), strict=True))
    world.add(
        "entry",
        p=of,
        day=days_later(months["fee_on"].to_numpy(), 4),
        direction="debit",
        amount_fen=(fee * 0.975).astype(np.int64) // 10_000 * 10_000,
        counterparty_kind="company",
        counterparty_uscc=months["p"].map(firm).to_numpy(),
        counterparty_person_key=None,
        counterparty_key=keys("a", 7 * 10**6 + of, world.seed),
        purpose="other",
        channel="online",
    )


@scheme("billed by one", "C01", daxing=1, city=1, since=12, is_alone=True)
def billed_by_one(world: World, at: Ints) -> None:
    """One firm, on paper a specialist with half of the works, bills the contractor what the owner certifies, month by month."""
    p = world["project"]
    ids, started = p["project_id"].to_numpy()[at], p["started_on"].to_numpy()[at]
    firm = new_firms(world, firms_of(world, at, "specialist_sub"), established_on=days_later(started, -2000))
    world.add(
        "project_party",
        project_id=ids,
        uscc=firm,
        role="specialist_sub",
        entered_on=started,
        left_on=NONE,
        received_on=days_later(started, 8),
        p=at,
    )
    let_to(world, at, "OB", firm, "specialist", p["contract_amount_fen"].to_numpy()[at] // 2, days_later(started, 3))
    certify(world, firm, at)
    months = world["project_month"].merge(wages_due(world, at), on=["p", "m"])
    of = months["p"].to_numpy()
    certified = (
        months["fen"].to_numpy() * 1.08 * months["certified_ratio"].to_numpy() / p["labour_share"].to_numpy()[of]
    )
    paid_in = month_number(months["fee_day"].to_numpy())
    world.add(
        "invoice_month",
        seller_uscc=months["p"].map(dict(zip(at, firm, strict=True))).to_numpy(),
        buyer_uscc=p["contractor_uscc"].to_numpy()[of],
        month=month_text(paid_in),
        category="建筑服务-专业",
        amount_fen=(certified / 1.09 * 0.98).astype(np.int64),
        invoices=2,
        received_on=days_later(first_day(paid_in + 1), 14),
    )


def let_to(
    world: World, at: Ints, name: str, payee: Any, kind: str, amount_fen: Any, signed_on: Any, **other: Any
) -> None:
    """One more contract a project, let by its contractor under the prime contract with the owner's consent, or as `other` says."""
    p = world["project"]
    own = {"parent_contract_id": _first_contract(world, at, "prime"), "payer_uscc": p["contractor_uscc"].to_numpy()[at]}
    world.add(
        "contract",
        contract_id=_contract_ids(name, at),
        project_id=p["project_id"].to_numpy()[at],
        payee_uscc=payee,
        payee_person_key=None,
        kind=kind,
        amount_fen=amount_fen,
        signed_on=signed_on,
        started_on=signed_on,
        ended_on=p["planned_end_on"].to_numpy()[at],
        owner_consent=True,
        received_on=days_later(signed_on, 4),
        **(own | other),
    )


def _contract_ids(name: str, at: Ints) -> list[str]:
    return [f"HT-{name}-{i + 1:06d}" for i in at]


def certify(world: World, firm: npt.NDArray[Any], at: Ints, kind: str = "建筑机电安装工程专业承包") -> None:
    """A certificate for each firm, in force since 2019 or its foundation."""
    since = np.maximum(
        world["company"]
        .drop_duplicates("uscc")
        .set_index("uscc")["established_on"]
        .reindex(firm)
        .to_numpy()
        .astype("datetime64[D]"),
        np.datetime64("2019-01-01"),
    )
    world.add(
        "qualification",
        uscc=firm,
        certificate_no=[f"D313{i:06d}" for i in at],
        kind=kind,
        grade="二级",
        valid_from=since,
        valid_to=days_later(since, 2500),
        received_on=np.maximum(days_later(since, 3), first_day(world.preset.first_month)),
    )


@scheme("design and build", "C01", is_twin=True, daxing=1, city=8, since=12)
def design_and_build(world: World, at: Ints) -> None:
    """A contractor for design and construction lets nine tenths to the main subcontractor whom the owner named, and runs the works itself."""
    let_main(world, at, 0.92)
    firm = pd.unique(world["project"]["contractor_uscc"].to_numpy()[at])
    world.add(
        "qualification",
        uscc=firm,
        certificate_no=[f"A111{i:06d}" for i in range(len(firm))],
        kind="工程设计建筑行业（建筑工程）",
        grade="甲级",
        valid_from=np.datetime64("2019-03-01"),
        valid_to=np.datetime64("2024-02-29"),
        received_on=first_day(world.preset.first_month),
    )


@scheme("small works", "C01", is_twin=True, city=0, since=12)
def small_works(world: World, at: Ints) -> None:
    """A contract below three million yuan that is nearly all labour, let to a labour firm."""
    p, contract = world["project"], world["contract"]
    small, ids = 280_000_000, p["project_id"].to_numpy()[at]
    p.loc[at, ["contract_amount_fen", "labour_share", "old_share"]] = small, 0.92, 0.92
    here = contract["project_id"].isin(ids)
    contract.loc[here & (contract["kind"] == "prime"), "amount_fen"] = small
    contract.loc[here & (contract["kind"] != "prime"), "amount_fen"] = 5_000_000
    contract.loc[contract["contract_id"].isin(_first_contract(world, at, "labour")), "amount_fen"] = small * 92 // 100


@scheme("insurance on its way", "C01", "C02", is_twin=True, daxing=1, city=15, since=6)
def insurance_moves(world: World, at: Ints) -> None:
    """A key person's insurance still runs at the former employer; the labour contract is with the contractor."""
    staff_from(world, at, POSTS[:1], firms_of(world, at, "supervisor"), has_contract=True)


@scheme("foreman behind a name", "C02", "C01", daxing=1, city=1.5, since=12)
def foreman_behind(world: World, at: Ints) -> None:
    """A foreman signs as project manager of a firm from elsewhere that does not employ him; his partner's firm lodged the deposit."""
    ids, partner = world["project"]["project_id"].to_numpy()[at], firms_of(world, at, "supplier")
    lead = world["team"].groupby("project_id")["leader_key"].first().reindex(ids).to_numpy()
    staff_from(world, at, POSTS[:1], partner, has_contract=False)
    frame = world["key_staff"]
    rows = frame["project_id"].isin(ids) & (frame["role"] == POSTS[0])
    frame.loc[rows, "person_key"] = frame.loc[rows, "project_id"].map(dict(zip(ids, lead, strict=True)))
    set_firms(world, world["project"]["contractor_uscc"].to_numpy()[at], area_code="410100")
    lodge(world, at, partner)


def lodge(world: World, at: Ints, payer: npt.NDArray[Any]) -> None:
    """The wage deposits of these projects were lodged by others than their contractors."""
    frame, ids = world["wage_deposit"], world["project"]["project_id"].to_numpy()[at]
    rows = frame["project_id"].isin(ids)
    frame.loc[rows, "payer_uscc"] = frame.loc[rows, "project_id"].map(dict(zip(ids, payer, strict=True)))


@scheme("paid to one man", "C02", "A04", daxing=1, city=1, since=5, needs=("entries",))
def paid_to_one(world: World, at: Ints) -> None:
    """Each month part of the labour fee goes to one natural person who is neither worker nor employee."""
    change_months(world, at, -7, -1, fee_ratio=1.3)
    for back in range(5, 0, -1):
        world.add(
            "entry",
            p=at,
            day=month_day(world, -back, 12),
            direction="debit",
            amount_fen=np.maximum((wages_of(world, at) * 0.12).astype(np.int64) // 100_000 * 100_000, 1_500_000),
            counterparty_kind="person",
            counterparty_uscc=None,
            counterparty_person_key=keys("x", 4 * 10**5 + at, world.seed),
            counterparty_key=keys("c", 8 * 10**6 + at, world.seed),
            purpose="other",
            channel="online",
        )


@scheme("name on many sites", "C02", "C01", town=5, daxing=5, city=2, since=12, is_alone=True)
def name_on_many(world: World, at: Ints) -> tuple[Planted, ...]:
    """A contractor stands on five sites and has nobody there: all key posts are held by people whom small firms insure."""
    at = at[: len(at) // 5 * 5]
    firm = np.repeat(world["project"]["contractor_uscc"].to_numpy()[at[::5]], 5)
    give_contractor(world, at, firm)
    staff_from(world, at, POSTS, firms_of(world, at, "supplier"), has_contract=False)
    return Planted("company", firm, ("C02",)), projects_of(world, at, "C01")


@scheme("manager of several sites", "C02", "C01", is_twin=True, daxing=1, city=10, since=12)
def manager_of_several(world: World, at: Ints) -> None:
    """The project manager ran another firm's works before, whose list now shows today's insurer; here a predecessor left the list."""
    p = world["project"]
    ids, firm = p["project_id"].to_numpy()[at], p["contractor_uscc"].to_numpy()[at]
    frame = world["key_staff"]
    manager = frame[frame["role"] == POSTS[0]].set_index("project_id")["person_key"]
    over = np.flatnonzero((p["status"] == "completed").to_numpy())
    former = p["project_id"].to_numpy()[over[np.arange(len(at)) % max(len(over), 1)]] if len(over) else ids[:0]
    rows = (frame["role"] == POSTS[0]) & frame["project_id"].isin(former)
    now = dict(zip(former, manager.reindex(ids).to_numpy()[: len(former)], strict=False))
    insurer = dict(zip(former, firm[: len(former)], strict=False))
    frame.loc[rows, "person_key"] = frame.loc[rows, "project_id"].map(now)
    frame.loc[rows, "insured_by_uscc"] = frame.loc[rows, "project_id"].map(insurer)
    frame.loc[rows, "has_contract"] = False
    here = (frame["role"] == POSTS[0]) & frame["project_id"].isin(ids)
    frame.loc[here, "received_on"] = days_later(frame.loc[here, "received_on"].to_numpy(), 60)
    world.add(
        "key_staff",
        project_id=ids,
        role=POSTS[0],
        person_key=keys("k", 5 * 10**6 + at, world.seed),
        insured_by_uscc=firms_of(world, at, "supervisor"),
        has_contract=False,
        received_on=days_later(p["received_on"].to_numpy()[at], 2),
    )


@scheme("posted manager", "C02", is_twin=True, daxing=1, city=5, since=12)
def posted_manager(world: World, at: Ints) -> None:
    """A contractor from elsewhere had its deposit lodged by a local partner; its own project manager, insured by it, runs the site."""
    set_firms(world, world["project"]["contractor_uscc"].to_numpy()[at], area_code="320500")
    lodge(world, at, firms_of(world, at, "supplier"))
