"""ranking.csv: the columns that others rely on, one row an entity, and the same bytes each time."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder
from tests.corridor.bytes import digests
from tests.publish.house import publish_into, small_run

HEADER = (
    "entity_kind,entity_id,name,area_code,score,level,rank,workers_at_risk,amount_at_risk_yuan,first_signal_on,"
    "evaluable_share,reason_1,reason_2,reason_3"
)


@pytest.fixture
def clock_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Move this process to a time zone, and back."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def rows(run: RunFolder) -> list[dict[str, str]]:
    text = run.file("ranking.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_excel_opens_it_as_utf8(published: RunFolder) -> None:
    written = published.file("ranking.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf" + HEADER.encode())
    assert "大兴一号工程" in written.decode("utf-8-sig")


def test_one_row_an_entity_worst_first_within_the_kind(published: RunFolder) -> None:
    found = [(r["entity_kind"], r["entity_id"], r["rank"]) for r in rows(published)]
    projects = [("project", f"P-{n}", str(n)) for n in (1, 2, 3)]
    companies = [("company", f"C-{n}", str(n)) for n in (1, 2, 3)]
    assert found == projects + companies


def test_what_is_not_known_is_empty_and_nothing_is_zero(published: RunFolder) -> None:
    first, second, third = rows(published)[:3]
    assert (first["workers_at_risk"], first["amount_at_risk_yuan"]) == ("120", "1234567.89")
    assert (second["workers_at_risk"], second["amount_at_risk_yuan"]) == ("", "")
    assert (third["workers_at_risk"], third["amount_at_risk_yuan"], third["first_signal_on"]) == ("0", "0.00", "")


def test_reasons_stand_strongest_first_and_order_of_equals_is_none(published: RunFolder) -> None:
    by_id = {r["entity_id"]: r for r in rows(published)}
    assert by_id["P-1"]["reason_1"] == "P01 two_months: 两个月未发薪 / two months unpaid"
    assert by_id["P-1"]["reason_2"].startswith("A02 unrelated: ")
    assert by_id["P-1"]["reason_3"] == ""
    assert by_id["C-3"]["reason_1"] == ""


@pytest.mark.parametrize(("threads", "zone"), [(1, "UTC"), (2, "Asia/Shanghai"), (1, "America/Los_Angeles")])
def test_same_run_same_bytes(
    published: RunFolder, tmp_path: Path, clock_of: Callable[[str], None], threads: int, zone: str
) -> None:
    clock_of(zone)
    publish_into(small_run(tmp_path / "before", is_later=False), threads)
    again = publish_into(small_run(tmp_path / "now", previous="before"), threads)
    ours = {name: digest for name, digest in digests(again.path).items() if name.startswith(("ranking", "report"))}
    theirs = digests(published.path)
    assert len(ours) == 6
    assert ours == {name: theirs[name] for name in ours}


def test_a_run_that_is_not_explained_is_not_published(copy: RunFolder) -> None:
    (copy.path / "rooms" / "explain").unlink()
    with pytest.raises(UsageError, match="explain"):
        publish_into(copy)
