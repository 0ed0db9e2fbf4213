"""What declarations of signals share: their short forms, and limits that many of them take."""

from graphrisk.core.signal import Param, Reason
from graphrisk.core.text import Text

FEED_DAYS = Param(default=45, unit="days", because="domain report section 7: an older feed tells nothing")
LOOKBACK_MONTHS = Param(
    default=24, unit="months", because="Labour Inspection Regulations art. 20: older matters are not pursued"
)
_NO_LIMIT = "Order 724 art. 26 has no lower limit; where the locality states none, it binds all"
SCOPE = {
    "scope_min_amount": Param(default=0, unit="yuan", because=_NO_LIMIT),
    "scope_min_months": Param(default=0, unit="months", because=_NO_LIMIT),
    "feed_days": FEED_DAYS,
}

# Every project of the table `asked` is asked; the signal says of which it could tell.
POPULATION = """
SELECT 'project' AS entity_kind, a.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM asked AS a
LEFT JOIN evaluable AS e ON e.project_id = a.project_id
"""


def reads(**tables: str) -> dict[str, tuple[str, ...]]:
    """The columns a signal sees, by table; each table's columns as one text.

    >>> reads(party="uscc party_id")
    {'party': ('uscc', 'party_id')}
    """
    return {table: tuple(columns.split()) for table, columns in tables.items()}


def reason(severity: str, zh: str, en: str) -> Reason:
    """One answer of a signal: how grave it is in law, and its sentence in both languages."""
    return Reason(severity=severity, text=Text(zh, en))
