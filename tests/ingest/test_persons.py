"""No person's number gets inside: it stops the load, costs its row, or is hashed at the door."""

import hmac
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from stdnum import luhn
from stdnum.cn import ric, uscc

from graphrisk.core.engine import connect
from graphrisk.core.errors import DeliveryRefused, UsageError
from graphrisk.ingest import macros, persons
from tests.ingest.tools import GOOD, USCC, bring_in, columns, delivery, row, text, write

SECRET = "a long random text that all deliveries of the city share"


def id_card(number: int) -> str:
    """A made-up id number with a right check digit."""
    start = f"1101{number // 1000 + 5:02}{1950 + number % 50}0{number % 9 + 1}1{number % 9}{number % 1000:03}"
    made = start + ric.calc_check_digit(start + "0")
    return (
        id_card(number + 1000) if uscc.is_valid(made) else made
    )  # one in 31 is a valid credit code, which never counts


def bank_card(number: int) -> str:
    """A made-up card number that passes Luhn."""
    start = f"62220000{number:08}"
    return start + luhn.calc_check_digit(start)


ID, CARD, MOBILE = id_card(1), bank_card(1), "13912345678"


def _rows(n: int, cells: list[str], column: str = "channel") -> list[dict[str, str]]:
    bad = [row("clue", clue_id=f"x{i}") | {column: cell} for i, cell in enumerate(cells)]
    return bad + [row("clue", clue_id=f"C{i}", channel="热线") for i in range(n)]


