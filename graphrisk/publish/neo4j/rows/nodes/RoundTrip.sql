-- A sum that left a special account and came back.
SELECT
    'RoundTrip:' || CAST(trip_id AS STRING) AS node_id, left_on, back_on, left_fen, returned_fen, counted_fen, n_steps, n_back,
    is_between, is_by_head, path_zh, path_en
FROM round_trip
