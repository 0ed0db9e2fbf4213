"""The picture of a neighbourhood: what it shows, that nothing in it can act, and how it looks in a real browser."""

import itertools
import json
import re
import shutil
import time
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graphrisk.pipeline.result import Run
from graphrisk.publish.picture import Picture, picture
from graphrisk.publish.picture.layout import places
from graphrisk.publish.picture.shown import LEVEL_COLOURS, SHAPES, shown, visible
from graphrisk.publish.report.picture import KINDS

CYTOSCAPE = "081591ab735b2b6a3b31a3c60f8f3a3e2fee8c92939e0c7820ad1208571b6cd8"  # dist/cytoscape.min.js of npm's 3.34.4
SCRIPT = "</script><img src=x onerror=document.title='owned'>"
TURNED = "北京\u202e司公险危\u202c\u200b建筑"


@pytest.fixture(scope="module")
def drawn(town_run: Run) -> Picture:
    return town_run.picture(town_run.ranking("project").entity_id[0])


def told(page: Picture) -> dict[str, Any]:
    """What the page's script reads."""
    (text,) = re.findall('id="drawn">(.*?)</script>', page.html)
    found: dict[str, Any] = json.loads(text)
    return found


def hostile() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(entity="Project:P", n_left_out=0)
    graph.add_node("Project:P", kind="Project", key="P", name=SCRIPT, hops=0, level="red", measures={})
    for name in (TURNED, "'\"&<b>", "\u2028 {{draw}} \u2029 ]]> <!--<script>", "长" * 10_000):
        node = f"Company:{name[:30]}"
        graph.add_node(node, kind="Company", key=name[:30], name=name, hops=1, industry=SCRIPT, measures={})
        graph.add_edge(node, "Project:P", "CONTRACTS_FOR", kind="CONTRACTS_FOR", weight=1.0, since=None, until=None,
                       evidence=[{"table": SCRIPT, "key": f"k/{SCRIPT}", "received_on": None}])  # fmt: skip
    return graph


def test_it_shows_the_neighbourhood_of_ego_with_levels_and_proof(town_run: Run, drawn: Picture) -> None:
    entity = town_run.ranking("project").entity_id[0]
    graph, page = town_run.ego(entity), told(drawn)
    scores = town_run.read("scores").set_index(["entity_kind", "entity_id"])["level"]
    assert {n["id"] for n in page["nodes"]} - {"Worker:*"} == {
        n for n, d in graph.nodes(data=True) if d["kind"] != "Worker"
    }
    for node in page["nodes"]:
        kind, _, key = node["id"].partition(":")
        assert node["level"] == (
            scores[kind.lower(), key]
            if kind in ("Project", "Company") and (kind.lower(), key) in scores.index
            else None
        )
    by_ends = {(e["source"], e["target"], e["kind"]): e["evidence"] for e in page["edges"]}
    for source, target, kind, edge in graph.edges(keys=True, data=True):
        if "Worker" not in (source.split(":")[0], target.split(":")[0]):
            assert [row[1] for row in by_ends[source, target, kind]] == [row["key"] for row in edge["evidence"]]


def test_workers_are_counted_and_never_drawn(town_run: Run, drawn: Picture) -> None:
    graph = town_run.ego(town_run.ranking("project").entity_id[0])
    workers = [d["key"] for _, d in graph.nodes(data=True) if d["kind"] == "Worker"]
    assert len(workers) > 3
    assert not [key for key in workers if f"Worker:{key}" in drawn.html]
    (counted,) = [n for n in told(drawn)["nodes"] if n["kind"] == "Worker"]
    assert counted["name"] == f"工人 {len(workers)} 人"
    few = nx.MultiDiGraph(entity="Project:P")
    few.add_node("Project:P", kind="Project", key="P", name="P")
    few.add_node("Worker:w", kind="Worker", key="w", name="w")
    few.add_edge("Worker:w", "Project:P", "WORKED_ON")
    assert "工人少于 3 人" in picture(few).html


def test_the_same_run_gives_the_same_bytes(town_run: Run, drawn: Picture) -> None:
    assert town_run.picture(town_run.ranking("project").entity_id[0]).html == drawn.html


