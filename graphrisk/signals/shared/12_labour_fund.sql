-- One row a project with a special account that is not closed: what the bank tells of the money for its wages. is_told:
-- every open account is told without a hole, and every labour credit on an account shared with other projects can be
-- given to one of them. told_to: the earliest day up to which all its open accounts are told. opened_on: of its first
-- account. has_start: told since the opening of each account, closed ones too. balance_fen: null where an account is
-- shared or silent about its balance. last_entry_on: the last entry of any kind. last_credit_on: of labour fee;
-- last_unsure_on: also of what may be.
WITH untold AS (
    SELECT account_key FROM labour_credit WHERE project_id IS NULL AND kind = 'labour' GROUP BY account_key
),
open_side AS (
    SELECT
        a.project_id,
        max(a.told_from) AS told_from,
        min(a.told_to) AS told_to,
        min(a.depth) AS depth,
        max(a.last_entry_on) AS last_entry_on,
        min(CASE
            WHEN a.depth IS NULL OR NOT a.is_whole OR u.account_key IS NOT NULL THEN 0
            WHEN a.n_projects > 1 AND a.depth = 'L2' THEN 0
            ELSE 1
        END) AS told,
        min(CASE WHEN a.n_projects > 1 OR a.balance_fen IS NULL THEN 0 ELSE 1 END) AS has_balance,
        sum(a.balance_fen) AS balance_fen
    FROM account_cover AS a
    LEFT JOIN untold AS u ON u.account_key = a.account_key
    WHERE coalesce(a.closed_on > $as_of, true)
    GROUP BY a.project_id
),
all_side AS (
    SELECT
        a.project_id, min(a.opened_on) AS opened_on,
        min(CASE WHEN a.has_start AND u.account_key IS NULL THEN 1 ELSE 0 END) AS from_start
    FROM account_cover AS a
    LEFT JOIN untold AS u ON u.account_key = a.account_key
    GROUP BY a.project_id
),
credited AS (
    SELECT
        project_id,
        max(CASE WHEN kind = 'labour' THEN booked_on END) AS last_credit_on,
        max(CASE WHEN kind IN ('labour', 'unsure') THEN booked_on END) AS last_unsure_on
    FROM labour_credit
    WHERE project_id IS NOT NULL
    GROUP BY project_id
)
SELECT
    o.project_id, s.opened_on, o.told_from, o.told_to, o.depth,
    o.told = 1 AS is_told,
    s.from_start = 1 AS has_start,
    CAST(CASE WHEN o.has_balance = 1 THEN o.balance_fen END AS BIGINT) AS balance_fen,
    o.last_entry_on, c.last_credit_on, c.last_unsure_on
FROM open_side AS o
INNER JOIN all_side AS s ON s.project_id = o.project_id
LEFT JOIN credited AS c ON c.project_id = o.project_id
ORDER BY o.project_id
