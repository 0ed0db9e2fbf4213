SELECT 'Company:' || debtor_id AS debtor_id, 'Company:' || firm_id AS firm_id, n_moved, n_workers, n_leaders_moved, first_on, last_on
FROM crew_move
WHERE project_id IS NULL AND n_moved >= 5
