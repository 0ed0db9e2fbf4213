"""The real Neo4j Browser in a headless Chromium: style, saved queries, favourites, the guide through one case."""

import base64
import csv
import io
import os
import re
import shutil
import threading
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import guide  # of cypher/server, which tests.neo4j.servers puts on the path
import pytest

from graphrisk.publish.neo4j import saved
from graphrisk.publish.neo4j.model import LABELS, TYPES
from graphrisk.publish.neo4j.texts import folder
from tests.neo4j.servers import Store, connected, serve
from tests.neo4j.town import loaded

CASE = "Project:DX2021-00030"
HELD = ("chromium", "chromium-browser", "google-chrome")
LEVELS = ("Red", "Orange", "Yellow", "Blue", "Green")


def grass() -> dict[str, dict[str, str]]:
    """Selector to properties, in the order of the file."""
    text = (folder() / "browser" / "graphrisk.grass").read_text("utf-8")
    rules = re.findall(r"^(\S+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    return {name: dict(line.strip(" ;").split(": ", 1) for line in body.splitlines()) for name, body in rules}


def colour(labels: list[str]) -> str:
    """What the style says for a node: the last rule that fits."""
    fits = [rule["color"] for name, rule in grass().items() if name == "node" or name.removeprefix("node.") in labels]
    return f"rgb({', '.join(str(int(fits[-1][i : i + 2], 16)) for i in (1, 3, 5))})"


def kept() -> list[dict[str, str]]:
    with (folder() / "browser" / saved.CSV).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_label_and_level_has_its_style() -> None:
    rules = grass()
    assert {f"node.{label}" for label in (*LABELS, *LEVELS, "Outcome")} == {name for name in rules if "node." in name}
    assert {name.removeprefix("relationship.") for name in rules if "relationship." in name} < {
        *TYPES,
        "SAME_AS",
        "NOT_SAME_AS",
        "HAS_OUTCOME",
    }
    order = list(rules)
    assert max(order.index(f"node.{label}") for label in LABELS) < min(order.index(f"node.{level}") for level in LEVELS)
    assert colour(["Project", "Red"]) == colour(["Red", "Company"]) == "rgb(198, 40, 40)"


def luminance(hexed: str) -> float:
    parts = [int(hexed[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_captions_can_be_read_on_their_colours() -> None:
    """WCAG asks a contrast of 3 for large text and signs; what a caption only repeats is in the panel beside it."""
    for name, rule in grass().items():
        if name.startswith("node"):
            light, dark = sorted((luminance(rule["color"]), luminance(rule["text-color-internal"])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3, name


def test_saved_queries_are_those_of_the_files() -> None:
    assert (folder() / "browser" / saved.CSV).read_text("utf-8") == saved.saved_queries(), (
        "run python -m graphrisk.publish.neo4j.saved"
    )
    rows = kept()
    files = [file for part in saved.FOLDERS for file in (folder() / part).glob("*.cypher")]
    assert len(rows) == len(files) + 2 * len(saved.FOLDERS)
    assert len({row["id"] for row in rows}) == len(rows)
    folders = {row["id"] for row in rows if row["isFolder"] == "true"}
    assert {row["parentId"] for row in rows if row["isFolder"] == "false"} == folders
    assert all(" / " in row["name"] for row in rows)


@pytest.mark.parametrize("part", list(saved.FOLDERS))
def test_every_parameter_of_a_part_is_set_and_what_is_written_starts_empty(part: str) -> None:
    told = dict(re.findall(r"^:param (\w+) => (.+);$", saved.parameters(part), re.MULTILINE))
    asked = {
        name for file in (folder() / part).glob("*.cypher") for name in re.findall(r"\$(\w+)", file.read_text("utf-8"))
    }
    assert set(told) == asked
    assert (set(told.values()) == {"null"}) == (part == "write")


def test_favourites_are_a_zip_of_folders() -> None:
    assert saved.favourites() == saved.favourites()
    with zipfile.ZipFile(io.BytesIO(saved.favourites())) as packed:
        names = packed.namelist()
        text = packed.read("graphrisk investigate/red_projects.cypher").decode()
    assert {name.split("/")[0] for name in names} == {"graphrisk investigate", "graphrisk write"}
    assert text.startswith("// 红色项目有哪些")


def test_the_guide_writes_as_the_file_does() -> None:
    text = guide.guide()
    assert "include::" not in text
    assert saved._read(folder() / "write" / "record_outcome.cypher")[-1].strip(";\n") in text
    told = set(re.findall(r"^:param (\w+)", text, re.MULTILINE))
    assert told - {"project"} == set(re.findall(r"\$(\w+)", text)) - {"project"}


def test_a_guide_of_asciidoc_becomes_slides_and_its_text_stays_text() -> None:
    text = "= 一 / One\n:lang: zh\n\n== A <b>\n\n*bold* `code`\n\n* x\n* y\n\n[source,cypher]\n----\nRETURN 1 < 2\n\nAS x\n----\n\n== B\n"
    made = guide.slides(text)
    assert made.startswith("<title>一 / One</title>\n")
    assert made.count("<slide>") == made.count("</slide>") == 2
    assert "<h3>A &lt;b&gt;</h3>" in made
    assert "<p><b>bold</b> <code>code</code></p>\n<ul><li>x</li><li>y</li></ul>" in made
    assert '<pre class="pre-scrollable code runnable">RETURN 1 &lt; 2\n\nAS x</pre>' in made


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with guide.server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", ["graphrisk.grass", "guide.adoc", "guide.html", "saved-queries.csv", "favourites.zip"])
def test_what_browser_asks_for_is_served_to_pages_of_other_ports(served: str, name: str) -> None:
    with urllib.request.urlopen(f"{served}/{name}") as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.read()


@pytest.fixture(scope="module")
def classic(neo4j: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A database whose server has the Browser of Maven's jars, and that Browser's address."""
    if neo4j.server is not None:
        yield neo4j, neo4j.server.browser
        return
    server = serve.start(tmp_path_factory.mktemp("browser") / "server")
    with connected(
        server.uri, server.user, server.password, server.database, is_ours=True, log=lambda: server.log
    ) as own:
        own.ask("CREATE (:GraphriskTestDatabase)")
        yield own, server.browser
    server.kill()


@pytest.fixture(scope="module")
def signed_in(classic: tuple[Store, str], served: str) -> Iterator[Any]:
    """Browser, signed in, with the style; every request that leaves this machine is refused."""
    from playwright.sync_api import sync_playwright

    store, address = classic
    found = next(filter(None, map(shutil.which, HELD)), None)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        opened = chromium.new_page(viewport={"width": 1760, "height": 1000})
        opened.set_default_timeout(60_000)
        opened.route(re.compile(r"^https?://(?!127\.0\.0\.1|localhost)"), lambda route: route.abort())
        opened.goto(address)
        opened.get_by_test_id("username").fill(store.user)
        opened.get_by_test_id("password").fill(store.password)
        opened.get_by_test_id("connect").click()
        opened.get_by_test_id("frameCommand").filter(has_text=":play start").wait_for()
        run(opened, f":style {served}/graphrisk.grass").get_by_text("node.Red {").wait_for()
        yield opened
        chromium.close()


@pytest.fixture
def page(signed_in: Any, classic: tuple[Store, str], request: pytest.FixtureRequest) -> Any:
    """The same, and the toy town is in its database."""
    store, _ = classic
    if store.server is not None:
        request.getfixturevalue("loaded_town")
    elif store.ask("MATCH (p:Project {node_id: $case}) RETURN count(p) AS n", case=CASE) == [{"n": 0}]:
        loaded(store, request.getfixturevalue("town_before"), request.getfixturevalue("town_run"))
    return signed_in


def run(page: Any, text: str) -> Any:
    """Type into the editor, run, and give the frame that comes."""
    write(page, ":clear")
    page.get_by_test_id("frame").first.wait_for(state="detached")
    write(page, text)
    frame = page.get_by_test_id("frame").first
    frame.wait_for()
    return frame


def write(page: Any, text: str) -> None:
    page.get_by_test_id("activeEditor").locator(".monaco-editor").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def wait_for_parameters(frame: Any, text: str) -> None:
    names = re.findall(r"^:param (\w+)", text, re.MULTILINE)
    if len(names) == 1:
        frame.get_by_test_id("rawParamData").get_by_text(names[0]).wait_for()
    else:
        frame.get_by_title("Status: success").nth(len(names) - 1).wait_for()


def drawn(frame: Any) -> list[tuple[list[str], str, str]]:
    """Labels, computed colour and name of each node on the picture."""
    frame.locator("g.node circle.b-outline").first.wait_for()
    return frame.locator("g.node circle.b-outline").evaluate_all(
        "all => all.map(e => [e.__data__.labels, getComputedStyle(e).fill, e.__data__.propertyMap.name || ''])"
    )


def test_a_saved_query_draws_its_nodes_in_the_colours_of_the_style(page: Any) -> None:
    asked = {row["id"]: row["query"] for row in kept()}
    told = asked[saved._id("investigate/parameters")]
    wait_for_parameters(run(page, told), told)
    run(page, f":param project => '{CASE}'").get_by_test_id("rawParamData").get_by_text(CASE).wait_for()
    frame = run(page, asked[saved._id("investigate/neighbourhood_of_project.cypher")])
    nodes = drawn(frame)
    assert {"Project", "Company", "Account", "Person", "Team", "Finding"} <= {
        label for labels, *_ in nodes for label in labels
    }
    assert [(labels, fill) for labels, fill, _ in nodes] == [(labels, colour(labels)) for labels, *_ in nodes]
    (project,) = ((sorted(labels), fill) for labels, fill, name in nodes if name == "魏善庄DX02-D地块道路工程")
    assert project == (["Project", "Red"], "rgb(198, 40, 40)")


def test_favourites_can_be_dropped_into_browser(page: Any) -> None:
    script = """([data, name]) => {
        const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0)), carried = new DataTransfer()
        carried.items.add(new File([bytes], name))
        const target = document.querySelector('[data-testid=activeEditor]')
        for (const kind of ['dragenter', 'dragover', 'drop'])
            target.dispatchEvent(new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried}))
    }"""
    page.evaluate(script, [base64.b64encode(saved.favourites()).decode(), "favourites.zip"])
    page.get_by_test_id("navigationFavorites").click()
    for part in saved.FOLDERS:
        page.get_by_test_id(f"savedScriptsFolder-graphrisk {part}").wait_for()


def test_the_guide_walks_through_the_case_and_each_step_runs(
    page: Any, served: str, classic: tuple[Store, str], tmp_path: Path
) -> None:
    store, _ = classic
    pictures = Path(os.environ.get("GRAPHRISK_PICTURES", tmp_path))
    write(page, f":guide {served}/guide.html")
    drawer = page.get_by_test_id("guidesDrawer")
    drawer.get_by_text("一个案子走到底 / One case, walked to its end").wait_for()
    shown = []
    try:
        for title in re.findall(r"^== (.+)$", (folder() / "browser" / "guide.adoc").read_text("utf-8"), re.MULTILINE):
            drawer.get_by_text(title).wait_for()
            shown += [step(page, block) for block in drawer.locator("pre.runnable:visible").all()]
            if title.startswith("四"):
                picture(page, pictures / "neo4j-browser.png")
            if not title.startswith("六"):
                drawer.get_by_test_id("guideNextSlide").click()
        written = store.ask(
            "MATCH (p)-[:HAS_OUTCOME]->(o:Outcome) RETURN p.node_id AS of, o.result AS result, o.heads AS heads"
        )
        assert written == [{"of": CASE, "result": "pending", "heads": 30}]
    finally:
        store.ask("MATCH (o:Outcome) DETACH DELETE o")
    assert shown == [
        {"Project", "Area"},
        ":param",
        {"Project", "Finding", "Signal"},
        {"Project", "Account", "RoundTrip", "Company"},
        {"Project", "Account", "RoundTrip", "Company", "Person"},
        "table",
        {"Project", "Finding", "Record", "Account", "Company", "Person"},
        ":param",
        "table",
        {"Project", "Outcome"},
    ]
    assert (pictures / "neo4j-browser.png").stat().st_size > 50_000


def step(page: Any, block: Any) -> set[str] | str:
    """Click a block of the guide, run what came into the editor; labels of what is drawn, or that it is a table or parameters."""
    text = block.text_content().strip()
    write(page, ":clear")
    page.get_by_test_id("frame").first.wait_for(state="detached")
    block.click()
    page.get_by_test_id("editor-Run").click()
    frame = page.get_by_test_id("frame").first
    if text.startswith(":param"):
        wait_for_parameters(frame, text)
        return ":param"
    frame.locator("g.node circle.b-outline, table tbody tr, [data-testid=cypherFrameErrorMessage]").first.wait_for()
    assert frame.get_by_test_id("cypherFrameErrorMessage").count() == 0, frame.text_content()
    if frame.locator("g.node").count() == 0:
        return "table"
    nodes = drawn(frame)
    assert [(labels, fill) for labels, fill, _ in nodes] == [(labels, colour(labels)) for labels, *_ in nodes]
    return {label for labels, *_ in nodes for label in labels} - set(LEVELS)


def picture(page: Any, file: Path) -> None:
    page.set_viewport_size({"width": 1760, "height": 640})
    page.wait_for_timeout(4000)  # the picture comes to rest
    frame = page.get_by_test_id("frame").first
    frame.get_by_label("zoom-to-fit").click()
    page.wait_for_timeout(1500)
    corner = frame.locator("svg.neod3viz").bounding_box()
    page.mouse.move(corner["x"] + 40, corner["y"] + 40)  # out from under the panel
    page.mouse.down()
    page.mouse.move(corner["x"] - 140, corner["y"] + 40, steps=8)
    page.mouse.up()
    page.wait_for_timeout(500)
    page.screenshot(path=file)
    page.set_viewport_size({"width": 1760, "height": 1000})
