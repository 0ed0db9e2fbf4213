"""Wages against attendance, bank and law; the limits that all payroll signals share."""

from graphrisk.core.signal import Param

GRACE_DAYS = Param(default=5, unit="days", because="domain report P01: payment and upload take days")
LOOKBACK_MONTHS = Param(
    default=24, unit="months", because="Labour Inspection Regulations art. 20: older matters are not pursued"
)
FEED_DAYS = Param(default=45, unit="days", because="domain report section 7: an older feed tells nothing")
MIN_HEADS = Param(default=3, unit="persons", because="domain report P01: one or two people may be visitors")
