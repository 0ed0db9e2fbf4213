"""The report's pages, read as text: they stand alone, link to each other and name no worker."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from graphrisk.core.run import RunFolder


class Links(HTMLParser):
    """What a page points to, and the ids it has."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "xlink:href", "data", "action", "poster"):
                self.to.append(value or "")
            if name == "id":
                self.ids.add(value or "")


@pytest.fixture(scope="module")
def pages(published: RunFolder) -> list[Path]:
    return sorted(published.file("report").rglob("*.html"))


def case(published: RunFolder, entity: str) -> str:
    texts = [p.read_text("utf-8") for p in published.file("report").glob("cases/*.html")]
    return next(text for text in texts if f"· {entity}</span>" in text)


def test_a_page_for_every_red_and_orange_entity_and_for_no_other(published: RunFolder, pages: list[Path]) -> None:
    assert len(pages) == 4
    for entity in ("P-1", "P-2", "C-1"):
        assert "疑点与理由" in case(published, entity)


def test_every_link_leads_somewhere_inside(pages: list[Path]) -> None:
    for page in pages:
        for link in Links(page).to:
            file, _, anchor = link.partition("#")
            target = (page.parent / unquote(file)).resolve() if file else page
            assert target in [p.resolve() for p in pages], link
            assert not anchor or anchor in Links(target).ids, link


def test_pages_stand_alone(pages: list[Path]) -> None:
    for page in pages:
        text = page.read_text("utf-8")
        assert not re.findall(r"(?:https?:|url\((?!#)|@import|//cdn)", text.replace("http://www.w3.org/2000/svg", ""))
        assert "default-src 'none'" in text
        assert "unsafe" not in text


def test_numbers_of_the_first_page_are_those_of_the_ranking(published: RunFolder) -> None:
    text = published.file("report").joinpath("index.html").read_text("utf-8")
    assert "Of 3 projects, 1 red and 1 orange should be checked first; about 120 workers and CNY 1,234,568" in text
    tiles = re.findall(r'class="tile (\w+)"><b>([\d,]+)</b>', text)
    assert tiles[:5] == [("red", "1"), ("orange", "1"), ("yellow", "0"), ("blue", "0"), ("green", "1")]
    assert "Since 2022-06-01: new in the list 1, level up 1, rank only 1." in text
    risen = text[text.index('id="risen"') : text.index('id="project"')]
    assert "大兴一号工程" in risen
    assert "连续未发薪" in risen
    assert "大兴三号工程" not in risen  # new, but green
    assert "专户开户单位不符" in text
    assert "account holder differs" in text
    assert "payment_guarantee" in text  # not delivered, and said so


def test_a_case_page_says_why_by_what_law_and_what_would_clear_it(published: RunFolder) -> None:
    text = case(published, "P-1")
    for said in (
        "两个月未发薪",
        "two months unpaid",
        "国务院令第724号",
        "a branch",
        "re-open",
        "acc1/P-1",
        "2022-06-01",
    ):
        assert said in text
    contributions = [float(x) for x in re.findall(r'<td class="n">([+-][\d.]+)</td>', text)]
    total = float(re.findall(r"<strong>([+-][\d.]+)</strong>", text)[0])
    assert sum(contributions) == pytest.approx(total)


def test_a_case_page_says_what_could_not_be_told(published: RunFolder) -> None:
    text = case(published, "P-2")
    other = text[text.index("其他信号") :]
    assert (
        other.index("could not tell")
        < other.index("A02 专户开户单位不符")
        < other.index("nothing found")
        < other.index("F04")
    )
    assert "其他信号" not in case(published, "P-1")


def test_no_worker_is_named_and_few_are_not_counted(published: RunFolder, pages: list[Path]) -> None:
    for page in pages:
        assert "worker-key" not in page.read_text("utf-8")
    assert "4 行 rows" in case(published, "P-1")
    assert "少于 3 行" in case(published, "P-2")


def test_the_picture_shows_who_stands_around(published: RunFolder) -> None:
    text = case(published, "P-1")
    drawing = text[text.index("<figure>") :]
    assert drawing.count("<g><title>") <= 31
    for said in ("甲建筑有限公司", "乙劳务有限公司", "尾号 4321", "登记工人 4 人", "大兴二号工程"):
        assert said in drawing
    assert "leader-key-1" not in drawing
    assert 'href="project-' in drawing  # P-2 has a page of its own
