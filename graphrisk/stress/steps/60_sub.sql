-- One row an open project and company other than its contractor that has people or works there: n_heads, of its teams in the
-- last month with any; month_fen, what the contractor owes it a month by its contracts, their sum over their months.
WITH last_month AS (
    SELECT project_id, min(months_ago) AS months_ago FROM team_month WHERE n_attending > 0 AND months_ago >= 1 GROUP BY project_id
),
head AS (
    SELECT
        t.project_id, coalesce(y.party_id, k.uscc) AS party_id, sum(t.n_attending) AS n_heads
    FROM team_month AS t
    INNER JOIN last_month AS l ON l.project_id = t.project_id AND l.months_ago = t.months_ago
    INNER JOIN team AS k ON k.project_id = t.project_id AND k.team_id = t.team_id
    LEFT JOIN party AS y ON y.uscc = k.uscc
    WHERE k.uscc IS NOT NULL
    GROUP BY t.project_id, coalesce(y.party_id, k.uscc)
),
works AS (
    SELECT
        c.project_id, coalesce(y.party_id, c.payee_uscc) AS party_id,
        sum(CAST(
            round(c.amount_fen / CAST(greatest(
                month_number(substr(CAST(c.ended_on AS STRING), 1, 7)) - month_number(substr(CAST(c.started_on AS STRING), 1, 7)), 1
            ) AS DOUBLE)) AS BIGINT
        )) AS month_fen
    FROM contract AS c
    LEFT JOIN party AS y ON y.uscc = c.payee_uscc
    WHERE c.kind IN ('specialist', 'labour') AND c.payee_uscc IS NOT NULL
        AND coalesce(c.started_on <= $as_of, false) AND coalesce(c.ended_on > $as_of, false)
    GROUP BY c.project_id, coalesce(y.party_id, c.payee_uscc)
)
SELECT
    s.project_id, coalesce(h.party_id, w.party_id) AS party_id,
    CAST(coalesce(h.n_heads, 0) AS BIGINT) AS n_heads, CAST(coalesce(w.month_fen, 0) AS BIGINT) AS month_fen
FROM head AS h
FULL OUTER JOIN works AS w ON w.project_id = h.project_id AND w.party_id = h.party_id
INNER JOIN open_site AS s ON s.project_id = coalesce(h.project_id, w.project_id)
WHERE coalesce(h.party_id, w.party_id) <> s.contractor_id
ORDER BY s.project_id, party_id
