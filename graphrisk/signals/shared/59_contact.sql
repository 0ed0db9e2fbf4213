-- One row a registered company that is not closed and each kind of contact it states (address, phone, agent): how many such
-- companies state the same one, branches counted with their head. is_usual: most companies that state this kind share it
-- with four or more others, so that sharing it says nothing here.
WITH firm AS (
    SELECT
        y.party_id, min(c.address_key) AS address_key, min(c.phone_key) AS phone_key, min(c.agent_key) AS agent_key
    FROM company AS c
    INNER JOIN party AS y ON y.uscc = c.uscc
    WHERE coalesce(c.status, 'active') NOT IN ('revoked', 'deregistered')
        AND (c.cancelled_on IS NULL OR c.cancelled_on > $as_of) AND c.uscc = y.party_id
    GROUP BY y.party_id
),
stated AS (
    SELECT party_id, 'address' AS kind, address_key AS contact FROM firm WHERE address_key IS NOT NULL
    UNION ALL
    SELECT party_id, 'phone', phone_key FROM firm WHERE phone_key IS NOT NULL
    UNION ALL
    SELECT party_id, 'agent', agent_key FROM firm WHERE agent_key IS NOT NULL
),
counted AS (
    SELECT party_id, kind, contact, count(*) OVER (PARTITION BY kind, contact) AS n_firms, count(*) OVER (PARTITION BY kind) AS n_stated
    FROM stated
)
SELECT
    party_id, kind, contact, n_firms,
    2 * count(CASE WHEN n_firms >= 5 THEN 1 END) OVER (PARTITION BY kind) > n_stated AS is_usual
FROM counted
ORDER BY party_id, kind
