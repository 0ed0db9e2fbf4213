-- Every row of a delivery that a finding or a round trip rests on.
WITH proof AS (
    SELECT each_of(evidence) AS e FROM findings
),
named AS (
    SELECT e.table AS table_name, e.key AS key, e.received_on AS received_on FROM proof
    UNION ALL
    SELECT table_name, key, received_on FROM trip_record
)
SELECT table_name, key, max(received_on) AS received_on FROM named GROUP BY table_name, key
