"""Quality of a delivery, one line a check of a table: what came in, what was kept, what was not, how fresh it is."""

from datetime import date
from pathlib import Path

import duckdb

from graphrisk.core.engine import identifier, quoted, write
from graphrisk.ingest.faults import masked
from graphrisk.ingest.quarantine import broken_table, is_seen
from graphrisk.ingest.stage import Staged
from graphrisk.ingest.versions import Versions

_TABLE = 'in_quality ("table" VARCHAR, "check" VARCHAR, n_rows BIGINT, detail VARCHAR)'


def quality(
    con: duckdb.DuckDBPyConnection,
    tables: dict[str, Versions],
    unread: list[tuple[str, str]],
    as_of: date,
    out: Path,
) -> None:
    """Write quality.parquet from what the other files of the room hold."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_TABLE}")
    for name, versions in tables.items():
        written = f"read_parquet({quoted(out / 'tables' / f'{name}.parquet')})"
        for check, select in _checks(versions, written, as_of).items():
            con.execute(f"INSERT INTO in_quality SELECT {quoted(name)}, {quoted(check)}, * FROM ({select})")
    for file, why in unread:
        con.execute("INSERT INTO in_quality VALUES ('', 'unread_files', 1, ?)", [masked(f"{file}: {why}")])
    write(con, "SELECT * FROM in_quality ORDER BY ALL", out / "quality.parquet")


def _checks(versions: Versions, written: str, as_of: date) -> dict[str, str]:
    day = as_of.isoformat()
    parts, table = versions.parts, versions.table
    refused = f"quarantine_{table.name}"
    rows = " + ".join(f"({_count(p, day)})" for p in parts)
    blank = " + ".join(f"({p.raw.n_blank} + (SELECT count(*) FROM {p.slow} WHERE _kind = 'blank'))" for p in parts)
    replaced, twins = (
        f"(SELECT count(*) FROM {versions.judged} WHERE _state = '{state}')" if versions.judged else "0"
        for state in ("replaced", "duplicate")
    )
    unknown = dict.fromkeys(p.raw.name(i) for p in parts for i in p.raw.header.unknown)
    absent = dict.fromkeys(name for p in parts for name in p.raw.header.absent)
    last = f"(SELECT max(received_on) FROM {written})"
    return {
        "rows_in": f"SELECT {rows}, ''",
        "kept": f"SELECT count(*), '' FROM {written}",
        "quarantined": f"SELECT count(*), '' FROM (SELECT DISTINCT file, line FROM {refused})",
        "flagged": f"SELECT count(*), '' FROM {written} WHERE len(flags) > 0",
        "replaced_versions": f"SELECT {replaced}, ''",
        "exact_duplicates": f"SELECT {twins}, ''",
        "blank_rows": f"SELECT {blank}, ''",
        "unknown_columns": f"SELECT {len(unknown)}, {quoted(masked(', '.join(unknown)))}",
        "absent_columns": f"SELECT {len(absent)}, {quoted(', '.join(absent))}",
        "title_rows": f"SELECT {sum(p.raw.title_rows for p in parts)}, ''",
        "last_received_on": f"SELECT count(*), coalesce(CAST(max(received_on) AS VARCHAR), '') FROM {written}",
        "feed_age_days": f"SELECT coalesce(DATE '{day}' - {last}, 0), coalesce(CAST(DATE '{day}' - {last} AS VARCHAR), '')",
        # of the records that came in, those that a signal can use
        "evaluable_share": f"SELECT k, coalesce(CAST(round(k / nullif(n, 0), 4) AS VARCHAR), '') FROM "
        f"(SELECT (SELECT count(*) FROM {written}) AS k, {rows} - ({blank}) - {replaced} - {twins} AS n)",
        "reason": f"SELECT count(*), reason || ':' || \"column\" FROM {refused} GROUP BY ALL",
        "flag": f"SELECT count(*), f FROM (SELECT unnest(flags) AS f FROM {written}) GROUP BY ALL",
        "earlier_version_stands": _standing(versions, written, day),
    }


def _count(part: Staged, day: str) -> str:
    """SQL of the number of rows of a file that are seen as of the day, all-empty ones included."""
    broken = f" + (SELECT count(*) FROM {broken_table(part)})" if part.raw.broken else ""
    return (
        f"(SELECT count(*) FROM {part.parquet} WHERE _raw IS NULL AND received_on <= DATE '{day}') "
        f"+ (SELECT count(*) FROM {part.slow} WHERE {is_seen(day)}) + {part.raw.n_blank}{broken}"
    )


def _standing(versions: Versions, written: str, day: str) -> str:
    """SQL of how many kept rows had a later version that was refused, and where the first of those stand."""
    key = [identifier(k) for k in versions.table.primary_key]
    names = ", ".join(key)
    refused = [
        f"SELECT {names}, _received AS received_on, {quoted(p.raw.source.file)} AS _file, _line FROM {p.slow} "
        f"WHERE _kind IS NULL AND len(_faults) > 0 AND _received <= DATE '{day}'"
        for p in versions.parts
    ]
    if versions.conflict:
        refused.append(f"SELECT {names}, received_on, {versions.file()} AS _file, _line FROM {versions.conflict}")
    same = " AND ".join(f"r.{k} = k.{k}" for k in key)
    return (
        "SELECT n, list_aggregate(list_sort(places)[1:5], 'string_agg', ', ') FROM (SELECT count(*) AS n, list(DISTINCT place) AS places FROM ("
        f"SELECT {', '.join(f'r.{k}' for k in key)}, min(r._file || ':' || r._line) AS place FROM ({' UNION ALL '.join(refused)}) r "
        f"JOIN {written} k ON {same} AND r.received_on > k.received_on GROUP BY ALL)) WHERE n > 0"
    )
