"""Who pays when an account cannot: obligations for wages cleared over the parties that owe them, month by month.

Sites and parties are row numbers. A site's wages fall, in this order, on its account, on its owner up to the money it has
not settled, on its contractor, on the subcontractors for their own share, on a deposit and on a guarantee.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

TOLERANCE, ROUNDS = 1e-12, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dues:
    """What falls due in one month on P sites among N parties; money in one unit, never negative.

    wages: due to the workers, older arrears with them. held: in the account. fee: the owner has to credit it; bridge: the
    contractor adds it. progress: owner to contractor beyond the fee; valued: value of the month's works. unsettled: what the
    owner has not paid of older value. deposit, guarantee: what these would give. All of shape (P,).
    owner, contractor: row of the party, shape (P,), int64; where an owner is unknown (-1) its fee comes and it advances nothing.
    own: share of a site's wages that each party owes directly, shape (P, N), rows sum to at most 1.
    let: what the contractor owes each party for its works, shape (P, N).
    means: what each party has beside the payments of others here, shape (N,). failed: pays nothing, shape (N,), bool.
    """

    wages: np.ndarray
    held: np.ndarray
    fee: np.ndarray
    bridge: np.ndarray
    progress: np.ndarray
    valued: np.ndarray
    unsettled: np.ndarray
    deposit: np.ndarray
    guarantee: np.ndarray
    owner: np.ndarray
    contractor: np.ndarray
    own: sparse.csr_array
    let: sparse.csr_array
    means: np.ndarray
    failed: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Who paid the wages of each site, shape (P,) for one month, (T, P) for several; the seven add up to the wages due.

    credited: fee and bridge that reached the account. left: in the account afterwards. unsettled: what the owner owes then.
    """

    account: np.ndarray
    owner: np.ndarray
    contractor: np.ndarray
    subcontractor: np.ndarray
    deposit: np.ndarray
    guarantee: np.ndarray
    unpaid: np.ndarray
    credited: np.ndarray
    left: np.ndarray
    unsettled: np.ndarray


def clear(dues: Dues) -> tuple[np.ndarray, np.ndarray]:
    """Share of its wage dues, and of its other dues, that each party pays: two arrays of shape (N,), 0 to 1.

    A clearing payment vector (Eisenberg and Noe 2001) with two ranks (Elsinger 2009): a party's wage dues come before its
    other dues, and within a rank it pays all creditors the same share of what it has. What one party leaves unpaid falls on
    the next, so a higher share of anyone lowers what others owe and raises what they get: the map of shares is monotone on
    [0, 1]^2N, has a greatest fixed point (Tarski), and iteration from 1 downwards reaches it. Cost O(P + ties) a round; in a
    tree of contracts as many rounds as it is deep, at most 1000.

    >>> one, none = sparse.csr_array(np.zeros((1, 2))), np.zeros(1)
    >>> site = dict.fromkeys(("held", "bridge", "valued", "unsettled", "deposit", "guarantee"), none)
    >>> ends = {"owner": np.array([0]), "contractor": np.array([1]), "own": one, "let": one}
    >>> dues = Dues(wages=np.array([10.0]), fee=np.array([6.0]), progress=np.array([8.0]), **site, **ends,
    ...             means=np.array([9.0, 0.0]), failed=np.zeros(2, dtype=bool))
    >>> first, other = clear(dues)  # the owner's 9 pay the fee of 6, the other 3 of 8 reach the contractor, who owes 4
    >>> first.tolist(), other.tolist()
    ([1.0, 0.75], [0.375, 1.0])
    """
    able = (~dues.failed).astype(np.float64)
    first, other = able.copy(), able.copy()
    n = len(able)
    due_after = _sum(dues.owner, dues.progress, n) + _sum(dues.contractor, dues.let.sum(axis=1), n)
    for _ in range(ROUNDS):
        due_first = _wage_dues(dues, first)
        income = dues.means + _sum(dues.contractor, _of(other, dues.owner) * dues.progress, n)
        income = income + dues.let.T @ _of(other, dues.contractor)
        new_first = able * _share(income, due_first)
        new_other = able * _share(np.maximum(income - due_first, 0), due_after)
        change = max(np.abs(new_first - first).max(initial=0), np.abs(new_other - other).max(initial=0))
        first, other = np.minimum(first, new_first), np.minimum(other, new_other)
        if change < TOLERANCE:
            break
    return first, other


