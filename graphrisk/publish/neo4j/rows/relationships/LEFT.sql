SELECT 'RoundTrip:' || CAST(t.trip_id AS STRING) AS source, n.node_id AS target
FROM round_trip AS t
INNER JOIN nodes AS n ON n.node_id = 'Account:' || t.account_key