def test_a_part_of_a_graph_can_be_drawn_and_is_left_as_it_was(town_run: Run) -> None:
    graph = town_run.ego(town_run.ranking("company").entity_id[0], 1)
    part = graph.subgraph([n for n, d in graph.nodes(data=True) if d["kind"] != "Account"])
    assert {n["kind"] for n in told(town_run.picture(part))["nodes"]} >= {"Company", "Person"}
    turned = nx.MultiDiGraph(entity=part.graph["entity"])
    turned.add_nodes_from(reversed(list(part.nodes(data=True))))
    turned.add_edges_from(reversed(list(part.edges(keys=True, data=True))))
    assert town_run.picture(turned).html == town_run.picture(part).html
    assert not any("level" in d for _, d in graph.nodes(data=True) if d["kind"] == "Company")


def test_nothing_comes_from_elsewhere(drawn: Picture) -> None:
    class Page(HTMLParser):
        tags: list[tuple[str, dict[str, str | None]]] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append((tag, dict(attrs)))

    parser = Page()
    parser.feed(drawn.html)
    assert not [t for t, a in parser.tags if {"src", "href", "action", "onclick", "onload"} & a.keys()]
    (policy,) = [a["content"] for t, a in parser.tags if t == "meta" and a.get("http-equiv")]
    assert str(policy).startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert "http:" not in str(policy)


def test_the_library_is_the_one_that_was_taken_in() -> None:
    vendor = files("graphrisk.publish").joinpath("vendor")
    assert sha256(vendor.joinpath("cytoscape.min.js").read_bytes()).hexdigest() == CYTOSCAPE
    assert (
        vendor.joinpath("cytoscape.LICENSE.txt").read_text("utf-8").startswith("Copyright (c) 2016-2026, The Cytoscape")
    )


def test_a_hostile_name_cannot_end_its_element() -> None:
    page = picture(hostile())
    assert page.html.count("</script>") == 3
    assert "<img" not in page.html
    assert SCRIPT in {n["name"] for n in told(page)["nodes"]}
    assert "<img" not in page._repr_html_()
    assert page._repr_html_().count("<") == 2
    names = {n["name"] for n in told(page)["nodes"]}
    assert "北京司公险危建筑" in names
    assert max(map(len, names)) < 500


@pytest.mark.parametrize("text", ["a\u202eb", "a\x00b", "a\r\nb", "\ufeffa", "a\u2029b"])
def test_text_is_cleaned_as_in_the_report(text: str) -> None:
    from graphrisk.core.engine import connect

    with connect() as con:
        assert visible(text) == con.execute("SELECT visible($1)", [text]).fetchall()[0][0]


def test_places_are_apart_whole_and_steady() -> None:
    tree = nx.random_labeled_tree(300, seed=3)
    nodes, ties = [f"n{n}" for n in tree], [(f"n{a}", f"n{b}") for a, b in tree.edges]
    found = places(nodes, ties, "n0")
    assert found == places(nodes, ties, "n0")
    assert found["n0"] == (0, 0)
    assert len(set(found.values())) == 300
    assert min(np.hypot(a[0] - b[0], a[1] - b[1]) for a, b in itertools.combinations(found.values(), 2)) > 25
    assert places([], [], None) == {}
    assert places(["a"], [], "a") == {"a": (0, 0)}
    assert len(set(places(["a", "b", "c"], [], None).values())) == 3


def test_every_kind_has_a_shape_and_every_level_a_colour() -> None:
    from graphrisk.core.graph import NODE_KINDS
    from graphrisk.publish.words import LEVELS

    assert set(SHAPES) == set(NODE_KINDS) == set(KINDS)
    assert list(LEVEL_COLOURS) == list(LEVELS)
    assert shown(nx.MultiDiGraph())["nodes"] == []


# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB
SEEN = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


