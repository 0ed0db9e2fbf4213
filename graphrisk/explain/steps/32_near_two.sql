-- Two steps, by way of a node that is one step away.
SELECT
    t.here, max_by(t.there, (t.weight, t.there)) AS via, max_by(n.goal, (t.weight, t.there)) AS goal,
    max_by(slice(t.evidence, 1, 5) || slice(n.evidence, 1, 5), (t.weight, t.there)) AS evidence
FROM tie AS t
INNER JOIN near_one AS n ON n.here = t.there AND n.goal <> t.here
WHERE NOT EXISTS (SELECT 1 FROM near_one AS o WHERE o.here = t.here)
GROUP BY t.here
