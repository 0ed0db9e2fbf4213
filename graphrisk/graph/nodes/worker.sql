-- A registered worker: no more than the graph needs to count heads. Nothing is measured or scored of a worker.
SELECT
    person_key AS key, person_key AS name,
    count(*) AS n_entries, min(entered_on) AS first_entered_on, max(entered_on) AS last_entered_on
FROM worker
GROUP BY person_key
