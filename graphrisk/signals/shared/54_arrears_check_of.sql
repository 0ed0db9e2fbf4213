-- One row a check that found arrears, the company and the project it concerns, as a row of each. A check of a project that
-- names no company concerns its contractor, who pays first (Order 724 art. 30).
WITH told AS (
    SELECT
        i.inspection_id, y.party_id, p.project_id, i.heads, coalesce(i.visited_on, i.dispatched_on) AS told_on,
        coalesce(i.measure, 'none') = 'order' AND i.closed_on IS NULL AS is_open_order,
        row_ref('inspection', i.inspection_id, i.received_on) AS ref
    FROM inspection AS i
    LEFT JOIN project AS p ON p.project_id = i.project_id
    LEFT JOIN party AS y ON y.uscc = coalesce(i.uscc, p.contractor_uscc)
    WHERE i.result = 'arrears'
)
SELECT 'company' AS entity_kind, party_id AS entity_id, inspection_id, heads, told_on, is_open_order, ref
FROM told
WHERE party_id IS NOT NULL
UNION ALL
SELECT 'project' AS entity_kind, project_id AS entity_id, inspection_id, heads, told_on, is_open_order, ref
FROM told
WHERE project_id IS NOT NULL
ORDER BY entity_kind, entity_id, ref
