"""The room itself: every signal asked in turn, findings, answers and coverage written."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from graphrisk.core.engine import identifier, quoted, show_tables, write
from graphrisk.core.locality import Locality
from graphrisk.core.run import RunFolder
from graphrisk.core.signal import Signal
from graphrisk.signals.ask import ask, fact_names
from graphrisk.signals.catalogue import catalogue
from graphrisk.signals.setting import set_up, share

ANSWERS = {
    "finding": "entity_kind VARCHAR, entity_id VARCHAR, signal VARCHAR, reason VARCHAR, strength DOUBLE, facts VARCHAR, "
    'evidence STRUCT("table" VARCHAR, key VARCHAR, received_on DATE)[]',
    "asked": "entity_kind VARCHAR, entity_id VARCHAR, signal VARCHAR, answer VARCHAR",
    "kind": "signal VARCHAR, entity_kind VARCHAR",
}
# a row_ref text is table|key|received_on; only the key may hold a bar itself
EVIDENCE = r"""
list_transform(evidence, lambda ref: {
    'table': split_part(ref, '|', 1),
    'key': regexp_extract(ref, '^[^|]*\|(.*)\|[^|]*$', 1, 's'),
    'received_on': CAST(nullif(regexp_extract(ref, '\|([^|]*)$', 1), '') AS DATE)
})
"""
ASKED = """
SELECT p.entity_kind, p.entity_id, {signal},
    CASE
        WHEN NOT p.is_evaluable THEN 'could_not_tell'
        WHEN f.entity_id IS NULL THEN 'not_found'
        ELSE 'found'
    END
FROM population AS p
LEFT JOIN (SELECT DISTINCT entity_kind, entity_id FROM found) AS f USING (entity_kind, entity_id)
"""
COVERAGE = """
SELECT
    k.signal, k.entity_kind, count(a.entity_id) AS n_population,
    count(a.entity_id) FILTER (WHERE a.answer <> 'could_not_tell') AS n_evaluable,
    count(a.entity_id) FILTER (WHERE a.answer = 'found') AS n_found
FROM kind AS k
LEFT JOIN asked AS a ON a.signal = k.signal AND a.entity_kind = k.entity_kind
GROUP BY k.signal, k.entity_kind
ORDER BY k.signal, k.entity_kind
"""


def signals(run: RunFolder, out: Path, con: DuckDBPyConnection) -> None:
    """Ask all signals of the catalogue; write findings, coverage, asked, signals and the shared tables."""
    as_of, place = run.manifest.as_of, run.locality
    set_up(con, run, show_tables(con, run.path / "tables"))
    share(con, as_of, out / "shared")
    open_answers(con)
    for signal in catalogue().values():
        answer(con, signal, place, as_of)
    write(con, "SELECT * FROM finding ORDER BY entity_kind, entity_id, signal, reason", out / "findings.parquet")
    write(con, COVERAGE, out / "coverage.parquet")
    write(con, "SELECT * FROM asked ORDER BY entity_kind, entity_id, signal", out / "asked.parquet")
    pq.write_table(described(catalogue()), out / "signals.parquet", compression="zstd")


def open_answers(con: DuckDBPyConnection) -> None:
    """Empty tables that the answers of all signals go into: finding, asked, kind."""
    for name, columns in ANSWERS.items():
        con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")


def answer(con: DuckDBPyConnection, signal: Signal, place: Locality, as_of: date) -> None:
    """Ask one signal and add what it found, and of whom it could tell, to the answers."""
    ask(con, signal, place, as_of)
    pairs = ", ".join(f"{quoted(f)}, {identifier(f)}" for f in fact_names(con))
    con.execute(
        f"INSERT INTO finding SELECT entity_kind, entity_id, {quoted(signal.id)}, reason, strength, "
        f"CAST(json_object({pairs}) AS VARCHAR), {EVIDENCE} FROM found"
    )
    con.execute("INSERT INTO asked " + ASKED.format(signal=quoted(signal.id)))
    kinds = [k for k in ("company", "project") if f"'{k}' AS entity_kind" in signal.population]
    con.executemany("INSERT INTO kind VALUES (?, ?)", [(signal.id, k) for k in kinds])


def described(signals: dict[str, Signal]) -> pa.Table:
    """The catalogue as a table, one row a signal and reason, for rooms and people that come later."""
    rows = []
    for s in signals.values():
        law = [entry.cited for entry in s.legal_basis]
        whole = {"name": s.name, "family": s.family, "depth": s.depth, "version": s.version}
        for code, reason in sorted(s.reasons.items()):
            texts = {
                "title": s.title,
                "sentence": reason.text,
                "law": ("；".join(c.zh for c in law), "; ".join(c.en for c in law)),
                "innocent": s.innocent_when,
                "clears": s.clears_when,
            }
            sides = {f"{name}_{side}": text[i] for name, text in texts.items() for i, side in enumerate(("zh", "en"))}
            rows.append({"signal": s.id, "reason": code, "severity": reason.severity} | whole | sides)
    columns = ["signal", "reason", "name", "family", "depth", "severity", "version"]
    columns += [f"{n}_{side}" for n in ("title", "sentence", "law", "innocent", "clears") for side in ("zh", "en")]
    schema = pa.schema([(c, pa.int32() if c == "version" else pa.string()) for c in columns])
    return pa.Table.from_pylist(rows, schema=schema)
