"""What a signal is: a declared question, asked in SQL, whose answer is a table with evidence."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphrisk.core.errors import SignalError
from graphrisk.core.text import Text

DEPTHS = ("L1", "L2", "L3")
SEVERITIES = ("S1", "S2", "S3", "S4")  # red, orange, yellow, blue
FAMILIES = ("account", "funding", "deposit", "payroll", "realname", "contracting", "graph", "distress", "history")
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One provision that a finding can be grounded in."""

    id: str
    act: Text
    article: str
    rule: Text
    in_force_since: str
    is_certain: bool = True  # False: article number to be checked by a lawyer (domain report, mark OK-M)

    @property
    def cited(self) -> Text:
        """Act, article and what it says; an article number that wants checking says so."""
        doubt = Text("", "") if self.is_certain else Text("（条号待核）", " (article number to be checked)")
        article = Text(f"第{self.article}条", f", art. {self.article}") if self.article else Text("", "")
        return Text(
            f"{self.act.zh}{article.zh}{doubt.zh}：{self.rule.zh}",
            f"{self.act.en}{article.en}{doubt.en}: {self.rule.en}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A threshold with unit and reason; a default of None has to come from the locality, else *could not tell*."""

    default: float | str | bool | None
    unit: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One closed answer of a signal: how grave it is in law, and its sentence with `{facts}`."""

    severity: str
    text: Text

    @property
    def places(self) -> frozenset[str]:
        """Names of the facts that the sentence shows."""
        return frozenset(_PLACE.findall(self.text.zh) + _PLACE.findall(self.text.en))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A question asked of projects or companies; sees its declared columns and nothing else.

    `population`: SELECT entity_kind, entity_id, is_evaluable: who could be asked, and of whom it could be told.
    `find`: SELECT entity_kind, entity_id, reason, strength (0..1), evidence (list of row_ref texts), then one
    column a fact. Both are static, in the common subset of DuckDB and Spark SQL, with `$named` parameters.
    """

    id: str
    name: str
    title: Text
    asks: Text
    family: str
    depth: str
    legal_basis: tuple[Law, ...]
    innocent_when: Text
    clears_when: Text
    reads: Mapping[str, tuple[str, ...]]
    population: str
    find: str
    reasons: Mapping[str, Reason]
    params: Mapping[str, Param] = field(default_factory=dict)
    jurisdiction: str = "china"  # whose law it asks by; "any": a fact that matters anywhere
    version: int = 1

    def __post_init__(self) -> None:
        for name in ("id", "name", "legal_basis", "reads", "population", "find", "reasons"):
            if not getattr(self, name):
                raise SignalError(f"signal {self.id or '?'}: {name} is empty")
        for text in (self.title, self.asks, self.innocent_when, self.clears_when):
            if not (text.zh.strip() and text.en.strip()):
                raise SignalError(f"signal {self.id}: every text is needed in Chinese and in English")
        if self.depth not in DEPTHS or self.family not in FAMILIES:
            raise SignalError(f"signal {self.id}: unknown depth {self.depth!r} or family {self.family!r}")
        wrong = sorted({r.severity for r in self.reasons.values()} - set(SEVERITIES))
        if wrong:
            raise SignalError(f"signal {self.id}: unknown severity {wrong}")

    def values(self, local: Mapping[str, Any]) -> dict[str, Any]:
        """Its parameters as a locality sets them; None where neither states one."""
        return {name: local.get(name, p.default) for name, p in self.params.items()}


def signal(**declared: Any) -> Callable[[Callable[[], None]], Signal]:
    """Declare a signal on an empty function whose docstring is the question in English; `asks_zh` the Chinese one."""
    asks_zh = declared.pop("asks_zh")

    def wrap(question: Callable[[], None]) -> Signal:
        return Signal(asks=Text(asks_zh, (question.__doc__ or "").strip()), **declared)

    return wrap
