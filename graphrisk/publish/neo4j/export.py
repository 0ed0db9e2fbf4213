"""A run as files for neo4j-admin: the quickest way to fill an empty database with a big city."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from graphrisk.core.engine import connect, identifier, quoted
from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder
from graphrisk.publish.neo4j.model import WORKERS, Rows, make_rows

BETWEEN = "chr(31)"  # between the parts of a list: a sign that no text of a delivery holds
TYPED = {"BIGINT": "long", "INTEGER": "long", "DOUBLE": "double", "BOOLEAN": "boolean", "DATE": "date"}
OPTIONS = ("--array-delimiter=U+001F", "--multiline-fields=true", "--id-type=string")
LEVEL = "CASE level WHEN 'red' THEN 'Red' WHEN 'orange' THEN 'Orange' WHEN 'yellow' THEN 'Yellow' WHEN 'blue' THEN 'Blue' WHEN 'green' THEN 'Green' END"
SAID = """graphrisk → neo4j-admin

这里是一次运行的全部节点和关系，供首次装载空数据库。步骤：
These files hold all nodes and relationships of a run, for the first load of an empty database. Steps:

1. 停止服务器 / stop the server.
2. 在本文件夹中 / in this folder:
   neo4j-admin database import full neo4j --overwrite-destination @import.args
   （会清空数据库 neo4j / this empties the database neo4j）
3. 启动服务器 / start the server.
4. graphrisk neo4j load RUN
   建立约束和索引，并核对每一行；内容相同则不再写入 / makes constraints and indexes and checks every row; what is the same is not written again.
"""


def export(run: RunFolder, out: Path, *, workers: str = "keys") -> Path:
    """Write nodes/, relationships/ and import.args; returns the folder, which must be new or empty."""
    run.require("explain")
    if workers not in WORKERS:
        raise UsageError(f"workers is {workers!r}", f"one of {', '.join(WORKERS)}")
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty", "name a new folder: files of another run would be imported too")
    for part in ("nodes", "relationships"):
        (out / part).mkdir(parents=True, exist_ok=True)
    with connect() as con:
        told = [_written(con, kind, out, workers) for kind in make_rows(con, run, workers)]
    (out / "import.args").write_text("\n".join([*OPTIONS, *told]) + "\n", "utf-8")
    (out / "README.txt").write_text(SAID, "utf-8")
    return out


def _written(con: DuckDBPyConnection, kind: Rows, out: Path, workers: str) -> str:
    """One label or type as a header and a file of rows; returns what neo4j-admin is told of them."""
    types = dict(con.execute(f"SELECT column_name, column_type FROM (DESCRIBE {identifier(kind.table)})").fetchall())
    columns = [_column(name, types[name]) for name in (*kind.properties, "row_digest")]
    if kind.is_node:
        label = LEVEL if kind.name in ("Project", "Company") else "NULL"
        columns = [("node_id:ID", "node_id"), (":LABEL", label), *columns]
    else:
        columns = [(":START_ID", "source"), (":END_ID", "target"), *columns]
    if kind.name == "Run":
        columns += [("state", "'whole'"), ("is_current:boolean", "true"), ("workers", quoted(workers))]
    part, order = ("nodes", "node_id") if kind.is_node else ("relationships", "source, target")
    head, file = f"{part}/{kind.name}-header.csv", f"{part}/{kind.name}.csv"
    (out / head).write_text(",".join(name for name, _ in columns) + "\n", "utf-8")
    chosen = ", ".join(f'{sql} AS "{n}"' for n, (_, sql) in enumerate(columns))
    con.execute(
        f"COPY (SELECT {chosen} FROM {identifier(kind.table)} ORDER BY {order}) TO {quoted(out / file)} (FORMAT csv, HEADER false)"
    )
    return f"--{part}={kind.name}={head},{file}"


def _column(name: str, sql_type: str) -> tuple[str, str]:
    """Header and SELECT of a property."""
    if sql_type == "VARCHAR[]":
        return f"{name}:string[]", f"array_to_string({identifier(name)}, {BETWEEN})"
    return f"{name}:{TYPED[sql_type]}" if sql_type in TYPED else name, identifier(name)
