"""Schemes around the special account: not there, somebody else's, drained, mixed, frozen, closed, asleep (A01-A08)."""

import numpy as np
import pandas as pd

from graphrisk.simulate.accounts import SUFFIX, account_name
from graphrisk.simulate.schemes.scheme import (
    change_months,
    day,
    firms_of,
    month_day,
    names_of,
    put,
    scheme,
    vary,
    wages_of,
)
from graphrisk.simulate.world import Ints, World, days_later, keys


@scheme("no account", "A01", daxing=1, since=10, is_alone=True)
def no_account(world: World, at: Ints) -> None:
    """No account; the contractor says that it pays, and nobody can see it."""
    world["special_account"].loc[at, "gone"] = True
    change_months(world, at, -40, through_account=False, fee_ratio=0.0)


@scheme("thirty days still run", "A01", "D01", is_twin=True, heads=8, is_alone=True)
def not_begun(world: World, at: Ints) -> None:
    """The contract was signed three weeks ago; works have not begun, the thirty days run."""
    none, permit = np.datetime64("NaT", "D"), day(world, 12)
    p = world["project"]
    put(
        world,
        "project",
        at,
        status="not_started",
        started_on=none,
        ended_on=none,
        permit_on=permit,
        received_on=day(world, 10),
    )
    ids = p["project_id"].to_numpy()[at]
    world["special_account"].loc[at, "gone"] = True
    for name, column, value in (
        ("contract", "signed_on", day(world, 20)),
        ("contract", "received_on", day(world, 9)),
        ("project_party", "entered_on", day(world, 12)),
        ("project_party", "received_on", day(world, 9)),
        ("key_staff", "received_on", day(world, 9)),
    ):
        world[name].loc[world[name]["project_id"].isin(ids), column] = value
    world["contract"].loc[world["contract"]["project_id"].isin(ids), "started_on"] = none
    world["payment_guarantee"].loc[at, ["valid_from", "received_on"]] = day(world, 9)
    world["wage_deposit"].loc[at, "gone"] = True
    world["team"].loc[world["team"]["p"].isin(at), "gone"] = True
    for name in ("stint", "project_month"):
        world[name] = world[name][~world[name]["p"].isin(at)]


@scheme("account opened late", "A01", since=12, is_alone=True)
def late_account(world: World, at: Ints) -> None:
    """Opened and filed some eighty days after the contract was signed."""
    account = world["special_account"]
    for name in ("opened_on", "filed_on", "tripartite_on", "received_on"):
        account.loc[at, name] = days_later(account.loc[at, name].to_numpy(), 75)
    months = world["project_month"]
    early = months["p"].isin(at) & (months["m"] < world["project"]["first"].reindex(months["p"]).to_numpy() + 3)
    months.loc[early, "through_account"] = False
    months.loc[early, "fee_ratio"] = 0.0


@scheme("two projects one account", "A05", town=2, daxing=2, since=10, needs=("even",), is_alone=True)
def one_account_two_projects(world: World, at: Ints) -> None:
    """Two projects of one contractor are paid from one account, and nobody keeps them apart."""
    share_account(world, at, sub_ledger=False)


@scheme("sub-ledgers", "A05", is_twin=True, town=2, daxing=2, city=3, since=10, needs=("even",), is_alone=True)
def sub_ledgers(world: World, at: Ints) -> None:
    """Two projects of one contractor share an account in which the bank keeps a ledger each."""
    share_account(world, at, sub_ledger=True)


