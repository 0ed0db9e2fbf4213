"""One party per real company or person, with a score and a reason for every link."""

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphrisk.core.engine import arrow, show_tables, write
from graphrisk.core.run import RunFolder
from graphrisk.resolve.cluster import Links, clusters
from graphrisk.resolve.judge import Judgements, read_judgements
from graphrisk.resolve.likeness import Grounds, likenesses
from graphrisk.resolve.match import Pairs, equal_names
from graphrisk.resolve.names import Spellings, spell

BRANCH, RULE, MATCH, HUMAN = "branch", "rule", "match", "human"


def resolve(run: RunFolder, out: Path, con: Any) -> None:
    """Write parties, links, and candidates that a human may judge (`judgements.csv` of the run)."""
    show_tables(con, run.path / "tables")
    steps = {name: arrow(con, _text(name), step=f"resolve {name}") for name in STEPS}
    told = read_judgements(run.file("judgements.csv"), run.manifest.as_of)
    links, candidates = _Companies.gather(steps).resolved(told, con)
    con.register("company_links", links)
    con.register("person", _persons(arrow(con, _text("20_person"), step="resolve 20_person"), told))
    write(con, PARTIES, out / "parties.parquet", step="parties")
    write(con, LINKS, out / "links.parquet", step="links")
    pq.write_table(candidates, out / "candidates.parquet", compression="zstd")


STEPS = ("10_code", "11_former_name", "30_holder", "31_site_party", "32_same_account")
LINKS = """
SELECT kind, record, party_id, score, reason, decided_by, weights FROM company_links
UNION ALL
SELECT 'person', person_key, party_id, 1e0,
    CASE WHEN party_id = person_key THEN 'own_key' ELSE 'judged_same' END,
    CASE WHEN party_id = person_key THEN 'rule' ELSE 'human' END, CAST(NULL AS STRING)
FROM person
ORDER BY kind DESC, record
"""
PARTIES = """
SELECT party_id, 'company' AS kind, max(party_name) AS name, CAST(sum(n_records) AS BIGINT) AS n_records
FROM company_links
GROUP BY party_id
UNION ALL
SELECT party_id, 'person', CAST(NULL AS STRING), CAST(sum(n_records) AS BIGINT) FROM person GROUP BY party_id
ORDER BY kind, party_id
"""


