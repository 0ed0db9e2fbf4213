-- One row an entity and event that showed it a debtor of wages, with the day it was shown. Clues and inspections are its
-- history (is_history = 1); entries on the lists of joint punishment and labour penalties that were not repaired, and
-- judgments about wages that had to be enforced, say the same elsewhere and are seeds of nearness only.
WITH shown AS (
    SELECT
        uscc, project_id, 'clue/' || clue_id AS event, coalesce(result_on, closed_on, received_on) AS on_day, 1 AS is_history
    FROM clue
    WHERE result IN ('verified', 'partly')
    UNION ALL
    SELECT
        uscc, project_id, 'inspection/' || inspection_id AS event,
        coalesce(visited_on, closed_on, dispatched_on, received_on) AS on_day, 1 AS is_history
    FROM inspection
    WHERE result = 'arrears'
    UNION ALL
    SELECT uscc, CAST(NULL AS STRING) AS project_id, 'credit/' || event_id AS event, from_on AS on_day, 0 AS is_history
    FROM credit_event
    WHERE kind IN ('joint_punishment', 'labour_penalty') AND (repaired_on IS NULL OR repaired_on > $as_of)
    UNION ALL
    SELECT party_id AS uscc, CAST(NULL AS STRING) AS project_id, 'court/' || case_no AS event, filed_on AS on_day, 0 AS is_history
    FROM judicial
    WHERE role = 'debtor' AND about_wage AND kind IN ('enforcement', 'dishonest')
)
SELECT 'Company:' || p.party_id AS node_id, s.event, max(s.on_day) AS on_day, max(s.is_history) AS is_history
FROM shown AS s
INNER JOIN party AS p ON p.uscc = s.uscc
GROUP BY p.party_id, s.event
UNION ALL
SELECT 'Project:' || project_id AS node_id, event, max(on_day) AS on_day, max(is_history) AS is_history
FROM shown
WHERE project_id IS NOT NULL
GROUP BY project_id, event
ORDER BY node_id, event
