-- One row a company that builds: contractors, consortium members, specialists, subcontractors, by the project, the list of
-- parties, a contract or a team. Owners and suppliers are none.
SELECT y.party_id
FROM (
    SELECT contractor_uscc AS uscc FROM project
    UNION
    SELECT uscc FROM project_party
    WHERE role IN ('contractor', 'consortium', 'direct_specialist', 'specialist_sub', 'labour_sub')
    UNION
    SELECT payee_uscc FROM contract WHERE kind IN ('prime', 'specialist', 'labour')
    UNION
    SELECT uscc FROM team
) AS named
INNER JOIN party AS y ON y.uscc = named.uscc
GROUP BY y.party_id
ORDER BY y.party_id