def _text(name: str) -> str:
    return (files("graphrisk") / "resolve" / "steps" / f"{name}.sql").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class _Companies:
    """Records of companies: first the credit codes, then the names that came without one; row numbers are ids."""

    codes: pa.Table
    former: pa.Table  # uscc, name that the register's changes tell of
    names: pa.Array  # code-less names as delivered
    n_named: np.ndarray  # rows that hold each of them
    site: pa.Table  # name, uscc: takes part in the project of an account under the name
    held: pa.Table  # name, uscc: holds the same account in another row

    @classmethod
    def gather(cls, steps: dict[str, pa.Table]) -> "_Companies":
        holders = steps["30_holder"]
        bare = holders.filter(pc.is_null(holders["uscc"]))
        counted = bare.group_by("name").aggregate([("n_records", "sum")]).sort_by("name")
        site = bare.select(["name", "project_id"]).join(steps["31_site_party"], "project_id", join_type="inner")
        return cls(
            _named_by_banks(steps["10_code"], holders), steps["11_former_name"],
            counted["name"].combine_chunks(), np.asarray(counted["n_records_sum"]),
            site, steps["32_same_account"],
        )  # fmt: skip

    def __len__(self) -> int:
        return int(self.codes.num_rows) + len(self.names)

    def resolved(self, told: Judgements, con: Any) -> tuple[pa.Table, pa.Table]:
        """Links of all records, and the likenesses left to a human."""
        branch, human = self._branches(), self._judged(told.same, "judged_same")
        apart = self._numbers(told.different)
        party, _ = clusters(len(self), _links([branch, human]), apart)
        equal, similar, rest = self._by_name(party, con)
        parts = [branch, human, equal, similar]
        party, refused = clusters(len(self), _links(parts), apart)
        head = self._heads(party, branch)
        return self._table(party, head, refused, parts), self._candidates(rest, party, head, apart)

    def _by_name(self, party: np.ndarray, con: Any) -> tuple[Pairs, Pairs, Pairs]:
        """Names and the companies they equal, those they are like and are linked to, and those left to a human."""
        nobody = Pairs.of(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0, "")
        if not len(self.names):
            return nobody, nobody, nobody
        known, row = self._known()
        names, n = spell(self.names), self.codes.num_rows
        equal = equal_names(names, known, party[row])
        left = np.setdiff1d(np.arange(len(self.names)), equal.name)
        similar, rest = nobody, nobody
        if len(left):
            grounds = Grounds(self._tied(self.site, left, party), self._tied(self.held, left, party))
            found = likenesses(con, names.take(left), grounds, known, party[row])
            similar, rest = (replace(pairs, name=left[pairs.name]) for pairs in found)
        a, b, c = (replace(p, name=p.name + n, company=row[p.company]) for p in (equal, similar, rest))
        return a, b, c

    def _tied(self, table: pa.Table, left: np.ndarray, party: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What a table ties: places among the names that are left, and parties; each pair once."""
        name = pc.index_in(table["name"], value_set=self.names.take(pa.array(left))).fill_null(-1)
        code = pc.index_in(table["uscc"], value_set=self.codes["uscc"].combine_chunks()).fill_null(-1)
        at, of = np.asarray(name, np.int64), np.asarray(code, np.int64)
        both = (at >= 0) & (of >= 0)
        found = np.unique(np.column_stack([at[both], party[of[both]]]), axis=0)
        return found[:, 0], found[:, 1]

    def _branches(self) -> Pairs:
        """Branch -> head office, as the register says; other kinds of company are persons of their own."""
        head = pc.index_in(self.codes["head_uscc"], value_set=self.codes["uscc"].combine_chunks()).fill_null(-1)
        at = np.asarray(head, np.int64)
        row = np.flatnonzero((at >= 0) & np.asarray(self.codes["is_branch"]))
        return Pairs.of(row, at[row], 1.0, BRANCH)

    def _known(self) -> tuple[Spellings, np.ndarray]:
        """Spellings of registered names and former names, and the code row that each belongs to."""
        held = pc.split_pattern_regex(self.codes["former_names"].combine_chunks(), "[;；]")
        changed = pc.index_in(self.former["uscc"], value_set=self.codes["uscc"].combine_chunks()).combine_chunks()
        row = np.concatenate(
            [np.arange(self.codes.num_rows), np.asarray(pc.list_parent_indices(held)), np.asarray(changed, np.int64)]
        )
        names = pa.concat_arrays(
            [self.codes["name"].combine_chunks(), pc.list_flatten(held), self.former["name"].combine_chunks()]
        )
        said = np.asarray(pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(names)), 0).fill_null(False))
        return spell(names.filter(pa.array(said))), row[said]

    def _judged(self, pairs: tuple[tuple[str, str], ...], reason: str) -> Pairs:
        numbers = self._numbers(pairs)
        return Pairs.of(numbers[:, 0], numbers[:, 1], 1.0, reason)

    def _numbers(self, pairs: tuple[tuple[str, str], ...]) -> np.ndarray:
        """Row numbers of judged pairs of which both records are present, shape (n, 2).

        The id of a party known by name only stands for every spelling that has it.
        """
        if not pairs:
            return np.zeros((0, 2), np.int64)
        ids, n = _name_ids(self.names), self.codes.num_rows
        known = pa.concat_arrays([self.codes["uscc"].combine_chunks(), self.names, ids])
        row = np.concatenate([np.arange(len(self)), np.arange(n, len(self))])
        found = pa.table({"record": known, "row": row})
        told = pa.table({"a": [a for a, _ in pairs], "b": [b for _, b in pairs]})
        for end in ("a", "b"):
            told = told.join(found.rename_columns([end, f"row_{end}"]), end, join_type="inner")
        both = np.column_stack([np.asarray(told["row_a"]), np.asarray(told["row_b"])])
        return np.unique(both[both[:, 0] != both[:, 1]], axis=0)

    def _table(self, party: np.ndarray, head: np.ndarray, refused: np.ndarray, parts: list[Pairs]) -> pa.Table:
        """One row a record: its party, and the link that brought it there."""
        n, size = self.codes.num_rows, len(self)
        ids = pa.concat_arrays([self.codes["uscc"].combine_chunks(), _name_ids(self.names)])
        names = pa.concat_arrays([self.codes["name"].combine_chunks(), self.names])
        score, reason, decided = np.ones(size), np.full(size, "own_code", object), np.full(size, RULE, object)
        weights = np.full(size, None, object)
        reason[n:] = "own_name"
        for part, who in zip(parts, (RULE, HUMAN, MATCH, MATCH), strict=True):
            for end in (part.name, part.company) if who == HUMAN else (part.name,):
                stays = (head[end] != end) & (party[part.name] == party[part.company])
                score[end[stays]], reason[end[stays]], decided[end[stays]] = part.score[stays], part.reason[stays], who
                weights[end[stays]] = part.weights[stays]
        reason[refused] = "refused_cluster_too_large"
        count = np.concatenate([np.asarray(self.codes["n_records"]), self.n_named])
        return pa.table(
            {
                "kind": pa.array(np.where(np.arange(size) < n, "uscc", "name")),
                "record": pa.concat_arrays([self.codes["uscc"].combine_chunks(), self.names]),
                "party_id": ids.take(pa.array(head)),
                "party_name": pc.coalesce(names.take(pa.array(head)), ids.take(pa.array(head))),
                "score": score, "reason": pa.array(reason, pa.string()), "decided_by": pa.array(decided, pa.string()),
                "weights": pa.array(weights, pa.string()),
                "n_records": pa.array(count, pa.int64()),
            }
        )  # fmt: skip

    def _heads(self, party: np.ndarray, branch: Pairs) -> np.ndarray:
        """The record that names the party: a registered code that is nobody's branch, most named, then by code."""
        n, size = self.codes.num_rows, len(self)
        is_branch, is_known, count = np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, np.int64)
        is_branch[branch.name] = True
        is_known[:n], count[:n] = np.asarray(self.codes["is_registered"]), np.asarray(self.codes["n_records"])
        order = np.lexsort((np.arange(size), -count, ~is_known, is_branch, np.arange(size) >= n, party))
        _, first = np.unique(party[order], return_index=True)
        heads: np.ndarray = order[first][party]
        return heads

    def _candidates(self, pairs: Pairs, party: np.ndarray, head: np.ndarray, apart: np.ndarray) -> pa.Table:
        """Likenesses that no rule dares to link: a human may, in the judgement file, unless one has held them apart."""
        size, ends = np.int64(len(self)), np.sort(np.column_stack([party[pairs.name], party[pairs.company]]), axis=1)
        judged = np.sort(party[apart], axis=1)
        is_judged = np.isin(ends[:, 0] * size + ends[:, 1], judged[:, 0] * size + judged[:, 1])
        pairs = pairs.where((ends[:, 0] != ends[:, 1]) & ~is_judged)
        company = head[pairs.company]
        order = np.lexsort((company, -pairs.score, pairs.name))
        return pa.table(
            {
                "record_a": self.names.take(pa.array(pairs.name[order] - self.codes.num_rows)),
                "record_b": self.codes["uscc"].combine_chunks().take(pa.array(company[order])),
                "name_b": self.codes["name"].combine_chunks().take(pa.array(company[order])),
                "score": pairs.score[order],
                "reason": pa.array(pairs.reason[order], pa.string()),
                "weights": pa.array(pairs.weights[order], pa.string()),
            }
        )


