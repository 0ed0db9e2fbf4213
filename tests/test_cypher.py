"""What Neo4j is given agrees with the graph that runs write."""

import re
from pathlib import Path

from graphrisk.core.graph import NODE_KINDS

SCHEMA = Path(__file__).parents[1] / "cypher" / "schema" / "constraints.cypher"


def test_every_node_kind_has_its_constraint() -> None:
    statements = [s for s in SCHEMA.read_text("utf-8").split(";") if s.strip()]
    labels = [re.search(r"FOR \(n:(\w+)\) REQUIRE n\.node_id IS UNIQUE", s).group(1) for s in statements]
    assert labels == list(NODE_KINDS)
