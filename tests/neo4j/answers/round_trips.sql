SELECT 'RoundTrip:' || r.trip_id AS trip_id, 'Project:' || a.project_id AS project_id, r.left_fen / 100 AS left_yuan,
    r.returned_fen / 100 AS returned_yuan, len(r.evidence) AS n_records
FROM round_trip AS r
INNER JOIN special_account AS a ON a.account_key = r.account_key
WHERE r.returned_fen >= 5000000
