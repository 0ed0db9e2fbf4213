-- Where the people of each company shown to be a debtor went, by the real-name register of teams: one row a debtor and firm
-- (project_id null: all its sites), and one a debtor, firm and site of it. n_workers, n_leaders: the debtor's in the last year
-- of its teams. n_moved, n_leaders_moved: of these, who came to the firm after they began with the debtor, at most a month
-- before and a year after they left; leaders who lead there too. n_firm_workers, n_firm_leaders: all the firm has had there
-- since the first of them came. Fewer than five people and no leader make no row: people change firms. A leader whom the
-- register does not know came and left with his team. People are counted; five stand in the evidence, leaders first.
WITH debtor AS (
    SELECT substr(node_id, 9) AS party_id
    FROM verified
    WHERE node_id LIKE 'Company:%'
    GROUP BY node_id
),
crew AS (
    SELECT
        t.team_id, min(t.project_id) AS project_id, min(p.party_id) AS party_id, min(t.leader_key) AS leader_key,
        min(row_ref('team', t.team_id, t.received_on)) AS ref
    FROM team AS t
    INNER JOIN party AS p ON p.uscc = t.uscc
    GROUP BY t.team_id
),
registered AS (
    SELECT
        c.party_id, c.project_id, c.team_id, w.person_key, w.entered_on, w.left_on,
        CASE WHEN c.leader_key = w.person_key THEN 1 ELSE 0 END AS leads,
        row_ref('worker', w.project_id || '/' || w.person_key || '/' || CAST(w.entered_on AS STRING), w.received_on) AS ref
    FROM worker AS w
    INNER JOIN crew AS c ON c.team_id = w.team_id
    WHERE w.entered_on <= $as_of
),
span AS (
    SELECT
        team_id, min(entered_on) AS entered_on, CASE WHEN count(*) = count(left_on) THEN max(left_on) END AS left_on,
        max(leads) AS knows_leader
    FROM registered
    GROUP BY team_id
),
stay AS (
    SELECT party_id, project_id, person_key, entered_on, left_on, leads, ref FROM registered
    UNION ALL
    SELECT c.party_id, c.project_id, c.leader_key, s.entered_on, s.left_on, 1, c.ref
    FROM span AS s
    INNER JOIN crew AS c ON c.team_id = s.team_id
    WHERE s.knows_leader = 0 AND c.leader_key IS NOT NULL
),
ended AS (
    SELECT s.party_id, max(coalesce(s.left_on, $as_of)) AS last_on
    FROM stay AS s
    INNER JOIN debtor AS d ON d.party_id = s.party_id
    GROUP BY s.party_id
),
own AS (
    SELECT
        s.party_id, s.person_key, max(s.entered_on) AS entered_on, max_by(coalesce(s.left_on, $as_of), s.entered_on) AS left_on,
        max(s.leads) AS leads, max_by(s.ref, (s.entered_on, s.ref)) AS ref
    FROM stay AS s
    INNER JOIN ended AS e ON e.party_id = s.party_id
    WHERE days_between(coalesce(s.left_on, $as_of), e.last_on) <= 365
    GROUP BY s.party_id, s.person_key
),
size AS (
    SELECT party_id, count(*) AS n_workers, sum(leads) AS n_leaders FROM own GROUP BY party_id
),
went AS (
    SELECT
        o.party_id AS debtor_id, s.party_id AS firm_id, s.project_id, s.person_key, min(s.entered_on) AS entered_on,
        max(o.leads * s.leads) AS leads, min(o.ref) AS old_ref, min(s.ref) AS ref
    FROM own AS o
    INNER JOIN stay AS s ON s.person_key = o.person_key
    WHERE s.party_id <> o.party_id AND s.entered_on > o.entered_on
        AND days_between(o.left_on, s.entered_on) BETWEEN -31 AND 365
    GROUP BY o.party_id, s.party_id, s.project_id, s.person_key
),
part AS (
    SELECT debtor_id, firm_id, project_id, person_key, entered_on, leads, old_ref, ref FROM went
    UNION ALL
    SELECT
        debtor_id, firm_id, CAST(NULL AS STRING), person_key, min(entered_on), max(leads), min(old_ref),
        min_by(ref, (entered_on, ref))
    FROM went
    GROUP BY debtor_id, firm_id, person_key
),
moved AS (
    SELECT
        debtor_id, firm_id, project_id, count(*) AS n_moved, sum(leads) AS n_leaders_moved,
        min(entered_on) AS first_on, max(entered_on) AS last_on
    FROM part
    GROUP BY debtor_id, firm_id, project_id
    HAVING count(*) >= 5 OR max(leads) = 1
),
has AS (
    SELECT
        m.debtor_id, m.firm_id, m.project_id, count(DISTINCT s.person_key) AS n_firm_workers,
        count(DISTINCT CASE WHEN s.leads = 1 THEN s.person_key END) AS n_firm_leaders
    FROM moved AS m
    INNER JOIN stay AS s
        ON s.party_id = m.firm_id AND (m.project_id IS NULL OR s.project_id = m.project_id)
        AND coalesce(s.left_on >= m.first_on, true)
    GROUP BY m.debtor_id, m.firm_id, m.project_id
),
placed AS (
    SELECT
        debtor_id, firm_id, project_id, old_ref, ref,
        row_number() OVER (PARTITION BY debtor_id, firm_id, project_id ORDER BY leads DESC, person_key) AS place
    FROM part
),
shown AS (
    SELECT debtor_id, firm_id, project_id, array_sort(array_agg(DISTINCT ref)) AS evidence
    FROM (
        SELECT debtor_id, firm_id, project_id, ref FROM placed WHERE place <= 5
        UNION ALL
        SELECT debtor_id, firm_id, project_id, old_ref FROM placed WHERE place <= 5
    ) AS r
    GROUP BY debtor_id, firm_id, project_id
)
SELECT
    m.debtor_id, m.firm_id, m.project_id, z.n_workers, m.n_moved, CAST(z.n_leaders AS BIGINT) AS n_leaders,
    CAST(m.n_leaders_moved AS BIGINT) AS n_leaders_moved, h.n_firm_workers, h.n_firm_leaders, m.first_on, m.last_on, e.evidence
FROM moved AS m
INNER JOIN size AS z ON z.party_id = m.debtor_id
INNER JOIN has AS h
    ON h.debtor_id = m.debtor_id AND h.firm_id = m.firm_id AND coalesce(h.project_id, '') = coalesce(m.project_id, '')
INNER JOIN shown AS e
    ON e.debtor_id = m.debtor_id AND e.firm_id = m.firm_id AND coalesce(e.project_id, '') = coalesce(m.project_id, '')
ORDER BY m.debtor_id, m.firm_id, coalesce(m.project_id, '')
