-- One row a person seen on a registering site in the as-of month or the three before, managers left out: how the person came
-- in. is_unregistered: on no list, and there at least three days of a month (fewer may be a visit; such people have no row).
-- is_late: seen before the day of registration. paper: what the latest stay says of the contract, null where it says nothing.
-- is_child: by the years of birth and entry at most fifteen at entry; below ten the year is a slip. entered_on: the latest stay.
WITH lately AS (
    SELECT s.project_id, s.person_key, max(s.counted & m.bits) AS counted, min(s.first_on) AS first_on
    FROM person_span AS s
    CROSS JOIN (SELECT CAST(sum(bit) AS BIGINT) AS bits FROM month_bit WHERE months_ago BETWEEN 0 AND 3) AS m
    WHERE (s.attending & m.bits) <> 0
    GROUP BY s.project_id, s.person_key
),
stay AS (
    SELECT
        project_id, person_key, min(CASE WHEN registered_on BETWEEN DATE '1990-01-01' AND $as_of THEN registered_on END) AS registered_on,
        max(entered_on) AS entered_on, max_by(role, entered_on) AS role, max_by(birth_year, entered_on) AS birth_year,
        max_by(coalesce(contract_kind, CASE WHEN contract_on IS NOT NULL THEN 'labour_contract' ELSE '' END), entered_on) AS paper
    FROM worker
    WHERE entered_on <= $as_of
    GROUP BY project_id, person_key
),
aged AS (
    SELECT *, CAST(substr(CAST(entered_on AS STRING), 1, 4) AS INTEGER) - birth_year AS most_years FROM stay
)
SELECT
    l.project_id, l.person_key, a.person_key IS NULL AS is_unregistered, coalesce(l.first_on < a.registered_on, false) AS is_late,
    nullif(a.paper, '') AS paper, coalesce(a.most_years BETWEEN 10 AND 15, false) AS is_child, l.first_on, a.registered_on, a.entered_on
FROM lately AS l
INNER JOIN (SELECT project_id FROM worker GROUP BY project_id) AS r ON r.project_id = l.project_id
LEFT JOIN aged AS a ON a.project_id = l.project_id AND a.person_key = l.person_key
WHERE coalesce(a.role, 'worker') = 'worker' AND (a.person_key IS NOT NULL OR l.counted <> 0)
ORDER BY l.project_id, l.person_key
