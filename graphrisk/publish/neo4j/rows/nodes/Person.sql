-- A person who answers for something: a key and the number of roles, no name, no score.
SELECT
    node_id, key,
    CAST(fact(attributes, 'n_posts') AS BIGINT) AS n_posts,
    CAST(fact(attributes, 'n_holdings') AS BIGINT) AS n_holdings,
    CAST(fact(attributes, 'n_teams') AS BIGINT) AS n_teams,
    CAST(fact(attributes, 'n_key_positions') AS BIGINT) AS n_key_positions,
    CAST(fact(attributes, 'n_contracts') AS BIGINT) AS n_contracts,
    CAST(fact(attributes, 'n_credit_events') AS BIGINT) AS n_credit_events
FROM nodes
WHERE kind = 'Person'
