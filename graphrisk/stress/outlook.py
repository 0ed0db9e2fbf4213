"""The months ahead, project by project: when the account runs dry, how much is missing, who must pay next."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy import sparse

from graphrisk.kernels.cascade import Dues, Paid, cascade
from graphrisk.stress.outset import Outset

HORIZON, MOST_MONTHS = 3, 6  # months told by default, and at most; the as-of month is the first
# a month is short when more than this share of an ordinary month's wages is missing: single wages that banks send back, and
# piece rates that are known at measurement only, empty no account
SHORT = 0.05
# in the order of the law: who pays what the account cannot, and by which article of Order 724
LAYERS = ("owner", "contractor", "subcontractor", "deposit", "guarantee")
ARTICLES = {"owner": "29", "contractor": "30", "subcontractor": "30", "deposit": "32", "guarantee": "24"}
FEN = pa.int64()


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What the months ahead hold: `sites` one row a project, `months` one a project that can be told and month."""

    sites: pa.Table
    months: pa.Table


def outlook(outset: Outset, months: int = HORIZON, failed: np.ndarray | None = None) -> Outlook:
    """Look `months` months ahead, the as-of month among them, where the parties marked in `failed`, shape (N,), pay nothing.

    Works are taken to go on as they did. What nobody knows stays null and pays nothing; a project of which it cannot be told
    has a row without amounts.
    """
    none = np.zeros(len(outset.ids), dtype=bool)
    start = _dues(outset, none if failed is None else failed)
    paid = cascade(start, *_flows(outset, months))
    return Outlook(_site_rows(outset, start, paid), _month_rows(outset, paid))


