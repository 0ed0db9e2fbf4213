-- What the other members of a hub pass on to each: the mean by weight of their trouble beyond what is usual, with one usual member
-- added (a prior). So one troubled customer of a firm that works everywhere says next to nothing, and a hub that is
-- merely large, with the usual share of trouble, nothing at all. `other_id` is the member that brings most.
WITH placed AS (
    SELECT
        b.relation, b.hub, b.party_id, b.role, b.entity_kind, b.entity_id, b.weight, b.micro, b.micro - c.usual AS beyond,
        row_number() OVER (PARTITION BY b.relation, b.hub ORDER BY b.weight * b.micro DESC, b.entity_id) AS place,
        sum(b.weight) OVER (PARTITION BY b.relation, b.hub) AS hub_weight,
        sum(b.weight * (b.micro - c.usual)) OVER (PARTITION BY b.relation, b.hub) AS hub_beyond,
        count(*) OVER (PARTITION BY b.relation, b.hub) - 1 AS n_others,
        sum(CASE WHEN b.micro > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY b.relation, b.hub) AS n_troubled
    FROM bond AS b
    INNER JOIN card AS c ON c.entity_kind = b.entity_kind
),
first_two AS (
    SELECT
        relation, hub, max(entity_id) FILTER (WHERE place = 1) AS first_id, max(entity_id) FILTER (WHERE place = 2) AS second_id,
        max(micro) FILTER (WHERE place = 1) AS first_micro, max(micro) FILTER (WHERE place = 2) AS second_micro
    FROM placed
    WHERE place <= 2
    GROUP BY relation, hub
)
SELECT
    p.relation, p.hub, p.party_id, p.role, p.entity_kind, p.entity_id, p.n_others,
    CAST(p.n_troubled - CASE WHEN p.micro > 0 THEN 1 ELSE 0 END AS BIGINT) AS n_troubled,
    CASE WHEN p.place = 1 THEN f.second_id ELSE f.first_id END AS other_id,
    CASE WHEN p.place = 1 THEN f.second_micro ELSE f.first_micro END AS other_micro,
    -- an own tie that has faded brings less
    CAST(round(
        ratio(p.hub_beyond - p.weight * p.beyond, 1000 + p.hub_weight - p.weight) * least(p.weight, 1000) / 1e3
    ) AS BIGINT) AS micro
FROM placed AS p
INNER JOIN first_two AS f ON f.relation = p.relation AND f.hub = p.hub
WHERE p.hub_beyond > p.weight * p.beyond
