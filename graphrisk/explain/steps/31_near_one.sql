-- One step from a company whose arrears were verified.
SELECT t.here, max_by(t.there, (t.weight, t.there)) AS goal, max_by(t.evidence, (t.weight, t.there)) AS evidence
FROM tie AS t
INNER JOIN verified AS v ON v.node_id = t.there
GROUP BY t.here