def _flows(outset: Outset, months: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Wages, fee and bridge, shape (T, P), and means, shape (T, N): the first month is what is left of it, the others whole.

    What a party paid so far is all that is seen of its means.
    """
    told, progress, n = outset.is_told, outset.money("progress_fen"), len(outset.ids)
    wages, fee, bridge = (
        np.repeat(np.where(told, outset.money(c), 0)[None], months, axis=0)
        for c in ("month_fen", "fee_fen", "bridge_fen")
    )
    wages[0] = np.where(told, outset.money("owed_fen") + outset.money("first_fen"), 0)
    fee[0], bridge[0] = (np.where(told, outset.money(c), 0) for c in ("first_fee_fen", "first_bridge_fen"))
    means = [
        _sum(outset.owner, f + progress, n) + _sum(outset.contractor, b, n) for f, b in zip(fee, bridge, strict=True)
    ]
    return wages, fee, bridge, np.stack(means)


def _dues(outset: Outset, failed: np.ndarray) -> Dues:
    progress, none = outset.money("progress_fen"), np.zeros(outset.sites.num_rows)
    everyone = np.maximum(outset.money("n_heads"), outset.heads.sum(axis=1))
    return Dues(
        wages=none,
        fee=none,
        bridge=none,
        held=np.where(outset.is_told, outset.money("balance_fen").clip(min=0), 0),
        progress=progress,
        valued=outset.money("valued_fen"),
        unsettled=outset.money("unsettled_fen"),
        deposit=outset.money("deposit_fen"),
        guarantee=outset.money("guarantee_fen"),
        owner=outset.owner,
        contractor=outset.contractor,
        own=_scaled(outset.heads, _per(np.ones(len(none)), everyone)),
        # subcontractors are owed no more than comes in
        let=_scaled(outset.let, np.minimum(_per(progress, outset.let.sum(axis=1)), 1)),
        means=np.zeros(len(outset.ids)),
        failed=failed,
    )


def _site_rows(outset: Outset, start: Dues, paid: Paid) -> pa.Table:
    told, places = outset.is_told, np.arange(outset.sites.num_rows)
    short = sum(getattr(paid, layer) for layer in LAYERS) + paid.unpaid
    is_short = (short > SHORT * outset.money("month_fen")) & (short >= 1) & told
    dry = is_short.any(axis=0)
    at = (is_short.argmax(axis=0), places)
    days = _dry_days(outset, at[0])
    role, party = _next(outset, start, at[0], paid)
    part = _per(short[at], np.maximum(paid.account[at] + short[at], 1))
    heads = np.minimum(np.ceil(outset.money("n_heads") * part - 1e-9), outset.money("n_heads"))
    none = ~dry
    return pa.table(
        {
            "project_id": outset.sites["project_id"],
            "is_evaluable": pa.array(told),
            "why_not": outset.sites["why"],
            "owner_id": outset.sites["owner_id"],
            "contractor_id": outset.sites["contractor_id"],
            "told_to": outset.sites["told_to"],
            **{f"{name}_fen": _fen(outset.money(f"{column}_fen"), ~told) for name, column in SHOWN.items()},
            "days_left": pa.array(days, FEN, mask=none),
            "dry_on": pa.array(np.datetime64(outset.as_of) + days.astype("timedelta64[D]"), pa.date32(), mask=none),
            "short_month": pa.array(_months(outset, len(short))[at[0]], pa.string(), mask=none),
            "days_without_fee": _days_without_fee(outset),
            "n_workers": pa.array(
                np.where(dry, heads, 0).astype(np.int64), FEN, mask=~(told & outset.known("n_heads"))
            ),
            **_amounts(outset, paid, dry),
            "next_role": pa.array(role, pa.string(), mask=none | (role == "")),
            "next_id": outset.ids.take(pa.array(party, mask=none | (party < 0))),
            "next_article": pa.array([ARTICLES.get(r, "") for r in role], pa.string(), mask=none | (role == "")),
        }
    )


SHOWN = {"balance": "balance", "month_wages": "month", "month_fee": "fee", "month_bridge": "bridge", "owed": "owed"}


def _amounts(outset: Outset, paid: Paid, dry: np.ndarray) -> dict[str, pa.Array]:
    """What is missing until the end of the horizon, what each layer pays of it as far as it is seen, and what nobody covers."""
    known = _seen(outset)
    pays = {layer: np.where(dry, np.rint(getattr(paid, layer).sum(axis=0)), 0) for layer in LAYERS}
    left = np.where(dry, np.rint(paid.unpaid[-1]), 0)
    missing = sum(pays.values(), left)
    told = outset.is_told
    amounts = {"shortfall_fen": _fen(missing, ~told)}
    amounts |= {f"{layer}_pays_fen": _fen(pays[layer], ~(told & known[layer])) for layer in LAYERS}
    return amounts | {"uncovered_fen": _fen(left, ~(told & np.all(list(known.values()), axis=0)))}


def _seen(outset: Outset) -> dict[str, np.ndarray]:
    """Of which projects the means of each layer are seen; a contractor's where any of its sites tells of progress money."""
    n = len(outset.ids)
    told = _sum(outset.contractor, outset.known("progress_fen").astype(np.float64), n) > 0
    prime = np.append(told, False)[outset.contractor]
    known = {layer: outset.known(f"{layer}_fen") for layer in ("deposit", "guarantee")}
    return {"owner": outset.known("unsettled_fen"), "contractor": prime, "subcontractor": prime} | known


def _next(outset: Outset, start: Dues, first: np.ndarray, paid: Paid) -> tuple[np.ndarray, np.ndarray]:
    """Role and row of who must pay next by law in the first short month, shape (P,); '' and -1 where nobody is left.

    An owner that is known to owe nothing, or of whom nobody knows what it owes, is passed over.
    """
    places = np.arange(len(first))
    unsettled = np.vstack([start.unsettled, paid.unsettled])[first, places]
    able = np.append(~start.failed, False)
    sub = _largest(outset.heads, start.failed)
    who = {
        "owner": (outset.owner, able[outset.owner] & outset.known("unsettled_fen") & (unsettled >= 1)),
        "contractor": (outset.contractor, able[outset.contractor]),
        "subcontractor": (sub, sub >= 0),
        "deposit": (outset.contractor, start.deposit >= 1),
        "guarantee": (outset.owner, start.guarantee >= 1),
    }
    role, party = np.full(len(first), "", dtype=object), np.full(len(first), -1)
    for layer in reversed(LAYERS):
        row, owes = who[layer]
        role[owes], party[owes] = layer, row[owes]
    return role, party


def _largest(heads: sparse.csr_array, failed: np.ndarray) -> np.ndarray:
    """Row of the party with most workers on each site that has not failed, the first of equals; -1 without any."""
    found = np.full(heads.shape[0], -1)
    some = heads.tocoo()
    fit = (some.data > 0) & ~failed[some.col]
    site, party = some.row[fit], some.col[fit]
    order = np.lexsort((party, -some.data[fit], site))
    last_first = order[::-1]  # the best of a site is written last
    found[site[last_first]] = party[last_first]
    return found


def _dry_days(outset: Outset, first: np.ndarray) -> np.ndarray:
    """Days from the as-of day to the pay day that the account cannot meet; 0 where older wages are more than it holds."""
    as_of = np.datetime64(outset.as_of)
    now = outset.money("owed_fen") > outset.money("balance_fen") + SHORT * outset.money("month_fen")
    first_due = _dates(outset, "first_due_on")
    due = np.where(
        first == 0, np.where(np.isnat(first_due), as_of, first_due), _later(_dates(outset, "last_due_on"), first)
    )
    days = np.where(first == 0, np.where(now, as_of, due), due) - as_of
    return np.where(np.isnat(days), 0, days.astype(np.int64)).clip(min=0)


def _days_without_fee(outset: Outset) -> pa.Array:
    """Days until the pay day that the balance would not meet if nothing more came in; null where no wages arise."""
    month = outset.money("month_fen")
    now = outset.money("owed_fen") + outset.money("first_fen")
    held = outset.money("balance_fen")
    whole = np.floor(_per((held - now).clip(min=0), month)).astype(np.int64)
    as_of = np.datetime64(outset.as_of)
    first_due = _dates(outset, "first_due_on")
    later = _later(_dates(outset, "last_due_on"), whole + 1)
    day = np.where(held < now, np.where(outset.money("owed_fen") > held, as_of, first_due), later)
    days = day - as_of
    known = outset.is_told & (month > 0) & ~np.isnat(days)
    return pa.array(np.where(known, days.astype(np.int64), 0).clip(min=0), FEN, mask=~known)


def _month_rows(outset: Outset, paid: Paid) -> pa.Table:
    told = np.flatnonzero(outset.is_told)
    months = _months(outset, len(paid.account))
    columns = {"wages_fen": sum(getattr(paid, layer) for layer in LAYERS) + paid.account + paid.unpaid}
    names = {"credited_fen": "credited", "account_fen": "account", "unpaid_fen": "unpaid", "left_fen": "left"}
    columns |= {f"{layer}_fen": getattr(paid, layer) for layer in LAYERS}
    columns |= {column: getattr(paid, name) for column, name in names.items()}
    return pa.table(
        {
            "project_id": outset.sites["project_id"].take(np.repeat(told, len(months))),
            "month": pa.array(np.tile(months, len(told)), pa.string()),
            **{name: _fen(values[:, told].T.ravel()) for name, values in columns.items()},
        }
    )


def _months(outset: Outset, n: int) -> np.ndarray:
    return (np.datetime64(outset.as_of, "M") + np.arange(n)).astype(str).astype(object)


def _dates(outset: Outset, column: str) -> np.ndarray:
    return np.asarray(outset.sites[column].combine_chunks().to_numpy(zero_copy_only=False), dtype="datetime64[D]")


def _later(day: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The same day so many months later, or the last one of that month."""
    month = day.astype("datetime64[M]")
    there = month + months
    last = (there + 1).astype("datetime64[D]") - 1
    same: np.ndarray = there.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    found: np.ndarray = np.minimum(same, last)
    return found


def _sum(party: np.ndarray, money: np.ndarray, n: int) -> np.ndarray:
    known = party >= 0
    return np.bincount(party[known], weights=money[known], minlength=n)


def _per(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Quotients, 0 where nothing divides."""
    found: np.ndarray = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return found


def _scaled(rows: sparse.csr_array, by: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array(by) @ rows)


def _fen(money: np.ndarray, unknown: np.ndarray | None = None) -> pa.Array:
    return pa.array(np.rint(money).astype(np.int64), FEN, mask=unknown)
