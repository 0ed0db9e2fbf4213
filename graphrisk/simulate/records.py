"""The ordinary noise of registers: clues that come to nothing, routine checks, small suits, debts that are paid."""

from typing import Any

import numpy as np
import numpy.typing as npt

from graphrisk.simulate.world import Days, World, days_later, first_day, month_number, month_text


def make_records(world: World) -> None:
    """`clue`, `inspection`, `judicial`, `credit_event`, `sme_arrears`: nothing in them shows unpaid wages."""
    _clues(world)
    _inspections(world)
    _suits(world)
    _debts(world)
    _orders(world)


def some_days(world: World, rng: np.random.Generator, n: int, spare: int = 0) -> Days:
    """Days spread over the history, the last `spare` days left out."""
    begin, end = first_day(world.preset.first_month), first_day(world.preset.last_month + 1)
    return days_later(begin, rng.integers(30, int((end - begin).astype(int)) - spare, n))


def _clues(world: World) -> None:
    """One clue in eight project-years; open at first, then found false or about something else."""
    rng, party = world.chance("clues"), world["project_party"]
    years = (world.preset.last_month - world.preset.first_month) / 12
    n = max(6, int(world.preset.projects * years / 8))
    rows = party[party["role"].isin(["contractor", "labour_sub"])].sample(n, replace=True, random_state=rng)
    opened = some_days(world, rng, n, 3)
    done = days_later(opened, rng.integers(10, 45, n))
    month = month_number(opened)
    base = {
        "clue_id": [f"XS-{i + 1:06d}" for i in range(n)],
        "uscc": rows["uscc"],
        "project_id": rows["project_id"],
        "opened_on": opened,
        "channel": rng.choice(["hotline", "platform", "window"], n),
        "heads": rng.integers(1, 4, n),
        "amount_fen": rng.integers(2, 30, n) * 100_000,
        "from_month": month_text(month - 2),
        "to_month": month_text(month - 1),
    }
    world.add(
        "clue",
        **base,
        result="open",
        result_on=np.datetime64("NaT", "D"),
        closed_on=np.datetime64("NaT", "D"),
        received_on=days_later(opened, 1),
    )
    result = rng.choice(["false", "other"], n)
    world.add(
        "clue", **base, result=result, result_on=done, closed_on=days_later(done, 2), received_on=days_later(done, 3)
    )