@pytest.mark.parametrize("eyes", SEEN)
def test_levels_are_told_apart_by_every_eye(eyes: str) -> None:
    """CIE76 difference of at least 17 between any two: eight times what is just seen."""

    def lab(colour: str) -> np.ndarray:
        sent = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        light = np.array(SEEN[eyes]) @ np.where(sent <= 0.04045, sent / 12.92, ((sent + 0.055) / 1.055) ** 2.4)
        xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light.clip(
            0, 1
        )
        x, y, z = np.cbrt(xyz / [0.9505, 1, 1.089])
        return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])

    for a, b in itertools.combinations(LEVEL_COLOURS.values(), 2):
        assert np.linalg.norm(lab(a) - lab(b)) > 17


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page without a network, that fails the test if it says or asks anything."""
    opened = chromium.new_page(viewport={"width": 1280, "height": 760})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    opened.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    yield opened
    opened.close()
    assert said == []


def opened(page: Any, shown: Picture, folder: Path) -> Any:
    page.goto(shown.save(folder / "picture.html").as_uri())
    page.wait_for_function("window.cy && cy.nodes().length > 0")
    return page


@pytest.mark.browser
def test_a_click_tells_attributes_and_a_line_its_rows(page: Any, drawn: Picture, tmp_path: Path) -> None:
    opened(page, drawn, tmp_path)
    centre = told(drawn)["centre"]
    spot = page.evaluate("id => ({...cy.getElementById(id).renderedPosition()})", centre)
    box = page.locator("#drawing").bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    aside = page.locator("aside")
    assert aside.locator("h2").text_content() == told(drawn)["title"]
    assert "红 red" in aside.text_content()
    edge = next(e for e in told(drawn)["edges"] if e["evidence"] and e["target"] == centre)
    page.evaluate("id => void cy.getElementById(id).emit('tap')", edge["id"])
    assert aside.locator("li").count() == len(edge["evidence"])
    assert edge["evidence"][0][1] in aside.locator("li").first.text_content()
    page.locator("input").fill(centre)
    assert aside.locator("h2").text_content() == told(drawn)["title"]


@pytest.mark.browser
def test_colours_are_drawn(page: Any, drawn: Picture, tmp_path: Path) -> None:
    from PIL import Image

    opened(page, drawn, tmp_path)
    at = "n => { cy.zoom(2); cy.center(cy.nodes(n)); return {...cy.nodes(n)[0].renderedPosition()}; }"
    for node in [n for n in told(drawn)["nodes"] if n["level"]][:3]:
        spot = page.evaluate(at, f'[id = "{node["id"]}"]')
        page.wait_for_function(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
        box = page.locator("#drawing").bounding_box()
        clip = {"x": box["x"] + spot["x"], "y": box["y"] + spot["y"], "width": 1, "height": 1}
        pixel = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB").getpixel((0, 0))
        assert pixel == tuple(int(node["colour"][i : i + 2], 16) for i in (1, 3, 5))


@pytest.mark.browser
def test_a_hostile_graph_is_shown_and_runs_nothing(page: Any, tmp_path: Path) -> None:
    opened(page, picture(hostile()), tmp_path)
    for number in range(5):
        page.evaluate("n => void cy.nodes()[n].emit('tap')", number)
        assert page.locator("img, aside script").count() == 0
    page.evaluate("() => void cy.edges()[0].emit('tap')")
    assert SCRIPT in page.locator("aside li").first.text_content()
    assert page.title() == SCRIPT


@pytest.mark.browser
def test_in_a_notebook_it_stands_in_a_frame_of_its_own(page: Any, drawn: Picture, tmp_path: Path) -> None:
    (tmp_path / "notebook.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{drawn._repr_html_()}", "utf-8")
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#legend span").first.wait_for()
    assert frame.locator("output").text_content().startswith(f"{len(told(drawn)['nodes'])} 节点")
    assert frame.locator("canvas").count() > 3
    assert (
        frame.locator("body").evaluate("() => { try { return !!parent.document; } catch { return false; } }") is False
    )


@pytest.mark.browser
def test_two_thousand_nodes_are_drawn_in_seconds(page: Any, tmp_path: Path) -> None:
    tree = nx.barabasi_albert_graph(2000, 2, seed=5)
    graph = nx.MultiDiGraph(entity="Company:0")
    for n in tree:
        graph.add_node(f"Company:{n}", kind="Company", key=str(n), name=f"企业{n}", level=list(LEVEL_COLOURS)[n % 5])
    graph.add_edges_from((f"Company:{a}", f"Company:{b}", "PAYS", {"evidence": []}) for a, b in tree.edges)
    start = time.perf_counter()
    shown = picture(graph)
    placed = time.perf_counter()
    opened(page, shown, tmp_path)
    page.screenshot(path=tmp_path / "many.png")
    assert placed - start < 10
    assert time.perf_counter() - placed < 15
    assert page.locator("output").text_content().startswith("2000 节点")
