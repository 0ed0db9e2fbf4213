"""Who is on site: entry, registration and attendance as the real-name gates tell them; what these signals share."""

from graphrisk.core.signal import Param

FEW_PERSONS = Param(
    default=3, unit="persons", because="one or two people have reasons of their own, a slip of the list among them"
)
MIN_PERSONS = Param(default=5, unit="persons", because="as in P06: single people have single reasons")
