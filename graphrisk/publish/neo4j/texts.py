"""The statements of cypher/, each text as it stands in its file; no text is ever put together from what was delivered."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from graphrisk.core.errors import GraphriskError


def folder() -> Path:
    """cypher/ of the checkout, or its copy in the installed package."""
    package = Path(str(files("graphrisk")))
    found = next((p for p in (package / "cypher", package.parent / "cypher") if (p / "schema").is_dir()), None)
    if found is None:
        raise GraphriskError("the folder cypher/ is missing", "install graphrisk again")
    return found


@cache
def statements(file: str) -> dict[str, str]:
    """Statements of a file of cypher/ that holds several, by the name in the comment line before each.

    >>> sorted(statements("load/run.cypher"))[:2]
    ['Run begins', 'Run ends']
    """
    text = (folder() / file).read_text("utf-8")
    named = re.findall(r"^// ([^\n]+)\n((?:(?!//)[^\n]+\n?)+)", text, re.MULTILINE)
    return {name: body.strip().removesuffix(";") for name, body in named}


@cache
def rows(part: str) -> dict[str, str]:
    """SELECTs of `rows/<part>`, by label or type, in the order of the file names."""
    found = (files("graphrisk.publish.neo4j") / "rows" / part).iterdir()
    named = {f.name.removesuffix(".sql"): f.read_text("utf-8") for f in found if f.name.endswith(".sql")}
    return dict(sorted(named.items()))
