"""Notebook 03 against the real server: networkx and Cypher walk the same way."""

from html import unescape

from tests.neo4j.town import Town
from tests.notebooks.kernel import complaints, executed, pages, text


def test_who_stands_behind(loaded_town: Town) -> None:
    store = loaded_town.neo4j
    where = {"NEO4J_URI": store.uri, "NEO4J_USERNAME": store.user, "NEO4J_PASSWORD": store.password}
    cells = executed(
        "03_who_stands_behind", GRAPHRISK_RUN=str(loaded_town.run.path), NEO4J_DATABASE=store.database, **where
    )
    assert complaints(cells) == []
    assert "networkx and Cypher agree: " in text(cells)
    drawn = [unescape(page) for page in pages(cells) if page.startswith("<iframe")]
    assert len(drawn) == 2
    assert all("default-src 'none'" in page for page in drawn)
    assert store.password not in str(cells)
