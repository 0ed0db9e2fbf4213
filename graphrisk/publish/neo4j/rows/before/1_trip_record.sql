-- The bank entries of a round trip; a proof is a `row_ref` text: table, key, day received.
WITH proof AS (
    SELECT 'RoundTrip:' || CAST(trip_id AS STRING) AS source, each_of(evidence) AS row FROM round_trip
),
parted AS (
    SELECT source, row, split_part(row, '|', 1) AS table_name, split_part(row, '|', -1) AS day FROM proof
)
SELECT
    source, table_name, try_cast(day AS DATE) AS received_on,
    substr(row, length(table_name) + 2, length(row) - length(table_name) - length(day) - 2) AS key
FROM parted
