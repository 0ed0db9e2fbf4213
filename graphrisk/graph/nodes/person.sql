-- A person who answers for something: a post, a share, a team, a key position on a project, a case. Workers are apart.
WITH role AS (
    SELECT person_key AS key, 'post' AS role FROM position
    UNION ALL
    SELECT legal_rep_key AS key, 'post' AS role FROM company
    UNION ALL
    SELECT holder_id AS key, 'holding' AS role FROM holding WHERE holder_kind = 'person'
    UNION ALL
    SELECT leader_key AS key, 'team' AS role FROM team
    UNION ALL
    SELECT person_key AS key, 'staff' AS role FROM key_staff
    UNION ALL
    SELECT payee_person_key AS key, 'payee' AS role FROM contract
    UNION ALL
    SELECT person_key AS key, 'credit' AS role FROM credit_event
)
SELECT
    key, key AS name,
    count(*) FILTER (WHERE role = 'post') AS n_posts,
    count(*) FILTER (WHERE role = 'holding') AS n_holdings,
    count(*) FILTER (WHERE role = 'team') AS n_teams,
    count(*) FILTER (WHERE role = 'staff') AS n_key_positions,
    count(*) FILTER (WHERE role = 'payee') AS n_contracts,
    count(*) FILTER (WHERE role = 'credit') AS n_credit_events
FROM role
WHERE key IS NOT NULL
GROUP BY key
