"""Signs that a company runs out of money, and what its trouble means for its projects."""

# What is told of owners, a row an open project in `met`: value certified and not paid (share of the contract; all_: of all
# projects of the owner), fees that stopped (in `month` on n_missing of n_told projects; group_name: counted over all that
# one company holds), and which of owner, parent, sister and contractor is insolvent.
OWNER_MONEY = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name IN ('judicial', 'credit_event') AND agency_age_days <= $feed_days THEN 1 ELSE 0 END), 0)
            AS court,
        coalesce(max(CASE WHEN table_name = 'progress_payment' AND age_days <= $feed_days THEN 1 ELSE 0 END), 0) AS progress
    FROM feed
    WHERE is_delivered
),
owned AS (
    SELECT
        s.project_id, s.fund_source, s.owner_party, s.contractor_party, s.amount_fen, s.n_heads, s.n_owned, s.n_built,
        s.project_ref, p.parent_id, p.parent_name, p.ref AS holding_ref, p.last_ref AS last_holding_ref,
        coalesce(p.parent_id, s.owner_party) AS group_id
    FROM owned_site AS s
    LEFT JOIN parent AS p ON p.party_id = s.owner_party
),
valued AS (
    -- a public budget ends with the year, and what fell due around its end is paid out of the next by the end of March
    SELECT
        o.project_id, o.owner_party, o.amount_fen, min(p.month) AS since_month,
        sum(p.certified_fen) AS certified_fen, sum(p.paid_fen) AS paid_fen
    FROM owned AS o
    CROSS JOIN fresh AS f
    INNER JOIN progress_payment AS p ON p.project_id = o.project_id
    WHERE f.progress = 1 AND o.amount_fen > 0 AND p.paid_fen IS NOT NULL
        AND NOT coalesce(array_contains(p.flags, 'magnitude:certified_yuan'), false)
        AND days_between(last_day(CAST(p.month || '-01' AS DATE)), $as_of) > $overdue_days
        AND NOT (coalesce(o.fund_source, '') = 'government' AND substr(p.month, 6, 2) IN ('11', '12', '01') AND $as_of <= last_day(
            add_months(CAST(p.month || '-01' AS DATE), CASE substr(p.month, 6, 2) WHEN '11' THEN 4 WHEN '12' THEN 3 ELSE 2 END)
        ))
    GROUP BY o.project_id, o.owner_party, o.amount_fen
),
overdue AS (
    -- what the contract lets the owner keep back until settlement is not overdue
    SELECT
        project_id, owner_party, amount_fen, since_month,
        CAST(CASE WHEN paid_fen < $payable_share * certified_fen THEN certified_fen - paid_fen ELSE 0 END AS BIGINT) AS unpaid_fen
    FROM valued
),
owner_overdue AS (
    SELECT
        owner_party, count(*) AS n_told, min(CASE WHEN unpaid_fen > 0 THEN since_month END) AS since_month,
        CAST(sum(unpaid_fen) AS BIGINT) AS unpaid_fen, ratio(sum(unpaid_fen), sum(amount_fen)) AS share
    FROM overdue
    WHERE owner_party IS NOT NULL
    GROUP BY owner_party
),
fee AS (
    SELECT
        o.project_id, o.owner_party, o.group_id, m.month,
        m.is_silent AND m.days_after >= $grace_days AND NOT m.is_frozen AND NOT coalesce(m.credit_fen >= m.due_fen, false)
            AS is_missing
    FROM owned AS o
    INNER JOIN fee_month AS m ON m.project_id = o.project_id
    WHERE days_between(m.told_to, $as_of) <= $feed_days AND o.owner_party IS NOT NULL
),
-- one owner's projects, or those of all owners that one company holds; each by its last month in which enough are missing
stopped_month AS (
    SELECT party_id, is_group, month, n_missing, n_told,
        row_number() OVER (PARTITION BY party_id, is_group ORDER BY month DESC) AS place
    FROM (
        SELECT owner_party AS party_id, false AS is_group, month, count(*) AS n_told, count(CASE WHEN is_missing THEN 1 END) AS n_missing
        FROM fee
        GROUP BY owner_party, month
        UNION ALL
        SELECT group_id, true, month, count(*), count(CASE WHEN is_missing THEN 1 END)
        FROM fee
        GROUP BY group_id, month
    ) AS counted
    WHERE n_missing >= $stopped_projects AND n_missing >= $stopped_share * n_told
),
stopped AS (
    SELECT party_id, is_group, month, n_missing, n_told FROM stopped_month WHERE place = 1
),
-- enough projects of one owner or one hand are told of, so that it shows when they stop together
watched AS (
    SELECT group_id
    FROM (SELECT group_id, month, count(*) AS n FROM fee GROUP BY group_id, month) AS counted
    WHERE n >= $stopped_projects
    GROUP BY group_id
),
trouble AS (
    -- an enforcement that is shown to be small beside the company is a dispute as any
    SELECT
        i.party_id, i.signs_zh, i.signs_en, i.ref, i.last_ref,
        i.is_listed OR coalesce(i.enforced_fen > $enforced_share * i.capital_fen, true) AS is_grave
    FROM insolvent AS i
    CROSS JOIN fresh AS f
    WHERE f.court = 1
),
-- owners that one company holds, of one project each; trouble of few among many says nothing of the others
sister AS (
    SELECT
        s.parent_id, count(*) AS n_sisters, count(t.party_id) AS n_troubled,
        min(t.party_id) AS first_id, max(t.party_id) AS last_id
    FROM (
        SELECT owner_party, parent_id FROM owned WHERE parent_id IS NOT NULL AND n_owned = 1 GROUP BY owner_party, parent_id
    ) AS s
    LEFT JOIN trouble AS t ON t.party_id = s.owner_party AND t.is_grave
    GROUP BY s.parent_id
),
-- any company of the chain that holds an owner
above AS (
    SELECT p.party_id, min(t.party_id) AS holder_id
    FROM parent AS p
    INNER JOIN trouble AS t ON t.is_grave AND t.party_id IN (p.first_id, p.second_id, p.third_id, p.parent_id)
    GROUP BY p.party_id
),
met AS (
    SELECT
        o.*, (f.court = 1 AND o.owner_party IS NOT NULL) OR v.project_id IS NOT NULL OR h.group_id IS NOT NULL AS is_told,
        v.unpaid_fen, v.since_month, ratio(v.unpaid_fen, v.amount_fen) AS share,
        w.unpaid_fen AS all_unpaid_fen, w.since_month AS all_since_month, w.share AS all_share, w.n_told AS n_valued,
        coalesce(a.month, g.month) AS month, coalesce(a.n_missing, g.n_missing) AS n_missing,
        coalesce(a.n_told, g.n_told) AS n_told, coalesce(e.is_missing, false) AS is_missing,
        CASE WHEN a.party_id IS NULL AND g.party_id IS NOT NULL THEN o.parent_name END AS group_name,
        t.party_id AS owner_in, t.is_grave, u.holder_id AS parent_in, k.party_id AS builder_in,
        CASE
            WHEN o.n_owned = 1 AND s.n_troubled > 0 AND s.n_troubled >= $stopped_share * s.n_sisters
                THEN CASE WHEN s.first_id <> o.owner_party THEN s.first_id WHEN s.last_id <> o.owner_party THEN s.last_id END
        END AS sister_in,
        s.n_troubled, s.n_sisters
    FROM owned AS o
    CROSS JOIN fresh AS f
    LEFT JOIN overdue AS v ON v.project_id = o.project_id
    LEFT JOIN watched AS h ON h.group_id = o.group_id
    LEFT JOIN owner_overdue AS w ON w.owner_party = o.owner_party
    LEFT JOIN stopped AS a ON a.party_id = o.owner_party AND NOT a.is_group
    LEFT JOIN stopped AS g ON g.party_id = o.parent_id AND g.is_group
    LEFT JOIN fee AS e ON e.project_id = o.project_id AND e.month = coalesce(a.month, g.month)
    LEFT JOIN trouble AS t ON t.party_id = o.owner_party
    LEFT JOIN above AS u ON u.party_id = o.owner_party
    LEFT JOIN sister AS s ON s.parent_id = o.parent_id
    LEFT JOIN trouble AS k ON k.party_id = o.contractor_party AND k.is_grave AND k.party_id <> coalesce(o.owner_party, '')
)
"""

# Which reason holds of which open project, and of which owner by what all its projects show together (`told`); source_id: the
# company whose insolvency it is.
OWNER_ANSWER = """,
answer AS (
    SELECT
        project_id, CASE WHEN share >= $orange_share THEN 'value_unpaid_fifth' ELSE 'value_unpaid_tenth' END AS reason,
        least(1e0, 0.4e0 + share) AS strength, unpaid_fen, share, since_month, n_valued AS n_projects,
        CAST(NULL AS STRING) AS source_id
    FROM met
    WHERE share >= $yellow_share
    UNION ALL
    SELECT
        project_id, 'value_unpaid_elsewhere', least(1e0, 0.2e0 + all_share), all_unpaid_fen, all_share, all_since_month, n_valued,
        CAST(NULL AS STRING)
    FROM met
    WHERE all_share >= $yellow_share AND n_valued >= 2 AND NOT coalesce(share >= $yellow_share, false)
    UNION ALL
    SELECT
        project_id, CASE WHEN is_missing THEN 'fees_stopped' ELSE 'fees_stopped_elsewhere' END,
        least(1e0, 0.4e0 + 0.6e0 * n_missing / CAST(n_told AS DOUBLE)), NULL, NULL, NULL, n_owned, NULL
    FROM met
    WHERE n_missing > 0
    UNION ALL
    SELECT
        project_id, CASE WHEN is_grave THEN 'owner_insolvent' ELSE 'owner_enforced' END,
        CASE WHEN is_grave THEN 0.9e0 ELSE 0.4e0 END, NULL, NULL, NULL, n_owned, owner_in
    FROM met
    WHERE owner_in IS NOT NULL
    UNION ALL
    SELECT
        project_id, CASE WHEN n_owned = 1 THEN 'parent_insolvent' ELSE 'parent_insolvent_large' END, 0.7e0, NULL, NULL, NULL,
        n_owned, parent_in
    FROM met
    WHERE parent_in IS NOT NULL
    UNION ALL
    SELECT project_id, 'sister_insolvent', 0.5e0, NULL, NULL, NULL, n_owned, sister_in FROM met WHERE sister_in IS NOT NULL
    UNION ALL
    SELECT project_id, 'contractor_insolvent', 0.6e0, NULL, NULL, NULL, n_built, builder_in FROM met WHERE builder_in IS NOT NULL
),
-- the owner itself, by what all its projects show together
of_owner AS (
    SELECT
        m.owner_party, CASE WHEN m.all_share >= $orange_share THEN 'value_unpaid_fifth' ELSE 'value_unpaid_tenth' END AS reason,
        least(1e0, 0.4e0 + m.all_share) AS strength, min(m.project_id) AS project_id
    FROM met AS m
    WHERE m.all_share >= $yellow_share AND m.owner_party IS NOT NULL
    GROUP BY m.owner_party, m.all_share
    UNION ALL
    SELECT m.owner_party, a.reason, max(a.strength), min(a.project_id)
    FROM answer AS a
    INNER JOIN met AS m ON m.project_id = a.project_id
    WHERE a.reason IN ('fees_stopped', 'owner_insolvent', 'owner_enforced', 'parent_insolvent', 'parent_insolvent_large')
        AND m.owner_party IS NOT NULL
    GROUP BY m.owner_party, a.reason
),
told AS (
    SELECT
        'project' AS entity_kind, a.project_id AS entity_id, a.project_id, a.reason, a.strength, a.unpaid_fen, a.share,
        a.since_month, a.n_projects, a.source_id
    FROM answer AS a
    UNION ALL
    SELECT
        'company', o.owner_party, o.project_id, o.reason, o.strength, m.all_unpaid_fen, m.all_share, m.all_since_month, m.n_owned,
        CASE WHEN o.reason LIKE 'parent%' THEN m.parent_in WHEN o.reason LIKE 'owner%' THEN m.owner_in END
    FROM of_owner AS o
    INNER JOIN met AS m ON m.project_id = o.project_id
)
"""
