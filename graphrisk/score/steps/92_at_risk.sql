-- Heads and money at risk: none without a finding of S1 to S3, unknown (NULL) where no table says.
WITH found AS (
    SELECT
        f.entity_kind, f.entity_id, max(CASE WHEN f.family = 'payroll' THEN 1 ELSE 0 END) AS is_payroll,
        max(CASE WHEN f.counts = 'all' THEN 1 ELSE 0 END) AS is_passed,
        -- heads that a finding states, where no table of the site does; 0 says that none were told
        max(nullif(try_cast(fact(s.facts, 'n_heads') AS BIGINT), 0)) AS stated_heads
    FROM finding AS f
    INNER JOIN findings AS s
        ON s.entity_kind = f.entity_kind AND s.entity_id = f.entity_id AND s.signal = f.signal AND s.reason = f.reason
    WHERE f.severity <> 'S4'
    GROUP BY f.entity_kind, f.entity_id
),
told AS (
    SELECT
        f.entity_id AS project_id,
        coalesce(CASE WHEN f.is_payroll = 1 THEN nullif(s.late_heads, 0) END, s.heads, f.stated_heads) AS workers,
        CASE
            WHEN f.is_payroll = 1 AND s.late_due_fen + s.unstated_heads * coalesce(s.month_wage_fen, 0) > 0
                THEN s.late_due_fen + s.unstated_heads * coalesce(s.month_wage_fen, 0)
            ELSE s.heads * s.month_wage_fen
        END AS money_fen
    FROM found AS f
    LEFT JOIN site AS s ON s.project_id = f.entity_id
    WHERE f.entity_kind = 'project'
),
claimed AS (
    -- clues of the year that were not found to be false
    SELECT
        coalesce(p.party_id, c.uscc) AS party_id,
        CAST(max(c.heads) AS BIGINT) AS workers, CAST(sum(c.amount_fen) AS BIGINT) AS money_fen
    FROM clue AS c
    LEFT JOIN party_of AS p ON p.uscc = c.uscc
    INNER JOIN card AS k ON k.entity_kind = 'company'
    WHERE c.uscc IS NOT NULL AND c.result <> 'false'
        AND month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(substr(CAST(c.opened_on AS STRING), 1, 7))
            <= k.lookback_months
    GROUP BY coalesce(p.party_id, c.uscc)
),
sites AS (
    SELECT p.party_id, CAST(sum(t.workers) AS BIGINT) AS workers, CAST(sum(t.money_fen) AS BIGINT) AS money_fen
    FROM partner AS p
    INNER JOIN told AS t ON t.project_id = p.project_id
    INNER JOIN found AS f ON f.entity_kind = 'project' AND f.entity_id = p.project_id AND f.is_passed = 1
    WHERE p.role = 'contractor'
    GROUP BY p.party_id
)
SELECT
    e.entity_kind, e.entity_id,
    CASE
        WHEN e.entity_kind = 'project' THEN CASE WHEN f.entity_id IS NULL THEN 0 ELSE t.workers END
        WHEN s.party_id IS NULL AND f.entity_id IS NULL THEN 0
        ELSE coalesce(s.workers, c.workers, f.stated_heads)
    END AS workers,
    CASE
        WHEN e.entity_kind = 'project' THEN CASE WHEN f.entity_id IS NULL THEN 0 ELSE t.money_fen END
        WHEN s.party_id IS NULL AND f.entity_id IS NULL THEN 0
        ELSE coalesce(s.money_fen, c.money_fen)
    END AS money_fen
FROM entity AS e
LEFT JOIN found AS f ON f.entity_kind = e.entity_kind AND f.entity_id = e.entity_id
LEFT JOIN told AS t ON e.entity_kind = 'project' AND t.project_id = e.entity_id
LEFT JOIN sites AS s ON e.entity_kind = 'company' AND s.party_id = e.entity_id
LEFT JOIN claimed AS c ON e.entity_kind = 'company' AND c.party_id = e.entity_id
