WITH k AS (SELECT unnest(['project', 'company']) AS kind), l AS (SELECT unnest(['red', 'orange', 'yellow', 'blue', 'green']) AS level)
SELECT k.kind, l.level, count(s.entity_id) AS n, coalesce(sum(s.workers_at_risk), 0)::BIGINT AS workers_at_risk,
    coalesce(sum(s.amount_at_risk_fen), 0)::BIGINT / 100 AS amount_at_risk_yuan
FROM k
CROSS JOIN l
LEFT JOIN scores AS s ON s.entity_kind = k.kind AND s.level = l.level
GROUP BY k.kind, l.level