def _links(parts: list[Pairs]) -> Links:
    """All links; those of the second part are a human's."""
    a, b, score = (np.concatenate([getattr(p, c) for p in parts]) for c in ("name", "company", "score"))
    human = np.concatenate([np.full(len(p.name), i == 1) for i, p in enumerate(parts)])
    return Links(a, b, score, human)


def _named_by_banks(codes: pa.Table, holders: pa.Table) -> pa.Table:
    """Codes that the register lacks get the name that an account is held under."""
    told = holders.filter(pc.is_valid(holders["uscc"])).group_by("uscc").aggregate([("name", "min")])
    at = pc.index_in(codes["uscc"], value_set=told["uscc"].combine_chunks())
    named = pc.coalesce(codes["name"], told["name_min"].combine_chunks().take(at.combine_chunks()))
    return codes.set_column(codes.schema.get_field_index("name"), "name", named)


def _name_ids(names: pa.Array) -> pa.Array:
    """Party ids of companies known by name only: N and a digest of the unified spelling."""
    from graphrisk.core.ids import stable_id

    return pa.array(
        ["N" + stable_id("company name", text).upper() for text in spell(names).form.to_pylist()], pa.string()
    )


def _persons(keys: pa.Table, told: Judgements) -> pa.Table:
    """Persons are their keys; only a human's judgement makes two keys one person, the smaller key naming it."""
    own = keys["person_key"].combine_chunks()
    pairs = [
        np.asarray(pc.index_in(pa.array([p[i] for p in told.same], pa.string()), value_set=own).fill_null(-1), np.int64)
        for i in (0, 1)
    ]
    both = (pairs[0] >= 0) & (pairs[1] >= 0)
    a, b = pairs[0][both], pairs[1][both]
    party, _ = clusters(len(own), Links(a, b, np.ones(len(a)), np.ones(len(a), bool)), np.zeros((0, 2), np.int64))
    _, first = np.unique(party, return_index=True)
    return keys.append_column("party_id", own.take(pa.array(first[party])))
