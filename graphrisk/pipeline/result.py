"""A run in a reader's hands: its tables as pandas, its graph as networkx."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.core.errors import UsageError
from graphrisk.core.run import Manifest, RunFolder

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graphrisk.publish.picture import Picture

RESULTS = (
    *("quality", "parties", "links", "nodes", "edges", "measures", "remarkable"),
    *("findings", "coverage", "asked", "signals", "stress", "stress_month", "scores", "terms", "reasons"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run; every call reads from its folder, nothing is kept in memory."""

    folder: RunFolder

    @property
    def path(self) -> Path:
        """The run folder."""
        return self.folder.path

    @property
    def manifest(self) -> Manifest:
        """As-of day, digests of the inputs, versions, parameters."""
        return self.folder.manifest

    def ranking(self, kind: str | None = None, columns: tuple[str, ...] | None = None) -> "pd.DataFrame":
        """ranking.csv as a DataFrame; `kind` is 'project' or 'company', identifiers stay text."""
        import pandas as pd

        self.folder.require("publish")
        text = dict.fromkeys(("entity_kind", "entity_id", "name", "area_code", "level"), "str")
        text |= {"rank": "Int64", "workers_at_risk": "Int64"}
        found = pd.read_csv(self.folder.file("ranking.csv"), dtype=text, encoding="utf-8-sig")
        found = found[found["entity_kind"] == kind].reset_index(drop=True) if kind else found
        return found[list(columns)] if columns else found

    def read(self, name: str) -> "pd.DataFrame":
        """A result (findings, scores, …), what the graph found (control_pair, …) or a checked table by its name, as a DataFrame."""
        import pyarrow.parquet as pq

        files = {p.stem: p for folder in ("tables", "paths") for p in (self.path / folder).glob("*.parquet")}
        files |= {result: self.folder.file(f"{result}.parquet") for result in RESULTS}
        file = files.get(name)
        if file is None or not file.is_file():
            known = sorted(files)
            raise UsageError(f"{self.path.name} has no {name!r}", f"one of {', '.join(known)}")
        frame: pd.DataFrame = pq.read_table(file).to_pandas()
        return frame

    def sql(self, query: str, **params: Any) -> "pd.DataFrame":
        """Any SELECT over the run: contract tables and results by name, `$named` parameters."""
        from graphrisk.core.engine import connect, relation, show_parquet, show_tables

        with connect() as con:
            show_tables(con, self.path / "tables")
            for file in (
                *(self.folder.file(f"{name}.parquet") for name in RESULTS),
                *(self.path / "paths").glob("*.parquet"),
            ):
                if file.is_file():
                    show_parquet(con, file.stem, file)
            found: pd.DataFrame = relation(con, query, params, "Run.sql").df()
            return found

    def communities(self) -> "pd.DataFrame":
        """Who lets works to whom, by community, the most red and orange projects first: to look around, not a reason."""
        self.folder.require("score")
        return self.sql("""
            SELECT c.community, max(m.name) AS named_after, max(c.n_members) AS n_members,
                count(*) FILTER (n.kind = 'Project') AS n_projects,
                count(*) FILTER (n.kind = 'Project' AND s.level = 'red') AS red_projects,
                count(*) FILTER (n.kind = 'Project' AND s.level = 'orange') AS orange_projects,
                count(*) FILTER (n.kind = 'Company' AND s.level IN ('red', 'orange')) AS red_or_orange_companies
            FROM community AS c
            INNER JOIN nodes AS n USING (node_id)
            INNER JOIN nodes AS m ON m.node_id = c.community
            LEFT JOIN scores AS s ON s.entity_kind = lower(n.kind) AND s.entity_id = n.key
            GROUP BY c.community
            ORDER BY red_projects DESC, orange_projects DESC, n_members DESC, c.community""")

    def explain(self, entity: str) -> "pd.DataFrame":
        """Why this one: terms that add up to the score, strongest first, with sentences and evidence rows."""
        from graphrisk.explain.show import why

        self.folder.require("explain")
        return why(self.path, entity)

    def ego(self, entity: str, hops: int = 2) -> "nx.MultiDiGraph":
        """The neighbourhood of an entity as a networkx graph with all attributes."""
        from graphrisk.graph.ego import ego

        self.folder.require("graph")
        return ego(self.path, entity, hops)

    def picture(self, entity: "str | nx.MultiDiGraph", hops: int = 2) -> "Picture":
        """The neighbourhood of an entity, or a graph cut from `ego`, drawn to look around in; levels where there is a score.

        Shows itself in a notebook; `.save("case.html")` writes one page that a browser opens without a network.
        """
        from graphrisk.publish.picture import picture

        graph = self.ego(entity, hops) if isinstance(entity, str) else entity.copy()
        if not isinstance(entity, str):
            graph.graph.pop("n_left_out", None)  # told of the whole that it was cut from
        if self.folder.file("scores.parquet").is_file():
            for kind, key, *told in self.sql(
                "SELECT entity_kind, entity_id, level, rank, score FROM scores"
            ).to_numpy():
                node = f"{kind.capitalize()}:{key}"
                if node in graph:
                    graph.nodes[node].update(zip(("level", "rank", "score"), told, strict=True))
        return picture(graph)

    def stress(self, fail: str | None = None, months: int = 3) -> "pd.DataFrame":
        """Which wage accounts run dry when and who must pay next; with `fail`, what changes if that company pays nothing."""
        from graphrisk.stress.ask import ahead

        return ahead(self.path, fail, months)

    @property
    def report(self) -> Path:
        """First page of the report."""
        return self.folder.file("report") / "index.html"


def open_run(path: str | Path) -> Run:
    """A run that stands."""
    folder = RunFolder(Path(path))
    _ = folder.manifest
    return Run(folder)
