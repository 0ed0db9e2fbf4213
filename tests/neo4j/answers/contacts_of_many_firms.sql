WITH party AS (SELECT record AS uscc, party_id FROM links WHERE kind = 'uscc'),
told AS (
    SELECT 'Address:' || address_key AS contact_id, uscc FROM company WHERE address_key IS NOT NULL
    UNION
    SELECT 'Phone:' || phone_key, uscc FROM company WHERE phone_key IS NOT NULL
    UNION
    SELECT 'Agent:' || agent_key, uscc FROM company WHERE agent_key IS NOT NULL
),
firm AS (SELECT DISTINCT t.contact_id, p.party_id FROM told AS t INNER JOIN party AS p ON p.uscc = t.uscc)
SELECT f.contact_id, count(*) AS n_firms, count(*) FILTER (WHERE s.level IN ('red', 'orange')) AS n_red_or_orange
FROM firm AS f
LEFT JOIN scores AS s ON s.entity_kind = 'company' AND s.entity_id = f.party_id
GROUP BY f.contact_id
HAVING count(*) >= 6