def share_account(world: World, at: Ints, *, sub_ledger: bool) -> None:
    """The second half of the projects goes to the contractor and the account of the first half."""
    one, two = at[: len(at) // 2], at[len(at) // 2 :]
    give_contractor(world, two, world["project"]["contractor_uscc"].to_numpy()[one])
    account = world["special_account"]
    for name in ("account_key", "account_last4", "bank_code", "holder_uscc", "holder_name", "account_name"):
        account.loc[two, name] = account.loc[one, name].to_numpy()
    account.loc[at, "sub_ledger"] = sub_ledger
    account.loc[two, "entries"] = account.loc[one, "entries"].to_numpy()
    account.loc[two, "opened_on"] = np.minimum(
        account.loc[one, "opened_on"].to_numpy(), account.loc[two, "opened_on"].to_numpy()
    )
    account.loc[one, "opened_on"] = account.loc[two, "opened_on"].to_numpy()
    account.loc[at, "tripartite_on"] = account.loc[at, "opened_on"]
    account.loc[at, "filed_on"] = days_later(account.loc[at, "opened_on"].to_numpy(), 12)


def give_contractor(world: World, at: Ints, usccs: np.ndarray) -> None:
    """Put another general contractor on projects, in all registers."""
    p = world["project"]
    old = dict(zip(p["project_id"].to_numpy()[at], p["contractor_uscc"].to_numpy()[at], strict=True))
    new = dict(zip(p["project_id"].to_numpy()[at], usccs, strict=True))
    p.loc[at, "contractor_uscc"] = usccs
    for name, columns in {
        "project_party": ["uscc"],
        "contract": ["payer_uscc", "payee_uscc"],
        "key_staff": ["insured_by_uscc"],
        "wage_deposit": ["payer_uscc"],
        "special_account": ["holder_uscc"],
    }.items():
        frame = world[name]
        for column in columns:
            of = frame["project_id"].map(old)
            rows = of.notna() & (frame[column] == of)
            frame.loc[rows, column] = frame.loc[rows, "project_id"].map(new)
    holder = names_of(world, usccs)
    account = world["special_account"]
    account.loc[at, "holder_name"] = holder
    account.loc[at, "account_name"] = [
        account_name(h, n) for h, n in zip(holder, p["name"].to_numpy()[at], strict=True)
    ]


@scheme("papers wanting", "A03", daxing=2, since=10, is_alone=True)
def poor_papers(world: World, at: Ints) -> None:
    """No tripartite agreement, never filed, a name that says nothing of wages."""
    account = world["special_account"]
    account.loc[at, "tripartite_on"] = np.datetime64("NaT", "D")
    account.loc[at, "filed_on"] = np.datetime64("NaT", "D")
    account.loc[at, "account_name"] = [f"{n}一般存款账户" for n in account.loc[at, "holder_name"]]
    account.loc[at, "upload_authorised"] = False


@scheme("short account name", "A03", is_twin=True, daxing=2, city=5, since=10, is_alone=True)
def short_name(world: World, at: Ints) -> None:
    """The bank takes thirty characters, so the agreement fixes a short account name."""
    account, p = world["special_account"], world["project"]
    rest = 30 - len(SUFFIX)
    cut = [
        f"{h.removesuffix('有限公司')}{n}"[:rest] + SUFFIX
        for h, n in zip(account.loc[at, "holder_name"], p["name"].to_numpy()[at], strict=True)
    ]
    account.loc[at, "account_name"] = cut


@scheme("drained", "A04", daxing=1, since=5, needs=("entries",), is_alone=True)
def drained(world: World, at: Ints) -> None:
    """Each month a part leaves for a friendly company and some is drawn in cash; the owner is told that wages rose."""
    change_months(world, at, -6, -1, fee_ratio=1.8)
    friend = firms_of(world, at, "supplier")
    for back in range(5, 0, -1):
        on, sum_fen = month_day(world, -back, 18 + back), (wages_of(world, at) * vary(world, at, 0.2)).astype(np.int64)
        world.add(
            "entry",
            p=at,
            day=on,
            direction="debit",
            amount_fen=sum_fen // 100_000 * 100_000,
            counterparty_kind="company",
            counterparty_uscc=friend,
            counterparty_person_key=None,
            counterparty_key=keys("a", 10**6 + at, world.seed),
            purpose="other",
            channel="counter",
        )
        world.add(
            "entry",
            p=at,
            day=on,
            direction="debit",
            amount_fen=vary(world, at, 3_000_000).astype(np.int64),
            counterparty_kind="person",
            counterparty_uscc=None,
            counterparty_person_key=keys("x", at, world.seed),
            counterparty_key=None,
            purpose="other",
            channel="cash",
        )


@scheme("wrong credit returned", "A04", is_twin=True, daxing=1, city=2, needs=("entries",), is_alone=True)
def wrong_credit(world: World, at: Ints) -> None:
    """A stranger's payment arrived by mistake and went back three days later; the bank takes its fee and pays interest."""
    payer, sum_fen = firms_of(world, at, "supervisor"), wages_of(world, at) // 3 // 100_000 * 100_000
    other = keys("a", 2 * 10**6 + at, world.seed)
    for direction, of_month, purpose in (("credit", 10, "other"), ("debit", 13, "refund")):
        world.add(
            "entry",
            p=at,
            day=month_day(world, -2, of_month),
            direction=direction,
            amount_fen=sum_fen,
            counterparty_kind="company",
            counterparty_uscc=payer,
            counterparty_person_key=None,
            counterparty_key=other,
            purpose=purpose,
            channel="online",
        )
    for direction, sum_of, purpose in (("debit", 2_000, "fee"), ("credit", 4_310, "interest")):
        world.add(
            "entry",
            p=at,
            day=month_day(world, -3, 21),
            direction=direction,
            amount_fen=np.full(len(at), sum_of),
            counterparty_kind="bank",
            counterparty_uscc=None,
            counterparty_person_key=None,
            counterparty_key=None,
            purpose=purpose,
            channel="online",
        )


@scheme("frozen", "A06", daxing=1, since=1, is_alone=True)
def frozen(world: World, at: Ints) -> None:
    """A court froze the account for another debt of the contractor."""
    restrict(world, at, since=vary(world, at, 25).astype(int), until=np.datetime64("NaT", "D"), for_wage=False)


@scheme("taken for its own wages", "A06", is_twin=True, since=2, is_alone=True)
def frozen_for_wages(world: World, at: Ints) -> None:
    """A court took wages of this very project out of the account, for its workers."""
    restrict(world, at, since=40, until=day(world, 30), for_wage=True)


def restrict(world: World, at: Ints, since: int | Ints, until: np.datetime64, *, for_wage: bool) -> None:
    """An order of a court on accounts."""
    world.add(
        "account_restriction",
        account_key=world["special_account"]["account_key"].to_numpy()[at],
        case_no=[f"（2022）京0115执保{i + 1}号" for i in at],
        kind="freeze",
        authority="大兴区人民法院",
        amount_fen=wages_of(world, at),
        from_on=day(world, since),
        to_on=until,
        for_project_wage=for_wage,
        received_on=day(world, since - 3),
    )


@scheme("unmarked", "A06", daxing=1, since=10, is_alone=True)
def unmarked(world: World, at: Ints) -> None:
    """Months after the opening the bank has still not marked the account."""
    world["special_account"].loc[at, "marked"] = False


@scheme("closed early", "A07", daxing=1, since=1, is_alone=True)
def closed_early(world: World, at: Ints) -> None:
    """Closed while people build, twelve days after the notice, without another account."""
    account = world["special_account"]
    account.loc[at, "close_notice_on"] = day(world, 24)
    account.loc[at, "closed_on"] = day(world, 12)
    change_months(world, at, -1, through_account=False, fee_ratio=0.0)


@scheme("changed bank", "A07", "A08", is_twin=True, daxing=1, city=2, is_alone=True)
def changed_bank(world: World, at: Ints) -> None:
    """Notice of forty days, the old account closed, a new one at another bank opened five days before."""
    account = world["special_account"]
    closed = month_day(world, -2, 28)
    new = account.iloc[at].assign(
        account_key=keys("a", 3 * 10**6 + at, world.seed),
        bank_code="313100000123",
        opened_on=closed - 5,
        filed_on=closed + 4,
        tripartite_on=closed - 6,
        received_on=closed + 6,
        serves_from=closed + 1,
    )
    account.loc[at, "close_notice_on"] = closed - 40
    account.loc[at, "closed_on"] = closed
    world["special_account"] = pd.concat([account, new])


@scheme("asleep", "A08", "F01", daxing=1, since=4, needs=("settled",), is_alone=True)
def asleep(world: World, at: Ints) -> None:
    """Four months without an entry while people work; the payroll says that they are paid."""
    change_months(world, at, -5, through_account=False, fee_ratio=0.0)


@scheme("paid from the old account", "A08", is_twin=True, since=4, is_alone=True)
def paid_from_old_account(world: World, at: Ints) -> None:
    """A second account was opened for the next section; it still sleeps, wages come from the first."""
    account = world["special_account"]
    opened = month_day(world, -4, 8)
    new = account.iloc[at].assign(
        account_key=keys("a", 4 * 10**6 + at, world.seed),
        opened_on=opened,
        filed_on=opened + 9,
        tripartite_on=opened - 1,
        received_on=opened + 11,
        sleeps=True,
    )
    world["special_account"] = pd.concat([account, new])


@scheme("closed after the works", "A07", "A08", is_twin=True, needs=("settled",), city=1.5, is_alone=True)
def closed_lawfully(world: World, at: Ints) -> None:
    """Works ended and all was paid; notice of thirty-five days, then closed."""
    account = world["special_account"]
    ended = month_day(world, -4, 10)
    put(world, "project", at, status="completed", ended_on=ended, last=world.now - 4)
    for name, column in (("stint", "first"), ("project_month", "m")):
        world[name] = world[name][~(world[name]["p"].isin(at) & (world[name][column] > world.now - 4))]
    stint = world["stint"]
    of = stint["p"].isin(at) & (stint["last"] >= world.now - 4)
    stint.loc[of, "last"] = world.now - 4
    stint.loc[of, ["exit_day", "stays"]] = 9, False
    account.loc[at, "close_notice_on"] = month_day(world, -3, 20)
    account.loc[at, "closed_on"] = month_day(world, -2, 26)
