"""The room's static SELECTs, one file each, read from the package."""

from functools import cache
from importlib.resources import files


@cache
def texts(folder: str) -> dict[str, str]:
    """SELECTs of `nodes`, `edges` or `measures` by file name, in name order.

    >>> "worked_on" in texts("edges")
    True
    """
    found = (files("graphrisk.graph") / folder).iterdir()
    named = {f.name.removesuffix(".sql"): f.read_text("utf-8") for f in found if f.name.endswith(".sql")}
    return dict(sorted(named.items()))
