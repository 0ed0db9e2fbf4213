-- One row a person seen on a registering site in the as-of month or the three before, managers left out: how the person came
-- in. is_unregistered: on no list, and there at least three days of a month (fewer may be a visit; such people have no row).
-- is_late: seen before the day of registration, where both are dated. paper: what the latest stay says of the contract, null where it says nothing.
-- is_child: by the years of birth and entry at most fifteen at entry; below ten the year is a slip. entered_on: the latest stay.
WITH site_list AS (
    SELECT project_id FROM worker GROUP BY project_id
),
stay AS (
    SELECT
        project_id, person_key, entered_on, role, birth_year,
        CASE WHEN registered_on BETWEEN DATE '1990-01-01' AND $as_of THEN registered_on END AS registered_on,
        coalesce(contract_kind, CASE WHEN contract_on IS NOT NULL THEN 'labour_contract' ELSE '' END) AS paper
    FROM worker
    WHERE entered_on <= $as_of
),
person AS (
    SELECT
        s.project_id, s.person_key, max(s.counted & m.bits) AS counted, min(s.first_on) AS first_on,
        min(w.registered_on) AS registered_on, max(w.entered_on) AS entered_on, max_by(w.role, w.entered_on) AS role,
        max_by(w.paper, w.entered_on) AS paper, max_by(w.birth_year, w.entered_on) AS birth_year
    FROM person_span AS s
    INNER JOIN site_list AS r ON r.project_id = s.project_id
    CROSS JOIN (SELECT CAST(sum(bit) AS BIGINT) AS bits FROM month_bit WHERE months_ago BETWEEN 0 AND 3) AS m
    LEFT JOIN stay AS w ON w.project_id = s.project_id AND w.person_key = s.person_key
    WHERE (s.attending & m.bits) <> 0
    GROUP BY s.project_id, s.person_key
)
SELECT
    project_id, person_key, entered_on IS NULL AS is_unregistered, coalesce(first_on < registered_on, false) AS is_late,
    first_on IS NOT NULL AND registered_on IS NOT NULL AS is_dated,
    nullif(paper, '') AS paper,
    coalesce(CAST(substr(CAST(entered_on AS STRING), 1, 4) AS INTEGER) - birth_year BETWEEN 10 AND 15, false) AS is_child,
    registered_on, entered_on
FROM person
WHERE coalesce(role, 'worker') = 'worker' AND (entered_on IS NOT NULL OR counted <> 0)
ORDER BY project_id, person_key