def settle(dues: Dues, first: np.ndarray, other: np.ndarray) -> Paid:
    """Who pays what on each site where every party pays these shares of its dues."""
    credited, account, short, advance_due = _upper(dues, first)
    advance = _of(first, dues.owner) * advance_due
    after_owner = short - advance
    prime = _of(first, dues.contractor) * after_owner
    after_prime = after_owner - prime
    sub = after_prime * (dues.own @ first)
    deposit = np.minimum(after_prime - sub, dues.deposit)
    guarantee = np.minimum(after_prime - sub - deposit, dues.guarantee)
    came = _of(first, dues.owner) * dues.fee + _of(other, dues.owner) * dues.progress
    return Paid(
        account=account,
        owner=advance,
        contractor=prime,
        subcontractor=sub,
        deposit=deposit,
        guarantee=guarantee,
        unpaid=after_prime - sub - deposit - guarantee,
        credited=credited,
        left=dues.held + credited - account,
        unsettled=np.maximum(dues.unsettled - advance + np.maximum(dues.valued - came, 0), 0),
    )


def cascade(dues: Dues, wages: np.ndarray, fee: np.ndarray, bridge: np.ndarray, means: np.ndarray) -> Paid:
    """The months one after the other, each cleared by itself; arrays of `Paid` have shape (T, P).

    What the account keeps, what stays unpaid, what the owner still owes and what deposit and guarantee have left go into the
    next month; what a party has left at a month's end does not, for it is spent on the works. Cost T clearings.

    wages, fee, bridge: of each month, shape (T, P), means: shape (T, N); `dues` holds the rest, and what stands at the
    beginning.
    """
    months = []
    arrears = np.zeros(wages.shape[1])
    for t in range(len(wages)):
        dues = replace(dues, wages=wages[t] + arrears, fee=fee[t], bridge=bridge[t], means=means[t])
        paid = settle(dues, *clear(dues))
        months.append(paid)
        arrears = paid.unpaid
        dues = replace(
            dues,
            held=paid.left,
            unsettled=paid.unsettled,
            deposit=dues.deposit - paid.deposit,
            guarantee=dues.guarantee - paid.guarantee,
        )
    return Paid(**{name: np.stack([getattr(m, name) for m in months]) for name in Paid.__slots__})


def _wage_dues(dues: Dues, first: np.ndarray) -> np.ndarray:
    """What each party owes in the first rank, shape (N,): fees, advances, bridges, and wages that those before it leave."""
    _, _, short, advance_due = _upper(dues, first)
    after_owner = short - _of(first, dues.owner) * advance_due
    after_prime = (1 - _of(first, dues.contractor)) * after_owner
    n = len(first)
    of_owners, of_primes = (
        _sum(dues.owner, dues.fee + advance_due, n),
        _sum(dues.contractor, dues.bridge + after_owner, n),
    )
    all_of_it: np.ndarray = of_owners + of_primes + dues.own.T @ after_prime
    return all_of_it


def _upper(dues: Dues, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What reaches the account, what it pays, what is short then, and what of that the owner has to advance."""
    from_owner = np.where(dues.owner < 0, 1.0, _of(first, dues.owner)) * dues.fee
    credited = from_owner + _of(first, dues.contractor) * dues.bridge
    account = np.minimum(dues.wages, dues.held + credited)
    short = dues.wages - account
    return credited, account, short, np.where(dues.owner < 0, 0.0, np.minimum(short, dues.unsettled))


def _of(share: np.ndarray, party: np.ndarray) -> np.ndarray:
    """Each site's party's share; 0 where the party is unknown."""
    return np.where(party < 0, 0.0, share[party]) if len(share) else np.zeros(len(party))


def _sum(party: np.ndarray, money: np.ndarray, n: int) -> np.ndarray:
    known = party >= 0
    return np.bincount(party[known], weights=money[known], minlength=n)


def _share(money: np.ndarray, due: np.ndarray) -> np.ndarray:
    """How much of what is due the money pays, at most 1; nothing due is paid."""
    part: np.ndarray = np.divide(money, due, out=np.ones_like(money), where=due > 0)
    at_most: np.ndarray = np.minimum(part, 1)
    return at_most
