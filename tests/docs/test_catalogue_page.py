"""The page of the catalogue is what the code declares."""

from pathlib import Path

from graphrisk.pipeline import catalogue_page
from graphrisk.signals import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "signals.md"


def test_the_page_is_fresh() -> None:
    """Where this fails: `make docs`."""
    assert PAGE.read_text("utf-8") == catalogue_page()


def test_each_signal_says_all_that_it_declares() -> None:
    page = catalogue_page()
    for s in catalogue().values():
        section = page.partition(f"### {s.id} ")[2].partition("<a id=")[0]
        told = [s.asks.zh, s.asks.en, s.innocent_when.zh, s.innocent_when.en, s.clears_when.zh, s.clears_when.en]
        told += [law.cited.en for law in s.legal_basis] + [r.text.zh for r in s.reasons.values()]
        told += [p.because for p in s.params.values()]
        assert not [
            text for text in told if text.replace("|", "\\|") not in section.replace("|", "\\|").replace("\\\\|", "\\|")
        ], s.id
