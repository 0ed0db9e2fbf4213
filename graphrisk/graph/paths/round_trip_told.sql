-- The rows of `round_trip`: each sum that left and came back, its widest way in words, with the rows behind it. `transfer`: the
-- entries, numbered; `trip` and `step`: what `kernels/flows.py` found, by those numbers; `head_of`: who heads which company.
WITH way AS (
    SELECT
        s.trip, s.hop, t.source, t.target, t.from_key, t.to_key, t.booked_at, s.carried, t.amount_fen,
        row_number() OVER (PARTITION BY s.trip, s.hop ORDER BY s.carried DESC, s.entry) AS place
    FROM step AS s
    INNER JOIN transfer AS t ON t.entry = s.entry
    WHERE s.is_widest
),
hop AS (
    SELECT
        trip, hop, CAST(min(booked_at) AS DATE) AS first_on, CAST(max(booked_at) AS DATE) AS last_on,
        -- of the first entry the whole sum that left, of the others what they carried of it
        CAST(CASE WHEN hop = 1 THEN max(amount_fen) ELSE sum(carried) END AS BIGINT) AS carried_fen, count(*) AS n_entries,
        max(CASE WHEN place = 1 THEN source END) AS source, max(CASE WHEN place = 1 THEN target END) AS target,
        max(CASE WHEN place = 1 THEN from_key END) AS from_key, max(CASE WHEN place = 1 THEN to_key END) AS to_key
    FROM way
    GROUP BY trip, hop
),
special AS (
    SELECT 'Account:' || account_key AS node_id FROM special_account GROUP BY account_key
),
seen AS (
    SELECT source AS node_id FROM hop UNION SELECT target FROM hop
),
named AS (
    SELECT
        n.node_id, s.node_id IS NOT NULL AS is_special,
        CASE
            WHEN s.node_id IS NOT NULL THEN '专户' || substr(n.node_id, 9, 8)
            WHEN n.node_id LIKE 'Account:%' THEN '账户' || substr(n.node_id, 9, 8)
            WHEN n.node_id LIKE 'Person:%' THEN '人员' || substr(n.node_id, 8, 8)
            ELSE left(one_line(coalesce(nullif(g.name, ''), substr(n.node_id, 9))), 60)
        END AS zh,
        CASE
            WHEN s.node_id IS NOT NULL THEN 'special account ' || substr(n.node_id, 9, 8)
            WHEN n.node_id LIKE 'Account:%' THEN 'account ' || substr(n.node_id, 9, 8)
            WHEN n.node_id LIKE 'Person:%' THEN 'person ' || substr(n.node_id, 8, 8)
            ELSE left(one_line(coalesce(nullif(g.name, ''), substr(n.node_id, 9))), 60)
        END AS en
    FROM seen AS n
    LEFT JOIN special AS s ON s.node_id = n.node_id
    LEFT JOIN nodes AS g ON g.node_id = n.node_id
),
link AS (
    -- where the next sender is not who was paid, or pays from another account
    SELECT
        h.*, o.hop IS NOT NULL AND o.target <> h.source AS is_other_party,
        coalesce(o.target = h.source AND o.to_key <> h.from_key, false) AS is_other_account,
        o.target AS paid
    FROM hop AS h
    LEFT JOIN hop AS o ON o.trip = h.trip AND o.hop = h.hop - 1
),
worded AS (
    SELECT
        k.trip, k.hop,
        CASE WHEN k.is_other_party THEN p.zh || '（同一法定代表人）' ELSE '' END || f.zh
            || CASE WHEN k.is_other_account AND NOT f.is_special THEN '（另一账户）' ELSE '' END
            || ' —' || CAST(k.first_on AS STRING)
            || CASE WHEN k.last_on > k.first_on THEN '至' || CAST(k.last_on AS STRING) ELSE '' END
            || CASE WHEN k.n_entries > 1 THEN '分' || CAST(k.n_entries AS STRING) || '笔' ELSE '' END
            || ' ' || yuan(k.carried_fen) || '元→ ' AS zh,
        CASE WHEN k.is_other_party THEN p.en || ' (same legal representative) ' ELSE '' END || f.en
            || CASE WHEN k.is_other_account AND NOT f.is_special THEN ' (another account)' ELSE '' END
            || ' -' || CAST(k.first_on AS STRING)
            || CASE WHEN k.last_on > k.first_on THEN ' to ' || CAST(k.last_on AS STRING) ELSE '' END
            || CASE WHEN k.n_entries > 1 THEN ' in ' || CAST(k.n_entries AS STRING) || ' parts' ELSE '' END
            || ' ' || yuan(k.carried_fen) || ' yuan- ' AS en
    FROM link AS k
    INNER JOIN named AS f ON f.node_id = k.source
    LEFT JOIN named AS p ON p.node_id = k.paid
    UNION ALL
    SELECT h.trip, h.hop + 1, n.zh, n.en
    FROM hop AS h
    INNER JOIN trip AS t ON t.trip = h.trip AND t.hops = h.hop
    INNER JOIN named AS n ON n.node_id = h.target
),
line AS (
    SELECT trip, joined(zh, hop, '') AS path_zh, joined(en, hop, '') AS path_en FROM worded GROUP BY trip
),
shape AS (
    SELECT
        l.trip, max(CASE WHEN l.hop < t.hops AND NOT n.is_special THEN 1 ELSE 0 END) = 0 AS is_between,
        max(CASE WHEN l.is_other_party THEN 1 ELSE 0 END) = 1 AS is_by_head
    FROM link AS l
    INNER JOIN trip AS t ON t.trip = l.trip
    INNER JOIN named AS n ON n.node_id = l.target
    GROUP BY l.trip
),
ended AS (
    SELECT
        s.trip, max(e.booked_at) AS back_at, max_by(e.to_key, (s.carried, -s.entry)) AS back_key,
        count(DISTINCT s.entry) AS n_back
    FROM step AS s
    INNER JOIN trip AS t ON t.trip = s.trip AND t.hops = s.hop
    INNER JOIN transfer AS e ON e.entry = s.entry
    WHERE s.is_widest
    GROUP BY s.trip
),
proof AS (
    SELECT s.trip, e.ref, min(CASE WHEN s.hop = 1 THEN 0 WHEN s.is_widest THEN 1 ELSE 2 END) AS place
    FROM step AS s
    INNER JOIN transfer AS e ON e.entry = s.entry
    GROUP BY s.trip, e.ref
    UNION ALL
    -- why two parties are one: the rows of those who head both
    SELECT k.trip, h.ref, 0
    FROM link AS k
    INNER JOIN head_of AS h
        ON 'Company:' || h.party_id IN (k.paid, k.source) OR 'Person:' || h.person_key IN (k.paid, k.source)
    WHERE k.is_other_party
    GROUP BY k.trip, h.ref
),
chosen AS (
    SELECT trip, ref, row_number() OVER (PARTITION BY trip ORDER BY place, ref) AS place FROM proof
),
shown AS (
    SELECT trip, array_sort(array_agg(ref)) AS evidence FROM chosen WHERE place <= 20 GROUP BY trip
)
SELECT
    t.trip AS trip_id, s.txn_id, s.from_key AS account_key, e.back_key, CAST(s.booked_at AS DATE) AS left_on,
    CAST(e.back_at AS DATE) AS back_on, s.amount_fen AS left_fen, t.returned AS returned_fen, t.counted AS counted_fen,
    t.hops AS n_steps, e.n_back, h.is_between, h.is_by_head, l.path_zh, l.path_en, x.evidence
FROM trip AS t
INNER JOIN transfer AS s ON s.entry = t.entry
INNER JOIN ended AS e ON e.trip = t.trip
INNER JOIN shape AS h ON h.trip = t.trip
INNER JOIN line AS l ON l.trip = t.trip
INNER JOIN shown AS x ON x.trip = t.trip
ORDER BY t.trip