def _inspections(world: World) -> None:
    """Random and routine checks: pending when sent out, then justified, procedural, a fault of the data, or not to be told."""
    rng, p = world.chance("inspections"), world["project"]
    n = max(8, world.preset.projects // 3)
    rows = p.iloc[rng.integers(0, len(p), n)]
    sent = some_days(world, rng, n, 5)
    visited = days_later(sent, rng.integers(2, 12, n))
    base = {
        "inspection_id": [f"JC-{i + 1:06d}" for i in range(n)],
        "project_id": rows["project_id"].to_numpy(),
        "uscc": rows["contractor_uscc"].to_numpy(),
        "area_code": rows["area_code"].to_numpy(),
        "trigger": rng.choice(["random", "routine"], n),
        "dispatched_on": sent,
    }
    none = np.datetime64("NaT", "D")
    world.add(
        "inspection",
        **base,
        visited_on=none,
        result="pending",
        heads=0,
        amount_fen=0,
        measure=None,
        closed_on=none,
        received_on=days_later(sent, 1),
    )
    result = rng.choice(["justified", "procedural", "data_error", "unverifiable"], n, p=[0.6, 0.2, 0.15, 0.05])
    world.add(
        "inspection",
        **base,
        visited_on=visited,
        result=result,
        heads=0,
        amount_fen=0,
        measure=np.where(result == "procedural", "advice", "none"),
        closed_on=days_later(visited, 3),
        received_on=days_later(visited, 4),
    )


def _suits(world: World) -> None:
    """Small civil suits about goods, closed within a year; an address listing that was repaired."""
    rng, firms = world.chance("suits"), world["company"]
    n = max(6, len(firms) // 25)
    filed = some_days(world, rng, n)
    sides = firms["uscc"].to_numpy()[rng.integers(0, len(firms), (n, 2))]
    closed = days_later(filed, rng.integers(90, 300, n))
    over = closed < first_day(world.preset.last_month + 1)
    for role, party in (("debtor", sides[:, 0]), ("creditor", sides[:, 1])):
        base = {
            "case_no": np.array([f"（2022）京0115民初{10_000 + i}号" for i in range(n)], dtype=object),
            "party_id": party,
            "role": role,
            "kind": "civil",
            "about_wage": False,
            "amount_fen": (rng.lognormal(11, 1, n) * 100).astype(int),
            "filed_on": filed,
        }
        world.add("judicial", **_all(base), closed_on=np.datetime64("NaT", "D"), received_on=days_later(filed, 9))
        world.add("judicial", **_all(base, over), closed_on=closed[over], received_on=days_later(closed[over], 6))
    _listings(world, rng)


def _listings(world: World, rng: np.random.Generator) -> None:
    """Listings for an address that was not found, most of them repaired after forty days, and small penalties."""
    firms = world["company"]["uscc"].to_numpy()
    n = max(40, len(firms) // 50)
    from_on = some_days(world, rng, n, 45)
    base = {
        "event_id": np.array([f"XY-{i + 1:06d}" for i in range(n)], dtype=object),
        "uscc": firms[rng.integers(0, len(firms), n)],
        "person_key": None,
        "kind": rng.choice(["abnormal_listing", "qualification_penalty"], n, p=[0.8, 0.2]),
        "from_on": from_on,
    }
    base |= {
        "amount_fen": np.where(base["kind"] == "abnormal_listing", 0, 500_000),
        "authority": np.where(base["kind"] == "abnormal_listing", "市场监督管理局", "住房和城乡建设委员会"),
    }
    world.add(
        "credit_event",
        **_all(base),
        to_on=np.datetime64("NaT", "D"),
        repaired_on=np.datetime64("NaT", "D"),
        received_on=days_later(from_on, 3),
    )
    mended = np.asarray(base["kind"]) == "abnormal_listing"
    end = days_later(from_on[mended], 40)
    world.add("credit_event", **_all(base, mended), to_on=end, repaired_on=end, received_on=days_later(end, 2))


def _all(columns: dict[str, Any], rows: npt.NDArray[np.bool_] | None = None) -> dict[str, Any]:
    """The columns of chosen rows; single values stay."""
    return {k: v[rows] if rows is not None and isinstance(v, np.ndarray) else v for k, v in columns.items()}


def _debts(world: World) -> None:
    """Debts to small suppliers, agreed and cleared within some months."""
    rng, party = world.chance("debts"), world["project_party"]
    supply = party[party["role"] == "supplier"].sample(
        max(4, world.preset.projects // 12), replace=True, random_state=rng
    )
    gc = world["project"]["contractor_uscc"].to_numpy()[supply["p"].to_numpy()]
    due = some_days(world, rng, len(supply), 150)
    base = {
        "ref_no": [f"QK-{i + 1:06d}" for i in range(len(supply))],
        "debtor_uscc": gc,
        "creditor_uscc": supply["uscc"],
        "project_id": supply["project_id"],
        "amount_fen": (rng.lognormal(12, 0.8, len(supply)) * 100).astype(int),
        "due_on": due,
        "confirmed": True,
    }
    world.add("sme_arrears", **base, cleared_on=np.datetime64("NaT", "D"), received_on=days_later(due, 35))
    world.add("sme_arrears", **base, cleared_on=days_later(due, 90), received_on=days_later(due, 95))


def _orders(world: World) -> None:
    """`account_restriction`: now and then a court takes wages of the project out of its account for its workers, as the law allows."""
    rng, account = world.chance("orders"), world["special_account"]
    rows = account.sample(max(1, len(account) // 150), random_state=rng)
    day = some_days(world, rng, len(rows), 40)
    world.add(
        "account_restriction",
        account_key=rows["account_key"],
        case_no=[f"（2022）京0115执{500 + i}号" for i in range(len(rows))],
        kind="freeze",
        authority="大兴区人民法院",
        amount_fen=rng.integers(20, 80, len(rows)) * 100_000,
        from_on=day,
        to_on=days_later(day, 12),
        for_project_wage=True,
        received_on=days_later(day, 2),
    )


def make_invoices(world: World) -> None:
    """`invoice_month`: labour firms, specialists and suppliers bill the contractor through the works."""
    rng, p, party = world.chance("invoices"), world["project"], world["project_party"]
    billed = party[party["role"].isin(["labour_sub", "specialist_sub", "supplier"])]
    of = billed["p"].to_numpy()
    count = np.maximum((p["last"] - p["first"]).to_numpy()[of], 1)
    row = np.repeat(np.arange(len(billed)), count)
    m = np.repeat(p["first"].to_numpy()[of], count) + np.concatenate([np.arange(c) for c in count])
    kept = rng.random(len(row)) < 0.5
    row, m = row[kept], m[kept]
    size = p["heads"].to_numpy()[of][row] * 2_000 * rng.lognormal(0, 0.5, len(row))
    category = (
        billed["role"]
        .map({"labour_sub": "建筑服务-劳务", "specialist_sub": "建筑服务-专业", "supplier": "货物-建材"})
        .to_numpy()[row]
    )
    world.add(
        "invoice_month",
        seller_uscc=billed["uscc"].to_numpy()[row],
        buyer_uscc=p["contractor_uscc"].to_numpy()[of][row],
        month=month_text(m),
        category=category,
        amount_fen=(size * 100).astype(np.int64),
        invoices=rng.integers(1, 6, len(row)),
        received_on=days_later(first_day(m + 1), 14),
    )
    keys = ["seller_uscc", "buyer_uscc", "month", "category"]
    total = (
        world["invoice_month"]
        .groupby(keys, as_index=False)
        .agg({"amount_fen": "sum", "invoices": "sum", "received_on": "max"})
    )
    world["invoice_month"] = total
