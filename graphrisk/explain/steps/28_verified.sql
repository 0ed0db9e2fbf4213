-- Companies shown to be debtors of wages by the as-of day, the ends of the ways that nearness tells of: verified clues and
-- inspections, entries on lists that were not repaired, judgments about wages that had to be enforced.
WITH shown AS (
    SELECT uscc FROM clue WHERE result IN ('verified', 'partly')
    UNION ALL
    SELECT uscc FROM inspection WHERE result = 'arrears'
    UNION ALL
    SELECT uscc FROM credit_event
    WHERE kind IN ('joint_punishment', 'labour_penalty') AND (repaired_on IS NULL OR repaired_on > $as_of)
    UNION ALL
    SELECT party_id FROM judicial WHERE role = 'debtor' AND about_wage AND kind IN ('enforcement', 'dishonest')
)
SELECT DISTINCT 'Company:' || coalesce(p.party_id, s.uscc) AS node_id
FROM shown AS s
LEFT JOIN party_of AS p ON p.uscc = s.uscc
WHERE s.uscc IS NOT NULL
