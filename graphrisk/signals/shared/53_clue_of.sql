-- One row a clue, the company it names and the project it is about, as a row of each: is_live while open or proved true;
-- told_on: the day of its result, else of its end, else of its opening.
WITH told AS (
    SELECT
        c.clue_id, y.party_id, p.project_id, c.opened_on, c.heads,
        c.result IN ('open', 'verified', 'partly') AS is_live,
        c.result IN ('verified', 'partly') AS is_verified,
        coalesce(c.result_on, c.closed_on, c.opened_on) AS told_on,
        row_ref('clue', c.clue_id || '/' || c.uscc, c.received_on) AS ref
    FROM clue AS c
    LEFT JOIN party AS y ON y.uscc = c.uscc
    LEFT JOIN project AS p ON p.project_id = c.project_id
)
SELECT 'company' AS entity_kind, party_id AS entity_id, clue_id, opened_on, heads, is_live, is_verified, told_on, ref
FROM told
WHERE party_id IS NOT NULL
UNION ALL
SELECT 'project' AS entity_kind, project_id AS entity_id, clue_id, opened_on, heads, is_live, is_verified, told_on, ref
FROM told
WHERE project_id IS NOT NULL
ORDER BY entity_kind, entity_id, ref
