SELECT
    'Company:' || debtor_id AS source, 'Company:' || firm_id AS target, n_workers, n_moved, n_leaders, n_leaders_moved,
    first_on, last_on
FROM crew_move
WHERE project_id IS NULL
