"""Each notebook runs to its end; the two files of each are one; nothing that it showed is kept in git."""

import json
from pathlib import Path

import pytest

from graphrisk.pipeline.result import Run
from graphrisk.publish.picture.shown import LEVEL_COLOURS
from tests.notebooks.kernel import FOLDER, complaints, executed, plots, text

CLAIMS = Path(__file__).parents[3] / "shared" / "real" / "california-2019"
NAMES = ("01_tour", "02_one_score", "03_who_stands_behind", "04_california")


def test_these_are_all() -> None:
    assert (
        tuple(sorted(p.stem for p in FOLDER.glob("*.py")))
        == tuple(sorted(p.stem for p in FOLDER.glob("*.ipynb")))
        == NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_both_files_of_a_notebook_say_the_same(name: str) -> None:
    """`jupytext --sync notebooks/*.py` makes them so."""
    import jupytext

    script = jupytext.read(FOLDER / f"{name}.py")
    book = jupytext.read(FOLDER / f"{name}.ipynb")
    assert [(c.cell_type, c.source) for c in script.cells] == [(c.cell_type, c.source) for c in book.cells]


@pytest.mark.parametrize("name", NAMES)
def test_no_output_is_kept(name: str) -> None:
    """`nbstripout notebooks/*.ipynb` makes it so."""
    book = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert set(book["metadata"]) <= {"kernelspec", "language_info", "jupytext"}
    assert book["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_both_languages_and_cells_are_short(name: str) -> None:
    book = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))
    for cell in book["cells"]:
        lines = "".join(cell["source"]).splitlines()
        if cell["cell_type"] == "code":
            assert len(lines) <= 20
        for line in lines if cell["cell_type"] == "markdown" else ():
            if line.startswith("#"):
                zh, en = line.split(" · ")
                assert any("一" <= sign <= "鿿" for sign in zh)
                assert en.isascii()


def test_colours_are_those_of_the_picture() -> None:
    assert f"LEVELS = {json.dumps(LEVEL_COLOURS)}\n" in (FOLDER / "01_tour.py").read_text("utf-8")


def test_tour(town_run: Run) -> None:
    cells = executed("01_tour", GRAPHRISK_RUN=str(town_run.path))
    assert plots(cells) == 4
    assert complaints(cells) == []
    assert town_run.ranking("project").name[0] in "".join(o.data["text/html"] for o in cells[2].outputs)


def test_one_score(town: Path, town_run: Run) -> None:
    cells = executed("02_one_score", GRAPHRISK_RUN=str(town_run.path), GRAPHRISK_DELIVERY=str(town))
    assert plots(cells) == 1
    assert complaints(cells) == []
    assert f"-ln(1 - {town_run.read('scores').score.max():.9f})" in text(cells)
    assert ".csv, line " in text(cells)


def test_one_score_of_a_company_without_the_delivery(town_run: Run, tmp_path: Path) -> None:
    company = town_run.ranking("company").entity_id[40]
    away = str(tmp_path / "none")
    cells = executed(
        "02_one_score", GRAPHRISK_RUN=str(town_run.path), GRAPHRISK_ENTITY=company, GRAPHRISK_DELIVERY=away
    )
    assert complaints(cells) == []
    assert ".csv, line " not in text(cells)


def test_in_english_where_no_chinese_font_is(town_run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A glyph that a font lacks is a warning, and a warning an error."""
    (tmp_path / "sitecustomize.py").write_text(
        "import matplotlib.font_manager as known\n"
        "known.fontManager.ttflist = [f for f in known.fontManager.ttflist if 'CJK' not in f.name]\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    cells = executed("01_tour", GRAPHRISK_RUN=str(town_run.path))
    assert plots(cells) == 4
    assert complaints(cells) == []


def test_who_stands_behind_without_a_server(town_run: Run) -> None:
    """With one: tests/neo4j/test_notebook.py."""
    cells = executed("03_who_stands_behind", GRAPHRISK_RUN=str(town_run.path), NEO4J_PASSWORD="")
    assert complaints(cells) == []
    assert "networkx and Cypher agree" not in text(cells)


@pytest.mark.slow
@pytest.mark.skipif(not CLAIMS.is_dir(), reason="the real claims are not part of the project and are not here")
def test_california(tmp_path: Path) -> None:
    cells = executed("04_california", GRAPHRISK_CALIFORNIA=str(CLAIMS), GRAPHRISK_CALIFORNIA_RUN=str(tmp_path / "run"))
    assert plots(cells) == 3
    assert complaints(cells) == []
    assert "25,264 companies, 124 came true (0.49%)" in text(cells)
    assert "it reaches 644 of 25,264" in text(cells)
