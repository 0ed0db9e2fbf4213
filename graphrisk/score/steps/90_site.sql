-- Heads and money of a project: what is late and unpaid, else who works there and what the next pay day needs.
WITH dated AS (
    SELECT
        t.*,
        days_between(CAST(date_add(t.due_on, CAST(c.grace_days AS INTEGER)) AS DATE), $as_of) > 0
        AND month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(t.month) <= c.lookback_months AS is_late
    FROM team_month AS t
    INNER JOIN card AS c ON c.entity_kind = 'project'
),
months AS (
    SELECT
        project_id, month,
        sum(n_attending) AS n_attending, sum(paid_fen) AS paid_fen, sum(n_paid) AS n_paid,
        sum(n_counted_unpaid) FILTER (WHERE is_late) AS late_heads,
        sum(unpaid_due_fen) FILTER (WHERE is_late) AS late_due_fen,
        -- attended and on no payroll: heads whose wage no table states
        sum(n_counted_unpaid) FILTER (WHERE is_late AND due_fen = 0) AS unstated_heads
    FROM dated
    GROUP BY project_id, month
)
SELECT
    project_id,
    CAST(max(late_heads) AS BIGINT) AS late_heads,
    CAST(coalesce(sum(late_due_fen), 0) AS BIGINT) AS late_due_fen,
    CAST(coalesce(sum(unstated_heads), 0) AS BIGINT) AS unstated_heads,
    CAST(max_by(n_attending, month) FILTER (WHERE n_attending > 0) AS BIGINT) AS heads,
    CAST(floor(ratio(sum(paid_fen) FILTER (WHERE n_paid > 0), nullif(sum(n_paid), 0))) AS BIGINT) AS month_wage_fen
FROM months
GROUP BY project_id
