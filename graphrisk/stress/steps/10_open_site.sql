-- One row a project that is not finished: under way or suspended, with its owner, contractor and account's fund.
-- why: what stands in the way of telling, null where nothing does. Balance and months of a fund are the bank's.
SELECT
    p.project_id, s.owner_party AS owner_id, s.contractor_party AS contractor_id, s.is_building, p.started_on,
    f.told_from, f.told_to, f.opened_on, f.depth, f.balance_fen,
    CASE
        WHEN f.project_id IS NULL THEN 'no_account'
        WHEN NOT f.is_told OR f.told_to IS NULL THEN 'bank_silent'
        WHEN days_between(f.told_to, $as_of) > 45 THEN 'bank_late'
        WHEN f.balance_fen IS NULL THEN 'account_shared'
    END AS why
FROM project AS p
INNER JOIN site AS s ON s.project_id = p.project_id
LEFT JOIN labour_fund AS f ON f.project_id = p.project_id
WHERE p.status IN ('building', 'suspended') AND coalesce(p.ended_on > $as_of, true)
ORDER BY p.project_id
