-- One row a project under way of whose key posts the register tells: n_own: posts held by the contractor's people;
-- n_outside: posts held by nobody but people whom others employ; n_unknown: posts of which nobody can tell. has_own_lead:
-- the project manager is one of the own.
WITH post AS (
    SELECT
        project_id, role, count(CASE WHEN is_own THEN 1 END) AS n_own, min(CASE WHEN is_outside THEN 1 ELSE 0 END) AS is_outside
    FROM key_post
    GROUP BY project_id, role
)
SELECT
    project_id, count(CASE WHEN n_own > 0 THEN 1 END) AS n_own, count(CASE WHEN is_outside = 1 THEN 1 END) AS n_outside,
    count(CASE WHEN n_own = 0 AND is_outside = 0 THEN 1 END) AS n_unknown,
    count(CASE WHEN role = 'project_manager' AND n_own > 0 THEN 1 END) > 0 AS has_own_lead
FROM post
GROUP BY project_id
ORDER BY project_id
