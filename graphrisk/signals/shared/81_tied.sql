-- One row a company of which some relation is known, so that nearness could be told: it has a part in a project, a contract, a
-- crew or a clue, an owner or officer, or a key that another company could share.
SELECT y.party_id
FROM (
    SELECT contractor_uscc AS uscc FROM project
    UNION
    SELECT owner_uscc FROM project
    UNION
    SELECT uscc FROM project_party
    UNION
    SELECT payee_uscc FROM contract
    UNION
    SELECT uscc FROM team
    UNION
    SELECT uscc FROM clue
    UNION
    SELECT uscc FROM position
    UNION
    SELECT uscc FROM holding
    UNION
    SELECT uscc FROM company
    WHERE coalesce(legal_rep_key, address_key, phone_key, agent_key) IS NOT NULL
) AS named
INNER JOIN party AS y ON y.uscc = named.uscc
GROUP BY y.party_id
ORDER BY y.party_id
