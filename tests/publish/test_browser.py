"""The report in a real headless Chromium, opened from the folder it lies in."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphrisk.core.run import RunFolder

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, NAMES)), None)  # None: the one that playwright installed itself
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test if anything is said on its console or asked of a network."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    opened.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    yield opened
    opened.close()
    assert said == []


def first_page(run: RunFolder) -> str:
    return (run.file("report") / "index.html").as_uri()


def shown(page: Any, kind: str) -> list[str]:
    rows = page.locator(f"#{kind} tbody tr:visible .id").all_text_contents()
    return [row.strip() for row in rows]


def test_lists_sort_by_any_column_and_back(page: Any, published: RunFolder) -> None:
    page.goto(first_page(published))
    assert shown(page, "project") == ["P-1", "P-2", "P-3"]
    workers = page.locator("#project th button", has_text="涉及工人")
    workers.click()
    assert shown(page, "project") == ["P-3", "P-1", "P-2"]  # 0, 120, not known
    workers.click()
    assert shown(page, "project") == ["P-1", "P-3", "P-2"]  # what is not known stays last
    assert page.locator("#project th[aria-sort=descending]").count() == 1
    page.locator("#project th button", has_text="名次").click()
    assert shown(page, "project") == ["P-1", "P-2", "P-3"]
    assert shown(page, "company") == ["C-1", "C-2", "C-3"]


def test_lists_filter_by_level_area_and_text(page: Any, published: RunFolder) -> None:
    page.goto(first_page(published))
    tools = page.locator("#project .tools")
    tools.locator("[name=level]").select_option("orange")
    assert shown(page, "project") == ["P-2"]
    assert tools.locator("output").text_content() == "1 / 3"
    tools.locator("[name=level]").select_option("")
    tools.locator("[name=area]").select_option("黄村镇")
    assert shown(page, "project") == ["P-1"]
    tools.locator("[name=area]").select_option("")
    tools.locator("[name=text]").fill("ONE MONTH")
    assert shown(page, "project") == ["P-2"]
    assert shown(page, "company") == ["C-1", "C-2", "C-3"]


def test_a_reason_is_a_title_and_a_line_until_it_is_opened_or_printed(page: Any, published: RunFolder) -> None:
    page.goto(first_page(published))
    reason = page.locator("#project .why details").first
    english, sentence = reason.locator("p"), reason.locator(".said")
    assert not english.is_visible()
    assert sentence.evaluate("e => getComputedStyle(e).whiteSpace") == "nowrap"
    reason.locator("summary").click()
    assert english.is_visible()
    assert sentence.evaluate("e => e.scrollWidth <= e.clientWidth")
    reason.locator("summary").click()
    page.emulate_media(media="print")
    assert sentence.evaluate("e => e.scrollWidth <= e.clientWidth"), "paper cannot be clicked"


def test_case_pages_are_a_click_away_and_back(page: Any, published: RunFolder) -> None:
    page.goto(first_page(published))
    page.locator("#project").get_by_role("link", name="大兴一号工程").click()
    assert page.locator("h1").text_content() == "大兴一号工程"
    drawing = page.locator("figure svg")
    assert drawing.bounding_box()["width"] > 600
    assert "neighbourhood" in drawing.get_attribute("aria-label")
    drawing.locator("a").first.click()
    assert page.url.endswith(".html")
    assert page.locator("h1").text_content() != "大兴一号工程"
    page.get_by_role("link", name="返回清单").click()
    assert page.locator("#project").is_visible()


def test_without_scripts_the_lists_still_stand(browser: Any, published: RunFolder) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(first_page(published))
    assert shown(plain, "project") == ["P-1", "P-2", "P-3"]
    assert not plain.locator("#project .tools").is_visible()
    plain.context.close()


def test_a_hostile_name_is_shown_and_runs_nothing(page: Any, hostile: RunFolder) -> None:
    page.goto(first_page(hostile))
    assert page.title() == "欠薪隐患核查清单 2022-06-15"
    page.locator("#project tbody a").first.click()
    assert "<script>document.title='owned'</script>" in page.locator("h1").text_content()
    assert "owned" not in page.title().replace("document.title='owned'", "")
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_out_of_the_window(page: Any, published: RunFolder, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for file in sorted(published.file("report").rglob("*.html")):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, file.name


def test_a_case_prints_on_a4(page: Any, published: RunFolder, tmp_path: Path) -> None:
    page.goto(first_page(published))
    page.locator("#project").get_by_role("link", name="大兴一号工程").click()
    sheet = page.pdf(path=tmp_path / "case.pdf", prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.9" in sheet or b"/MediaBox [0 0 595" in sheet
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="返回清单").is_visible()
    assert page.locator(".finding").first.is_visible()
