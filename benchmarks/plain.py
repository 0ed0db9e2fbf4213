"""The same work as a good analyst would first write it: pandas for the tables, networkx for the graph.

The same ingest (each cell of each table by the contract's rules, a fault with its line, column and reason, of each key the
latest version by the day, references and check digits flagged), three aggregations (paid against attended heads a month,
the unpaid, team-month means) and three measures (PageRank, core number, betweenness by sampled sources). A rule is a
function of a cell, and a column is mapped through it.
"""

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import networkx as nx
import pandas as pd

from graphrisk.core.contract import Field, Table, contract

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DAY = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)$")
MONEY = re.compile(r"[+-]?[¥￥]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?$")
PERSON = re.compile(r"(1[3-9]\d{9}|\d{16,19}|\d{17}[\dX])$")
FOOTNOTES = {"合计", "小计", "总计"}
Cell = tuple[object, str | None]  # the value, or the reason why there is none


def day(text: str) -> Cell:
    """A date in one of the three forms."""
    found = DAY.match(text)
    try:
        return (date(*map(int, found.groups())), None) if found else (None, "bad_date")
    except ValueError:
        return None, "bad_date"


def month(text: str) -> Cell:
    """A month, or the month of a date."""
    return (text, None) if re.match(r"\d{4}-(0[1-9]|1[0-2])$", text) else (None, "bad_date")


def moment(text: str) -> Cell:
    """A time."""
    try:
        return datetime.fromisoformat(text), None
    except ValueError:
        return None, "bad_date"


def number(text: str) -> Cell:
    """A number without separators."""
    return (float(text), None) if NUMBER.match(text) else (None, "bad_type")


def fen(text: str) -> Cell:
    """Money as int64 fen."""
    if not MONEY.match(text):
        return None, "bad_type"
    whole, _, places = text.lstrip("+-¥￥").replace(",", "").partition(".")
    if places[2:].strip("0"):
        return None, "too_precise"
    value = int(whole or "0") * 100 + int((places + "00")[:2])
    return (-value if text.startswith("-") else value), None


def truth(text: str) -> Cell:
    """A boolean."""
    known = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
    return (known[text.lower()], None) if text.lower() in known else (None, "bad_type")


def credit_code(text: str) -> Cell:
    """A credit code, in upper case; a wrong check digit is kept and flagged."""
    code = text.replace(" ", "").replace("-", "").upper()
    if re.match(r"\d+(\.\d+)?E[+-]\d+$", code):
        return None, "excel_scientific"
    known = len(code) == 18 and all(c in ALPHABET for c in code)
    if not known or (
        31 - sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    ) % 31 != ALPHABET.index(code[17]):
        return code, "check_digit"
    return code, None


def words(text: str) -> Cell:
    """Text; control characters and persons' numbers are faults."""
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text):
        return None, "control_character"
    return (None, "person_number") if PERSON.match(text) and is_person(text) else (text, None)


def is_person(text: str) -> bool:
    """Whether digits are a mobile number, a bank card (Luhn) or an id card (check digit)."""
    if len(text) == 11:
        return True
    digits = [int(c) for c in text if c.isdigit()]
    card = sum(d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(reversed(digits))) % 10 == 0
    weights = [2 ** (17 - i) % 11 for i in range(17)]
    checks = "10X98765432"[sum(w * d for w, d in zip(weights, digits, strict=False)) % 11]
    return card or (len(text) == 18 and text[-1] == checks)


def rule(f: Field) -> Callable[[str], Cell]:
    """The function that reads one cell of a column."""
    types = {"date": day, "yearmonth": month, "datetime": moment, "integer": number, "number": number, "boolean": truth}
    read = fen if f.kind == "yuan" else credit_code if f.kind == "uscc" else types.get(f.type, words)
    scale = 100 if f.kind == "yuan" else 1

    def cell(raw: str) -> Cell:
        text = raw.strip(" \u3000\u00a0")
        if not text:
            return None, "missing_required" if f.required else None
        if f.enum:
            return (text.lower(), None) if text.lower() in f.enum else (None, "bad_enum")
        value, reason = read(text)
        if isinstance(value, int | float) and not isinstance(value, bool):
            low, high = f.minimum, f.maximum
            if (low is not None and value < low * scale) or (high is not None and value > high * scale):
                return None, "out_of_range"
        return value, reason

    return cell


