"""What holds of every signal of the catalogue, by its declaration and on the toy town."""

import csv
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphrisk.core.contract import contract
from graphrisk.core.engine import connect, identifier, named, quoted
from graphrisk.core.run import RunFolder
from graphrisk.core.signal import Signal
from graphrisk.pipeline.result import Run
from graphrisk.signals import catalogue, signals
from graphrisk.signals.setting import COLUMNS, shared

EVERY = list(catalogue().values())
CODES = (
    [f"A{n:02d}" for n in range(1, 9)]
    + [f"F{n:02d}" for n in range(1, 6)]
    + [f"D{n:02d}" for n in range(1, 5)]
    + [f"P{n:02d}" for n in range(1, 10)]
    + [f"R{n:02d}" for n in range(1, 4)]
    + [f"C{n:02d}" for n in range(1, 5)]
    + [f"G{n:02d}" for n in range(1, 6)]
    + ["X01", "X02", "H01", "H02"]
)
# twins that the law lets through only with a question: a specialist's account stands alone, the contractor's is missing
MILD = {("A02", "direct_specialist")}
every_signal = pytest.mark.parametrize("signal", EVERY, ids=[s.id for s in EVERY])


def test_the_whole_catalogue_is_there() -> None:
    assert len(CODES) == 42
    assert list(catalogue()) == sorted(CODES)


@every_signal
def test_it_speaks_both_languages(signal: Signal) -> None:
    texts = [signal.title, signal.asks, signal.innocent_when, signal.clears_when]
    texts += [reason.text for reason in signal.reasons.values()]
    texts += [side for law in signal.legal_basis for side in (law.act, law.rule, law.cited)]
    for text in texts:
        assert re.search(r"[\u4e00-\u9fff]", text.zh), text
        assert re.search(r"[A-Za-z]{3}", text.en), text
        assert not re.search(r"[\u4e00-\u9fff]", text.en), text
    for reason in signal.reasons.values():
        places = [set(re.findall(r"\{(\w+?)(?:_zh|_en)?\}", side)) for side in reason.text]
        assert places[0] == places[1], "both languages show the same facts"


@every_signal
def test_it_accuses_nobody(signal: Signal) -> None:
    """Findings are to be checked: no sentence says guilt."""
    for reason in signal.reasons.values():
        assert not re.search(r"违法|犯罪|恶意|骗", reason.text.zh), reason.text.zh
        assert not re.search(r"\b(illegal|guilty|fraud|crime|violat)", reason.text.en), reason.text.en


@every_signal
def test_it_is_grounded_in_law(signal: Signal) -> None:
    assert signal.legal_basis
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", law.in_force_since) for law in signal.legal_basis)


@every_signal
def test_it_reads_what_it_declares_and_nothing_else(signal: Signal, town_run: Run) -> None:
    """Each declared column exists and is used; that no other is used, the room sees to: it shows no other."""
    sql = signal.population + signal.find
    for table, columns in signal.reads.items():
        assert re.search(rf"\b{table}\b", sql), f"{table} is declared and not used"
        known = known_columns(table, town_run)
        for column in columns:
            assert column in known, f"{table} has no {column}"
            assert re.search(rf"\b{column}\b|\w\.\*|\bSELECT\s+\*", sql), f"{table}.{column} is declared and not used"


def known_columns(table: str, run: Run) -> set[str]:
    if table in COLUMNS:
        return set(COLUMNS[table])
    if table in shared():
        return set(pq.read_schema(run.path / "shared" / f"{table}.parquet").names)
    return {*contract()[table].columns, "flags", "source_file", "source_line"}


@every_signal
def test_it_declares_its_parameters(signal: Signal) -> None:
    used = named(signal.population + signal.find) - {"as_of"}
    assert used == set(signal.params)
    assert all(p.because.strip() and p.unit.strip() for p in signal.params.values())


@every_signal
def test_three_outcomes_add_up(signal: Signal, town_run: Run) -> None:
    asked = pq.read_table(town_run.path / "asked.parquet", filters=[("signal", "=", signal.id)]).to_pandas()
    cover = pq.read_table(town_run.path / "coverage.parquet", filters=[("signal", "=", signal.id)]).to_pandas()
    assert len(cover) > 0
    assert not asked.duplicated(["entity_kind", "entity_id"]).any()
    for row in cover.itertuples():
        answers = asked[asked["entity_kind"] == row.entity_kind]["answer"]
        assert row.n_population == len(answers)
        assert row.n_evaluable == (answers != "could_not_tell").sum()
        assert row.n_found == (answers == "found").sum()
        assert 0 <= row.n_found <= row.n_evaluable <= row.n_population


@every_signal
def test_its_findings_show_rows_that_are_there(signal: Signal, town_run: Run) -> None:
    """Every row of evidence stands in the checked tables, received by the as-of day."""
    found = pq.read_table(town_run.path / "findings.parquet", filters=[("signal", "=", signal.id)])
    con = duckdb.connect()
    con.register("found", found)
    refs = "SELECT DISTINCT ref.* FROM (SELECT unnest(evidence) AS ref FROM found)"
    for (table,) in con.sql(f'SELECT DISTINCT "table" FROM ({refs})').fetchall():
        rows = f"SELECT {contract()[table].key_sql()} AS key, received_on FROM read_parquet({quoted(town_run.path / 'tables' / f'{table}.parquet')})"
        lost = con.sql(f"""SELECT key, received_on FROM ({refs}) WHERE "table" = '{table}' EXCEPT {rows}""").fetchall()
        assert not lost, f"{table}: {lost[:3]}"


def planted(town: Path) -> list[dict[str, str]]:
    with (town.parent / "truth" / "planted.csv").open(encoding="utf-8-sig") as file:
        rows = [row | {"signal": s} for row in csv.DictReader(file) for s in row["signals"].split(";")]
    return [row for row in rows if row["signal"] in catalogue()]


