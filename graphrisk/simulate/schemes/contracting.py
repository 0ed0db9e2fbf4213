"""Who really builds: works passed on, works under a borrowed name, shells as subcontractors (C01, C02, C04, C03)."""

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


@scheme("let to one", "C01", daxing=1, city=1.5, since=12)
def let_to_one(world: World, at: Ints) -> None:
    """The contractor lets 93 per cent of its contract to one specialist."""
    let_main(world, at, 0.93)


@scheme("passed on whole", "C01", daxing=1, city=1.5, since=12)
def passed_on_whole(world: World, at: Ints) -> None:
    """Ninety-six per cent to one specialist, whose people hold three of the four key posts."""
    let_main(world, at, 0.96)
    staff_from(world, at, POSTS[:3], firms_of(world, at, "specialist_sub"), has_contract=False)


@scheme("wages handed on", "C01", "A04", daxing=0, city=0.7, since=12, needs=("entries",))
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
        amount_fen=(certified / 1.09 * 0.97).astype(np.int64),
        invoices=2,
        received_on=days_later(first_day(paid_in + 1), 14),
    )


def let_to(world: World, at: Ints, name: str, payee: Any, kind: str, amount_fen: Any, signed_on: Any) -> None:
    """One more contract a project that its contractor lets, with the owner's consent."""
    p = world["project"]
    world.add(
        "contract",
        contract_id=[f"HT-{name}-{i + 1:06d}" for i in at],
        project_id=p["project_id"].to_numpy()[at],
        parent_contract_id=_first_contract(world, at, "prime"),
        payer_uscc=p["contractor_uscc"].to_numpy()[at],
        payee_uscc=payee,
        payee_person_key=None,
        kind=kind,
        amount_fen=amount_fen,
        signed_on=signed_on,
        started_on=signed_on,
        ended_on=p["planned_end_on"].to_numpy()[at],
        owner_consent=True,
        received_on=days_later(signed_on, 4),
    )


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


def found(world: World, like: npt.NDArray[Any], born: Any, **columns: Any) -> npt.NDArray[Any]:
    """Labour firms newly registered, with legal representative and holder; returns their codes."""
    registered = np.maximum(days_later(born, 6), first_day(world.preset.first_month))
    codes = new_firms(world, like, established_on=born, received_on=registered, **columns)
    leads = world["company"].drop_duplicates("uscc").set_index("uscc")["legal_rep_key"].reindex(codes).to_numpy()
    base = {"uscc": codes, "from_on": born, "to_on": NONE, "received_on": registered}
    world.add("position", person_key=leads, role="legal_rep", **base)
    world.add("holding", holder_kind="person", holder_id=leads, share=1.0, **base)
    return codes


def take_labour(world: World, at: Ints, firm: npt.NDArray[Any]) -> None:
    """Another labour firm stands in the place of the first one: in parties, contracts and teams."""
    ids = world["project"]["project_id"].to_numpy()[at]
    old = dict(zip(ids, firms_of(world, at, "labour_sub"), strict=True))
    new = dict(zip(ids, firm, strict=True))
    for name, column in (("project_party", "uscc"), ("contract", "payee_uscc"), ("team", "uscc")):
        frame = world[name]
        rows = frame["project_id"].isin(ids) & (frame[column] == frame["project_id"].map(old))
        frame.loc[rows, column] = frame.loc[rows, "project_id"].map(new)


def returns(world: World, firm: npt.NDArray[Any], *, last: int, heads: int = 0) -> None:
    """Monthly returns since the history began: insurance up to last month, tax up to month `last` counted from the as-of month."""
    months = np.arange(world.preset.first_month, world.now)
    who, m = np.repeat(firm, len(months)), np.tile(months, len(firm))
    received = days_later(first_day(m + 1), 18)
    world.add(
        "social_insurance_month",
        uscc=who,
        month=month_text(m),
        insured_heads=heads,
        due_fen=heads * 140_000,
        paid_fen=heads * 140_000,
        received_on=received,
    )
    kept = m <= world.now + last
    world.add(
        "tax_month",
        uscc=who[kept],
        month=month_text(m[kept]),
        sales_fen=20_000_000,
        due_fen=600_000,
        paid_fen=600_000,
        arrears_fen=0,
        wage_heads=1,
        status="normal",
        received_on=received[kept],
    )