def ingest(delivery: Path, table: Table, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One table as it stands on a day, and its faults: line, column, value, reason."""
    raw = pd.read_csv(delivery / table.agency / f"{table.name}.csv", dtype=str, keep_default_na=False)
    first = raw.iloc[:, 0].map(str.strip)
    raw = raw[~first.isin(FOOTNOTES) & (raw != "").any(axis=1)]
    frame, faults, flags = pd.DataFrame(index=raw.index), [], pd.Series([[] for _ in range(len(raw))], index=raw.index)
    for f in table.fields:
        if f.name not in raw.columns:
            continue
        read = raw[f.name].map(rule(f))
        frame[f.column] = read.map(lambda cell: cell[0])
        reasons = read.map(lambda cell: cell[1])
        for line in reasons.index[reasons == "check_digit"]:
            flags[line].append(f"check_digit:{f.name}")
        bad = reasons[reasons.notna() & (reasons != "check_digit")]
        cells = {"line": bad.index + 2, "column": f.name, "value": raw.loc[bad.index, f.name], "reason": bad}
        faults.append(pd.DataFrame(cells))
    quarantine = pd.concat(faults)
    frame = frame.assign(flags=flags, line=frame.index + 2).drop(index=quarantine.index.unique())
    frame = frame[frame["received_on"] <= as_of]
    key, content = list(table.primary_key), [c for c in frame.columns if c not in ("flags", "line")]
    frame = frame.drop_duplicates(content)
    frame = frame[~frame.duplicated([*key, "received_on"], keep=False)]
    return frame.sort_values("received_on", kind="stable").drop_duplicates(key, keep="last"), quarantine


def refer(tables: dict[str, pd.DataFrame]) -> None:
    """Flag what points to nothing, and what was received before it happened."""
    for name, frame in tables.items():
        for link in contract()[name].foreign_keys:
            if link.table in tables and link.field in frame:
                known = set(tables[link.table][link.column])
                for flags in frame.loc[frame[link.field].notna() & ~frame[link.field].isin(known), "flags"]:
                    flags.append(f"foreign_key:{link.field}")
        event = contract()[name].event
        if event in frame:
            early = [
                e is not None and str(r) < str(e)[:10] for r, e in zip(frame["received_on"], frame[event], strict=True)
            ]
            for flags in frame.loc[early, "flags"]:
                flags.append("received_before_event:received_on")


def aggregate(payroll: pd.DataFrame, attendance: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Heads paid against heads attending a project and month; who attended and was not paid; means a team and month."""
    paid = payroll[payroll["paid_fen"] > 0].rename(columns={"wage_month": "month"})
    both = attendance.merge(paid, on=["project_id", "person_key", "month"], how="left", indicator=True)
    heads = (
        both.assign(is_paid=both["_merge"] == "both").groupby(["project_id", "month"])["is_paid"].agg(["size", "sum"])
    )
    unpaid = both[both["_merge"] == "left_only"].groupby(["project_id", "month"]).agg(n=("person_key", "nunique"))
    teams = payroll.groupby(["project_id", "team_id", "wage_month"])[["due_fen", "paid_fen"]].agg(["mean", "std"])
    return heads, unpaid, teams


def measures(tables: dict[str, pd.DataFrame]) -> tuple[dict, dict, dict]:
    """PageRank and core number of who worked where for whom; betweenness without workers by 128 sources."""
    worker, firms = tables["worker"], nx.Graph()
    ties = [("project_party", "uscc", "project_id"), ("special_account", "account_key", "project_id")]
    ties += [("position", "person_key", "uscc"), ("company", "address_key", "uscc"), ("company", "phone_key", "uscc")]
    ties += [("holding", "holder_id", "uscc"), ("team", "team_id", "project_id"), ("team", "leader_key", "team_id")]
    ties += [("invoice_month", "seller_uscc", "buyer_uscc"), ("clue", "clue_id", "uscc")]
    for name, a, b in ties:
        firms.add_edges_from(tables[name][[a, b]].dropna().itertuples(index=False, name=None))
    graph = firms.copy()
    graph.add_edges_from(zip(worker["person_key"], worker["project_id"], strict=True))
    return nx.pagerank(graph), nx.core_number(graph), nx.betweenness_centrality(firms, k=128, seed=0)


def main(delivery: Path) -> None:
    """Read and check, aggregate, measure."""
    found = [t for t in contract().values() if (delivery / t.agency / f"{t.name}.csv").is_file()]
    as_of = date.fromisoformat((delivery.parent / "truth" / "as_of.txt").read_text().strip())
    tables = {t.name: ingest(delivery, t, as_of)[0] for t in found}
    refer(tables)
    sums = aggregate(tables["payroll"], tables["attendance_month"])
    print([len(s) for s in sums], [len(m) for m in measures(tables)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
