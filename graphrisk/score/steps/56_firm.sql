-- What a company brings into its group: its own trouble, and the mean trouble of the sites it contracts for or owns.
SELECT entity_id, CAST(sum(micro) AS BIGINT) AS micro
FROM (
    SELECT entity_id, micro FROM trouble WHERE entity_kind = 'company'
    UNION ALL
    SELECT p.party_id, CAST(round(ratio(sum(p.weight * t.micro), min(s.weight))) AS BIGINT)
    FROM partner AS p
    INNER JOIN trouble AS t ON t.entity_kind = 'project' AND t.entity_id = p.project_id
    INNER JOIN (SELECT party_id, sum(weight) AS weight FROM partner WHERE role <> 'subcontractor' GROUP BY party_id) AS s
        ON s.party_id = p.party_id
    WHERE p.role <> 'subcontractor'
    GROUP BY p.party_id
)
GROUP BY entity_id
