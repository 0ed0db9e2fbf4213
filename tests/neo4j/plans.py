"""What the server plans to do for a question."""

import re
from collections.abc import Iterator
from typing import Any

from tests.neo4j.questions import Question
from tests.neo4j.town import Town

NEVER = ("CartesianProduct", "AllNodesScan", "AllRelationshipsScan")
SCANS = ("LabelScan", "LabelsScan", "TypeScan", "TypesScan")
FEW = re.compile(r"\b\w+:Run\b")  # a row a run


def complaints(town: Town, question: Question) -> list[str]:
    """Operators that multiply, scans that the Cost line does not own up to, and what the server warns of."""
    summary = _explained(town, question)
    warned = ("DEPRECATION", "PERFORMANCE")
    found = [n["description"] for n in summary.notifications or () if n["category"] in warned]
    for step in _steps(summary.plan):
        name, details = step["operatorType"].split("@")[0], str(step["args"].get("Details", ""))
        scans = any(word in name for word in SCANS) and not FEW.search(details)
        if name in NEVER or (scans and "scan of all" not in question.cost):
            found.append(f"{name} {details}")
    return found


def keys_are_total(town: Town, question: Question) -> bool:
    """Whether no two rows have the same keys of ORDER BY."""
    body, _, tail = question.statement.rpartition("\nORDER BY ")
    keys = re.split(r"\nLIMIT ", tail)[0].strip()
    head, _, returned = body.rpartition("\nRETURN ") if "\nRETURN " in body else ("", "", body.removeprefix("RETURN "))
    keys = re.sub(r" (DESC|ASC)\b", "", keys)
    statement = f"{head}\nWITH {returned}\nRETURN count(*) AS n, count(DISTINCT [{keys}]) AS m"
    told = town.neo4j.ask(statement, **question.parameters)[0]
    return bool(told["n"] == told["m"])


def _explained(town: Town, question: Question) -> Any:
    text = f"EXPLAIN {question.statement}"
    return town.neo4j.driver.execute_query(text, question.parameters, database_=town.neo4j.database).summary


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", []):
        yield from _steps(child)