@pytest.mark.parametrize(
    "number",
    [ID, ID.lower(), CARD, MOBILE, "\uff11\uff13\uff19\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", f" {MOBILE} "],
)
def test_a_few_cost_their_rows_and_are_masked_everywhere(number: str, tmp_path: Path) -> None:
    result = bring_in(delivery(tmp_path / "d", clue=_rows(200, [number])), tmp_path / "out")
    assert len(result.table("clue")) == 200
    (fault,) = result.quarantine("clue")
    assert (fault["line"], fault["column"], fault["reason"]) == (2, "channel", "person_number")
    assert "*" in fault["value"]
    for file in (tmp_path / "out").rglob("*.parquet"):
        assert number.strip().encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("n", "cells", "stops"),
    [
        (98, [MOBILE], True),  # 1 of 99
        (99, [MOBILE], True),  # 1 of 100 is one per cent
        (100, [MOBILE], False),  # 1 of 101 is less
        (2000, [id_card(i) for i in range(19)], False),
        (2001, [id_card(i) for i in range(20)], True),
        (2001, [MOBILE, *[bank_card(i) for i in range(19)]], True),
    ],
)
def test_one_per_cent_or_twenty_stop_the_load(n: int, cells: list[str], stops: bool, tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d", clue=_rows(n, cells))
    if not stops:
        assert len(bring_in(folder, tmp_path / "out").table("clue")) == n
        return
    with pytest.raises(DeliveryRefused) as caught:
        bring_in(folder, tmp_path / "out")
    (said,) = caught.value.faults
    assert "channel" in said
    assert "--hash-keys" in said
    assert not any(cell in said for cell in cells)


def test_rows_after_the_day_count_for_the_stop(tmp_path: Path) -> None:
    rows = [GOOD["clue"], row("clue", clue_id="C2", channel=MOBILE, received_on="2030-01-01")]
    with pytest.raises(DeliveryRefused, match="channel"):
        bring_in(delivery(tmp_path / "d", clue=rows), tmp_path / "out")


@pytest.mark.parametrize(
    "cell",
    [
        next(n for n in (ID[:-1] + d for d in "0123456789") if not (ric.is_valid(n) or luhn.is_valid(n))),
        "990105" + ID[6:],  # no such area
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
        "12912345678",
        "139123456789",
        f"tel {MOBILE}",
        "h" + ID,
        USCC,
    ],
)
def test_what_is_no_persons_number(cell: str, tmp_path: Path) -> None:
    assert len(bring_in(delivery(tmp_path / "d", clue=_rows(0, [cell])), tmp_path / "out").table("clue")) == 1


def test_exempt_columns_and_kinds(tmp_path: Path) -> None:
    projects = [row("project", permit_no=CARD, owner_uscc=ID)]
    clues = [row("clue", uscc=CARD, heads=MOBILE, amount_yuan=MOBILE)]
    result = bring_in(delivery(tmp_path / "d", project=projects, clue=clues), tmp_path / "out")
    assert len(result.table("project")) == len(result.table("clue")) == 1


def test_unknown_columns_are_looked_at(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    rows = [row("clue", clue_id=f"C{i}", phone="" if i else MOBILE, note="x") for i in range(3)]
    write(folder, "clue", text("clue", rows, [*columns("clue"), "phone", "note"]))
    with pytest.raises(DeliveryRefused, match="phone"):
        bring_in(folder, tmp_path / "out")


def test_header_with_a_number_is_masked_in_the_message(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    write(folder, "clue", f"{ID},{MOBILE}\n1,2\n")
    with pytest.raises(DeliveryRefused) as caught:
        bring_in(folder, tmp_path / "out")
    assert ID not in str(caught.value)


def test_broken_records_show_no_number(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d")
    write(folder, "clue", text("clue", [GOOD["clue"]]) + f"C9,{ID},{MOBILE},{CARD}\n")
    (fault,) = bring_in(folder, tmp_path / "out").quarantine("clue")
    assert fault["reason"] == "field_count"
    assert not any(n in fault["value"] for n in (ID, MOBILE, CARD))


def test_keys_are_hashed_at_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHRISK_HASH_KEY", SECRET)
    spaced = f" {ID[:6]} {ID[6:14]}-{ID[14:]}".lower()
    pay = [row("payroll", person_key=ID, card_key=CARD), row("payroll", person_key=spaced, wage_month="2022-02")]
    folder = delivery(tmp_path / "d", payroll=pay, project=[row("project", address_key=MOBILE)])
    write(
        folder,
        "holding",
        f"holder_kind,holder_id,uscc,from_on,received_on\nperson,{ID},{USCC},2020-01-01,2020-02-01\ncompany,{USCC},{USCC},2020-01-01,2020-02-01\n",
    )
    result = bring_in(folder, tmp_path / "out", hash_keys=True)
    keys = [r["person_key"] for r in result.table("payroll")]
    expected = "k" + hmac.new(SECRET.encode(), ID.encode(), sha256).hexdigest()[:32]
    assert keys == [expected, expected]
    assert [r["holder_id"] for r in result.table("holding")] == [expected, USCC]
    assert result.table("payroll")[0]["card_key"][0].isalpha()
    assert not result.quarantine("payroll")
    for file in (tmp_path / "out").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(n.encode() in content for n in (ID, CARD, MOBILE, SECRET))


def test_other_columns_still_stop_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHRISK_HASH_KEY", SECRET)
    with pytest.raises(DeliveryRefused, match="channel"):
        bring_in(delivery(tmp_path / "d", clue=[row("clue", channel=ID)]), tmp_path / "out", hash_keys=True)


@pytest.mark.parametrize("key", ["", "too short", "x" * 31])
def test_a_short_key_is_refused(key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHRISK_HASH_KEY", key)
    with pytest.raises(UsageError, match="32 bytes") as caught:
        bring_in(delivery(tmp_path / "d"), tmp_path / "out", hash_keys=True)
    assert not key or key not in str(caught.value)


def test_against_stdnum() -> None:
    """Every made-up number, and each with one digit changed, as python-stdnum judges it."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    codes = [f"91110000{i * 7919:09}"[:17] for i in range(300)]
    codes = [c + uscc.calc_check_digit(c) for c in codes]
    codes += [
        c[:i] + alphabet[(alphabet.index(c[i]) + 1) % 31] + c[i + 1 :]
        for i, c in ((k % 18, c) for k, c in enumerate(codes))
    ]
    cards = [bank_card(i) for i in range(300)] + [f"622200000000{i:05}" for i in range(300)]
    ids = [id_card(i) for i in range(300)] + [id_card(i)[:-1] + "0" for i in range(300)]
    with connect(1) as con:
        macros.make(con, persons.MACROS)
        for function, texts, oracle in (
            ("in_is_uscc", codes, uscc.is_valid),
            ("in_is_bank_card", cards, luhn.is_valid),
            ("in_is_id_card", ids, ric.is_valid),
        ):
            found = con.execute(f"SELECT list_transform(?::VARCHAR[], lambda x: {function}(x))", [texts]).fetchall()[0][
                0
            ]
            assert found == [oracle(t) for t in texts]


def test_a_number_never_reaches_stderr(tmp_path: Path) -> None:
    folder = delivery(tmp_path / "d", clue=[row("clue", channel=ID)])
    words = ["ingest", str(folder), "--as-of", "2022-06-15", "--out", str(tmp_path / "run")]
    done = subprocess.run(
        [sys.executable, "-c", "from graphrisk.cli import main; main()", *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert ID not in done.stderr + done.stdout
    assert not (tmp_path / "run").exists()
