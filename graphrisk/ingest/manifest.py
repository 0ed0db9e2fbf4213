"""`manifest.yaml` of a delivery: in which unit an agency gives its sums."""

from pathlib import Path
from typing import Any

import yaml

from graphrisk.core.contract import Table, contract
from graphrisk.ingest.cells import WAN_YUAN
from graphrisk.ingest.faults import Faults
from graphrisk.ingest.survey import MANIFEST

LARGEST = 1 << 20  # bytes; contract, reading.md
UNITS = (WAN_YUAN, "yuan")


def units(delivery: Path, faults: Faults) -> dict[str, dict[str, str]]:
    """Table -> column -> unit, of what the manifest states; whatever it holds beside is a fault."""
    path = delivery / MANIFEST
    if not path.is_file():
        return {}
    if path.stat().st_size > LARGEST:
        faults.add(MANIFEST, "超过 1 MB", "it is over 1 MB: it only names units")
        return {}
    try:
        stated = yaml.safe_load(path.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        faults.add(MANIFEST, f"不是有效的 YAML({said})", f"no valid YAML ({said})")
        return {}
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        faults.add(MANIFEST, "应为“键: 值”", "it must be a mapping with the keys delivery and tables")
        return {}
    _known(stated, {"delivery", "tables"}, "", faults)
    if not isinstance(stated.get("delivery", ""), str):
        faults.add(MANIFEST, "delivery 应为文字", "delivery must be text")
    tables = stated.get("tables") or {}
    if not isinstance(tables, dict):
        faults.add(MANIFEST, "tables 应为“表名: …”", "tables must map table names to their units")
        return {}
    return {str(name): _table(str(name), told, faults) for name, told in tables.items()}


def _table(name: str, told: Any, faults: Faults) -> dict[str, str]:
    table = contract().get(name)
    if table is None:
        faults.add(MANIFEST, f"合同里没有表 {name}", f"there is no table {name} in the contract")
        return {}
    if not isinstance(told, dict):
        faults.add(MANIFEST, f"表 {name} 应写 unit 和 columns", f"table {name} must state unit and columns")
        return {}
    _known(told, {"unit", "columns"}, f"{name}.", faults)
    unit = told.get("unit", "yuan")
    if unit not in UNITS:
        faults.add(MANIFEST, f"{name} 的单位 {unit} 未知", f"{name}: unit {unit} is unknown, one of {', '.join(UNITS)}")
        return {}
    return dict.fromkeys(_columns(table, told.get("columns"), faults), str(unit))


def _columns(table: Table, told: Any, faults: Faults) -> list[str]:
    sums = {f.name: f.name for f in table.fields if f.kind == "yuan"} | {
        f.title: f.name for f in table.fields if f.kind == "yuan"
    }
    if told is None:
        return list(dict.fromkeys(sums.values()))
    named = told if isinstance(told, list) else [told]
    for column in named:
        if str(column) not in sums:
            faults.add(MANIFEST, f"{table.name} 没有金额列 {column}", f"{table.name} has no column of sums {column}")
    return [sums[str(c)] for c in named if str(c) in sums]


def _known(stated: dict[Any, Any], keys: set[str], where: str, faults: Faults) -> None:
    for key in stated.keys() - keys:
        faults.add(MANIFEST, f"未知的键 {where}{key}", f"unknown key {where}{key}, known are {', '.join(sorted(keys))}")