def answers(run: Run) -> dict[tuple[str, str], set[str]]:
    found = pq.read_table(run.path / "findings.parquet", columns=["entity_id", "signal", "reason"]).to_pylist()
    reasons: dict[tuple[str, str], set[str]] = {}
    for row in found:
        reasons.setdefault((row["entity_id"], row["signal"]), set()).add(row["reason"])
    return reasons


def test_planted_cases_are_found_and_their_twins_are_not(town: Path, town_run: Run) -> None:
    reasons = answers(town_run)
    missed, accused, seen = [], [], set()
    for row in planted(town):
        told = reasons.get((row["entity_id"], row["signal"]), set())
        seen.add((row["signal"], row["is_twin"]))
        if row["is_twin"] == "true":
            severe = {r for r in told if catalogue()[row["signal"]].reasons[r].severity != "S4"}
            accused += [(row["scheme"], row["signal"], r) for r in severe if (row["signal"], r) not in MILD]
        elif not told:
            missed.append((row["scheme"], row["signal"], row["entity_id"]))
    assert not missed
    assert not accused
    assert {s for s, twin in seen if twin == "false"} == set(CODES), "each signal is planted"
    assert {s for s, twin in seen if twin == "true"} == set(CODES), "each signal has an innocent twin"


def test_unrelated_rows_change_nothing(town_run: Run, tmp_path: Path) -> None:
    """A second town with other ids, put beside the first, leaves every answer of the first as it was."""
    twice = doubled(town_run, tmp_path / "twice")
    again = ask_all(twice, tmp_path / "out")
    for name in ("findings", "asked"):
        before = pq.read_table(town_run.path / f"{name}.parquet")
        after = pq.read_table(again / f"{name}.parquet")
        first = [not value.startswith("Z~") for value in after["entity_id"].to_pylist()]
        assert after.filter(pa.array(first)).equals(before), name


def doubled(run: Run, folder: Path) -> RunFolder:
    """A run folder with each row of the first once as it is and once with all its ids changed."""
    twice = RunFolder(folder)
    twice.start(run.manifest)
    (folder / "tables").mkdir()
    (folder / "paths").symlink_to(run.path / "paths")
    con = duckdb.connect()
    for file in sorted((run.path / "tables").glob("*.parquet")):
        table = contract()[file.stem]
        ids = [f.column for f in table.fields if is_id(f.name, f.kind)]
        changed = ", ".join(f"'Z~' || {identifier(c)} AS {identifier(c)}" for c in ids)
        source = f"read_parquet({quoted(file)})"
        replaced = f"* REPLACE ({changed})" if changed else "*"
        con.execute(
            f"COPY (SELECT * FROM {source} UNION ALL SELECT {replaced} FROM {source}) TO {quoted(folder / 'tables' / file.name)}"
        )
    links = f"read_parquet({quoted(run.path / 'links.parquet')})"
    con.execute(
        f"COPY (SELECT * FROM {links} UNION ALL SELECT * REPLACE ('Z~' || record AS record, 'Z~' || party_id AS party_id) "
        f"FROM {links} WHERE kind <> 'name') TO {quoted(folder / 'links.parquet')}"
    )
    return twice


def is_id(name: str, kind: str) -> bool:
    """Whether a column names a thing of the town, so that another town has others."""
    return (
        kind in ("uscc", "key") or name.endswith(("_id", "_key")) or name in ("case_no", "guarantee_no", "reversal_of")
    )


def ask_all(run: RunFolder, out: Path, threads: int = 1) -> Path:
    out.mkdir()
    con = connect(threads)
    signals(run, out, con)
    con.close()
    return out


def test_one_thread_or_two_give_the_same_bytes(town_run: Run, tmp_path: Path) -> None:
    out = ask_all(RunFolder(town_run.path), tmp_path / "two", threads=2)
    files = [p.relative_to(out) for p in sorted(out.rglob("*.parquet"))]
    assert len(files) > 4
    for file in files:
        assert (out / file).read_bytes() == (town_run.path / file).read_bytes(), file


def test_where_another_law_holds_only_facts_are_told(town_run: Run, tmp_path: Path) -> None:
    abroad = RunFolder(tmp_path / "abroad")
    abroad.start(town_run.manifest.__class__(**{**manifest_fields(town_run), "locality": "open"}))
    (abroad.path / "tables").symlink_to(town_run.path / "tables")
    (abroad.path / "links.parquet").symlink_to(town_run.path / "links.parquet")
    (abroad.path / "paths").symlink_to(town_run.path / "paths")
    out = ask_all(abroad, tmp_path / "out")
    rows = pq.read_table(out / "coverage.parquet").to_pylist()
    home = {(r["signal"], r["entity_kind"]): r for r in pq.read_table(town_run.path / "coverage.parquet").to_pylist()}
    for row in rows:
        assert row["n_population"] == home[row["signal"], row["entity_kind"]]["n_population"]
        if catalogue()[row["signal"]].jurisdiction == "china":
            assert row["n_evaluable"] == row["n_found"] == 0
    assert any(r["n_found"] for r in rows), "history and distress count anywhere"


def manifest_fields(run: Run) -> dict[str, object]:
    manifest = run.manifest
    return {name: getattr(manifest, name) for name in manifest.__slots__}


def test_the_catalogue_travels_with_the_run(town_run: Run) -> None:
    rows = pq.read_table(town_run.path / "signals.parquet").to_pylist()
    assert {(r["signal"], r["reason"]) for r in rows} == {(s.id, r) for s in EVERY for r in s.reasons}
    assert all(r["law_zh"] and r["law_en"] and r["sentence_zh"] and r["severity"] for r in rows)