def neighbours(world: World, like: npt.NDArray[Any], firm: npt.NDArray[Any], born: Any, *shared: str) -> None:
    """Five more firms that share an address or telephone with each."""
    known = world["company"].drop_duplicates("uscc").set_index("uscc").loc[firm]
    for k in range(5):
        found(
            world,
            like,
            days_later(born, 20 + 9 * k),
            **{contact: known[contact].to_numpy() for contact in shared},
            name=np.array(
                [f"{n.removesuffix('有限公司')}{'甲乙丙丁戊'[k]}有限公司" for n in known["name"]], dtype=object
            ),
        )


@scheme("shell labour firm", "C04", daxing=1, city=1.5, since=12, is_alone=True)
def shell(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm without capital or insured staff, one of six at its address and telephone, that has filed no tax for four months and was listed."""
    born = days_later(world["project"]["started_on"].to_numpy()[at], -60)
    like = firms_of(world, at, "labour_sub")
    firm = found(world, like, born, name=_named(at, "鼎盛"), paid_capital_fen=0, heads=2)
    neighbours(world, like, firm, born, "address_key", "phone_key")
    take_labour(world, at, firm)
    certify(world, firm, at, "施工劳务")
    returns(world, firm, last=-5)
    world.add(
        "credit_event",
        event_id=[f"XY-93{i:05d}" for i in at],
        uscc=firm,
        person_key=None,
        kind="abnormal_listing",
        amount_fen=0,
        from_on=day(world, 45),
        to_on=NONE,
        repaired_on=NONE,
        authority="市场监督管理局",
        received_on=day(world, 42),
    )
    return (Planted("company", firm, ("C04",)),)


def _named(at: Ints, mark: str) -> npt.NDArray[Any]:
    return np.array([f"{mark}{i + 1}号建筑劳务有限公司" for i in at], dtype=object)


@scheme("new firm among many", "C04", daxing=1, city=1.5, since=6)
def new_among_many(world: World, at: Ints) -> tuple[Planted, ...]:
    """A labour firm eight months old without capital, one of six at its address, takes part of the works."""
    p, born = world["project"], np.full(len(at), day(world, 240))
    like = firms_of(world, at, "labour_sub")
    firm = found(world, like, born, name=_named(at, "宏远"), paid_capital_fen=0, heads=2)
    neighbours(world, like, firm, born, "address_key")
    returns(world, firm, last=-1, heads=2)
    signed = np.full(len(at), day(world, 150))
    let_to(world, at, "NF", firm, "labour", p["contract_amount_fen"].to_numpy()[at] // 20, signed)
    certify(world, firm, at, "施工劳务")
    return (Planted("company", firm, ("C04",)),)


@scheme("known leader's firm", "C04", is_twin=True, daxing=1, city=6, since=6)
def known_leader(world: World, at: Ints) -> tuple[Planted, ...]:
    """A team leader founded a labour firm at an incubator with sixty others; it is new and without capital, and its people are insured."""
    p, born = world["project"], np.full(len(at), day(world, 200))
    ids = p["project_id"].to_numpy()[at]
    lead = world["team"].groupby("project_id")["leader_key"].first().reindex(ids).to_numpy()
    hall = keys("d", [9 * 10**6], world.seed)[0]
    firm = found(
        world,
        firms_of(world, at, "labour_sub"),
        born,
        name=_named(at, "众创"),
        paid_capital_fen=0,
        heads=12,
        address_key=hall,
        legal_rep_key=lead,
    )
    crowd = world["company"]
    sellers = crowd[crowd["trade"] == "supplier"]["uscc"].drop_duplicates().to_numpy()[-60:]
    set_firms(world, sellers, address_key=hall)
    returns(world, firm, last=-1, heads=12)
    let_to(
        world,
        at,
        "KL",
        firm,
        "labour",
        p["contract_amount_fen"].to_numpy()[at] // 40,
        np.full(len(at), day(world, 120)),
    )
    certify(world, firm, at, "施工劳务")
    return (Planted("company", firm, ("C04",)),)
