"""Wages against attendance, bank and law; the limits and the SQL that several payroll signals share."""

from graphrisk.core.signal import Param

GRACE_DAYS = Param(default=5, unit="days", because="domain report P01: payment and upload take days")
MIN_HEADS = Param(default=3, unit="persons", because="domain report P01: one or two people may be visitors")

# Every project is asked; the signal says of which it could tell.
POPULATION = """
SELECT 'project' AS entity_kind, p.project_id AS entity_id, e.project_id IS NOT NULL AS is_evaluable
FROM project AS p
LEFT JOIN evaluable AS e ON e.project_id = p.project_id
"""

# The rows of the persons in `who (project_id, person_key, month, place)`: attendance and payroll line, ten persons.
EVIDENCE = """
near AS (
    SELECT project_id, person_key, month FROM who WHERE place <= 10
),
rows_behind AS (
    SELECT w.project_id, row_ref('attendance_month', a.project_id || '/' || a.person_key || '/' || a.month, a.received_on) AS ref
    FROM near AS w
    INNER JOIN attendance_month AS a
        ON a.project_id = w.project_id AND a.person_key = w.person_key AND a.month = w.month
    UNION ALL
    SELECT w.project_id, row_ref('attendance_day', a.project_id || '/' || a.person_key || '/' || CAST(a.day AS STRING), a.received_on)
    FROM near AS w
    INNER JOIN attendance_day AS a
        ON a.project_id = w.project_id AND a.person_key = w.person_key AND substr(CAST(a.day AS STRING), 1, 7) = w.month
    UNION ALL
    SELECT w.project_id, row_ref('payroll', l.project_id || '/' || l.person_key || '/' || l.wage_month, l.received_on)
    FROM near AS w
    INNER JOIN payroll AS l
        ON l.project_id = w.project_id AND l.person_key = w.person_key AND l.wage_month = w.month
),
evidence AS (
    SELECT project_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY project_id
)
"""
