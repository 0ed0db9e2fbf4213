"""What a made-up place is like: how many projects, how long a history, how fine the banks' feeds."""

from dataclasses import dataclass
from datetime import date

from graphrisk.core.errors import UsageError

AS_OF = date(2022, 6, 15)  # the day of the memorandum between the labour bureau and the banking regulator


@dataclass(frozen=True, slots=True)
class Preset:
    """Sizes and shares of one place; months are counted as year * 12 + month - 1."""

    name: str
    projects: int
    first_month: int
    last_month: int
    starts: int  # months at the beginning in which works start
    heads: float  # mean workers on a site at a time
    stay: float  # mean months a worker stays on a site
    companies: float  # registered companies a project
    entry_share: float  # share of accounts whose single entries the bank shares
    day_share: float  # share of projects with attendance by the day
    done_share: float  # share of projects that ended before the as-of day
    as_of: date = AS_OF


def month_of(year: int, month: int) -> int:
    """The number of a month."""
    return year * 12 + month - 1


PRESETS = {
    "town": Preset("town", 260, month_of(2021, 1), month_of(2022, 7), 9, 15, 11, 2.5, 0.5, 0.05, 0.06),
    "daxing": Preset("daxing", 193, month_of(2021, 1), month_of(2022, 6), 11, 40, 9, 4, 0.35, 0.05, 0),
    "city": Preset("city", 5000, month_of(2019, 6), month_of(2022, 5), 22, 217, 20, 4, 0.03, 0.0005, 0.12),
}


def preset(name: str, projects: int | None = None) -> Preset:
    """A preset by name; only a city can be made larger or smaller."""
    if name not in PRESETS:
        raise UsageError(f"no preset {name!r} to simulate", f"one of {', '.join(PRESETS)}")
    if projects is not None and name != "city":
        raise UsageError(f"the size of {name} is fixed", "--preset city --projects N")
    if projects is not None and projects < 1:
        raise UsageError(f"a city of {projects} projects cannot be made", "--projects 1 or more")
    chosen = PRESETS[name]
    if projects is None:
        return chosen
    from dataclasses import replace

    return replace(chosen, projects=projects)
