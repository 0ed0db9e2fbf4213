-- One row a pair of companies with a direct tie of .5 or more: a < b, strength (0 to 1), passing (what a longer path may use),
-- via (the person, company, address, telephone or agent of the strongest tie, '' where one holds the other), kinds,
-- is_held (one itself holds half or more of the other), is_share (tied by shares of half or more).
-- `control_stake`: holder, company, share with chains multiplied; `control_held`: the same of single holdings.
--
-- A key ties the companies that share it by the weaker of its two sides. A side weighs 1 for half of the shares and else the
-- share; .9 legal representative; .5 director, manager, finance; .3 supervisor, contact; .6 telephone; .3 address; .3 agent
-- (domain report G02; posts as in CONTROLS). Rarity: divided by 1 + ln(n / usual) where n > usual companies share it, and
-- nothing where more than `most` do: a legal representative of more than two dozen is an agent, not a controller.
-- Kinds add up as independent reports (noisy or). What companies of one agent share of telephone, address, supervisor and
-- contact they may have from the agent: that is one report, the strongest of them. Ended posts and holdings are out; a company struck off
-- keeps those that it had, as the question who stood behind it does not end with it.
WITH role AS (
    SELECT
        'Person:' || x.person_key AS key, 'Company:' || p.party_id AS company,
        CASE
            WHEN x.role = 'legal_rep' AND coalesce(c.kind, '') <> 'branch' THEN 'legal_rep'
            WHEN x.role IN ('supervisor', 'contact') THEN 'minor'
            ELSE 'post'
        END AS kind
    FROM position AS x
    INNER JOIN party AS p ON p.uscc = x.uscc
    LEFT JOIN company AS c ON c.uscc = x.uscc
    WHERE x.from_on <= $as_of AND (x.to_on IS NULL OR x.to_on >= $as_of)
    UNION ALL
    SELECT
        'Person:' || c.legal_rep_key, 'Company:' || p.party_id,
        CASE WHEN c.kind = 'branch' THEN 'post' ELSE 'legal_rep' END
    FROM company AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    WHERE c.legal_rep_key IS NOT NULL
    UNION ALL
    SELECT 'Phone:' || c.phone_key, 'Company:' || p.party_id, 'phone'
    FROM company AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    WHERE c.phone_key IS NOT NULL AND c.kind <> 'branch'
    UNION ALL
    SELECT 'Address:' || c.address_key, 'Company:' || p.party_id, 'address'
    FROM company AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    WHERE c.address_key IS NOT NULL AND c.kind <> 'branch'
    UNION ALL
    SELECT 'Agent:' || c.agent_key, 'Company:' || p.party_id, 'agent'
    FROM company AS c
    INNER JOIN party AS p ON p.uscc = c.uscc
    WHERE c.agent_key IS NOT NULL AND c.kind <> 'branch'
),
limits AS (
    SELECT *
    FROM (VALUES
        ('holding', 1e0, 24e0, 200), ('legal_rep', 9e-1, 5e0, 24), ('post', 5e-1, 3e0, 24), ('minor', 3e-1, 2e0, 24),
        ('phone', 6e-1, 3e0, 24), ('address', 3e-1, 2e0, 24), ('agent', 3e-1, 2e0, 24)
    ) AS v (kind, weight, usual, most)
),
side AS (
    SELECT r.key, r.company, r.kind, l.weight
    FROM (SELECT DISTINCT key, company, kind FROM role) AS r
    INNER JOIN limits AS l ON l.kind = r.kind
    UNION ALL
    SELECT holder, company, 'holding', CASE WHEN share >= 5e-1 THEN 1e0 ELSE share END
    FROM control_stake
    WHERE share >= 15e-2
),
-- one report a key and company: the strongest
best AS (
    SELECT key, company, max(weight) AS weight, max_by(kind, (weight, kind)) AS kind
    FROM side
    GROUP BY key, company
),
-- n: the companies that the key is to at least as strongly
counted AS (
    SELECT key, company, weight, kind, count(*) OVER (PARTITION BY key ORDER BY weight DESC) AS n FROM best
),
rare AS (
    SELECT c.key, c.company, c.kind, c.weight, c.weight / (1e0 + ln(greatest(c.n / l.usual, 1e0))) AS passing
    FROM counted AS c
    INNER JOIN limits AS l ON l.kind = c.kind
    WHERE c.n <= l.most
),
pair AS (
    SELECT
        a.company AS a, b.company AS b, a.key AS via,
        CASE WHEN a.passing <= b.passing THEN a.kind ELSE b.kind END AS kind,
        least(a.passing, b.passing) AS strength, least(a.passing, b.passing) AS passing,
        a.kind = 'holding' AND b.kind = 'holding' AND a.weight = 1e0 AND b.weight = 1e0 AS is_share
    FROM rare AS a
    INNER JOIN rare AS b ON b.key = a.key AND b.company > a.company
    WHERE a.passing >= 15e-2 AND b.passing >= 15e-2
    UNION ALL
    -- the holder itself: tied to what it holds whatever else it holds, but no way from one of its many companies to another
    SELECT least(s.holder, s.company), greatest(s.holder, s.company), '', 'holding', r.weight, r.passing, r.weight = 1e0
    FROM control_stake AS s
    INNER JOIN rare AS r ON r.key = s.holder AND r.company = s.company
    WHERE s.holder LIKE 'Company:%' AND s.share >= 15e-2
),
kinds AS (
    SELECT
        a, b,
        coalesce(max(CASE WHEN kind = 'holding' THEN strength END), 0e0) AS holding,
        coalesce(max(CASE WHEN kind = 'holding' THEN passing END), 0e0) AS holding_passing,
        coalesce(max(CASE WHEN kind = 'legal_rep' THEN strength END), 0e0) AS legal_rep,
        coalesce(max(CASE WHEN kind = 'post' THEN strength END), 0e0) AS post,
        coalesce(max(CASE WHEN kind = 'minor' THEN strength END), 0e0) AS minor,
        coalesce(max(CASE WHEN kind = 'phone' THEN strength END), 0e0) AS phone,
        coalesce(max(CASE WHEN kind = 'address' THEN strength END), 0e0) AS address,
        coalesce(max(CASE WHEN kind = 'agent' THEN strength END), 0e0) AS agent,
        max_by(via, (strength, CASE WHEN via = '' THEN 2 WHEN via LIKE 'Company:%' THEN 1 ELSE 0 END, via)) AS via,
        max(CASE WHEN is_share THEN 1 ELSE 0 END) = 1 AS is_share
    FROM pair
    GROUP BY a, b
),
-- what is left of doubt when people, and when the register's particulars, have spoken
doubt AS (
    SELECT
        *,
        (1e0 - legal_rep) * (1e0 - post) * CASE
            WHEN agent > 0e0 THEN 1e0 - greatest(minor, phone, address, agent)
            ELSE (1e0 - minor) * (1e0 - phone) * (1e0 - address)
        END AS doubt
    FROM kinds
),
-- by name, as a shared agent_key column would be
tied AS (
    SELECT
        a, b, round(1e0 - (1e0 - holding) * doubt, 6) AS strength,
        round(1e0 - (1e0 - holding_passing) * doubt, 6) AS passing, via, is_share,
        CASE WHEN holding > 0e0 THEN 'holding;' ELSE '' END || CASE WHEN legal_rep > 0e0 THEN 'legal_rep;' ELSE '' END
            || CASE WHEN post > 0e0 THEN 'post;' ELSE '' END || CASE WHEN minor > 0e0 THEN 'minor;' ELSE '' END
            || CASE WHEN phone > 0e0 THEN 'phone;' ELSE '' END || CASE WHEN address > 0e0 THEN 'address;' ELSE '' END
            || CASE WHEN agent > 0e0 THEN 'agent;' ELSE '' END AS kinds
    FROM doubt
)
SELECT
    t.a, t.b, t.strength, t.passing, t.via, t.kinds, t.is_share,
    h.a IS NOT NULL AS is_held
FROM tied AS t
LEFT JOIN (
    SELECT least(holder, company) AS a, greatest(holder, company) AS b FROM control_held WHERE share >= 5e-1 GROUP BY 1, 2
) AS h ON h.a = t.a AND h.b = t.b
WHERE t.strength >= 5e-1
ORDER BY t.a, t.b
