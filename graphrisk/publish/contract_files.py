"""The contract as files for agencies: a Frictionless datapackage.json to check with, a workbook to fill in."""

import json
from pathlib import Path
from typing import Any

from graphrisk.core.contract import Table, contract
from graphrisk.publish.template import write_template

TRUE, FALSE = ["true", "True", "TRUE", "1", "是"], ["false", "False", "FALSE", "0", "否"]


def datapackage(folder: Path) -> Path:
    """Write datapackage.json of all tables into a delivery folder; any Frictionless tool then checks the delivery."""
    folder.mkdir(parents=True, exist_ok=True)
    package = {
        "profile": "tabular-data-package",
        "name": "graphrisk-contract",
        "title": "数据合同：农民工工资支付风险 / data contract: risk of unpaid construction wages",
        "description": "行是版本：同一主键可带更晚的 received_on 再次出现，故主键重复的提示仅在 received_on 相同时才是错误。 / "
        "Rows are versions: a key may come again with a later received_on, so a repeated key is an error only on one received_on.",
        "resources": [_resource(table) for table in sorted(contract().values(), key=lambda t: (t.agency, t.name))],
    }
    file = folder / "datapackage.json"
    file.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return file


def template(file: Path) -> Path:
    """Write an empty workbook of the whole contract, a sheet a table; filled in, it is a delivery."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_template(file, tuple(contract().values()))
    return file


def _resource(table: Table) -> dict[str, Any]:
    raw = table.resource
    fields = [_field(field) for field in raw["schema"]["fields"]]
    about = {
        name: raw[name] for name in ("name", "title", "description", "agency", "depth", "event", "path") if name in raw
    }
    file = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return about | file | {"schema": raw["schema"] | {"fields": fields, "missingValues": [""]}}


def _field(raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"trueValues": TRUE, "falseValues": FALSE} if raw["type"] == "boolean" else raw
