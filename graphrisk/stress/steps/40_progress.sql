-- One row an open project whose progress money is known: unsettled_fen, certified and not paid so far, retention with it;
-- valued_fen, paid_fen: of a month, by the last three; months_ago: of the last one.
WITH told AS (
    SELECT
        p.project_id, p.certified_fen, p.paid_fen,
        month_number(substr(CAST($as_of AS STRING), 1, 7)) - month_number(p.month) AS months_ago,
        row_number() OVER (PARTITION BY p.project_id ORDER BY p.month DESC) AS place
    FROM progress_payment AS p
    INNER JOIN open_site AS s ON s.project_id = p.project_id
    WHERE p.certified_fen IS NOT NULL AND p.paid_fen IS NOT NULL
)
SELECT
    project_id, min(months_ago) AS months_ago,
    CAST(greatest(sum(certified_fen) - sum(paid_fen), 0) AS BIGINT) AS unsettled_fen,
    CAST(sum(CASE WHEN place <= 3 THEN certified_fen END) / count(CASE WHEN place <= 3 THEN 1 END) AS DOUBLE) AS valued_fen,
    CAST(sum(CASE WHEN place <= 3 THEN paid_fen END) / count(CASE WHEN place <= 3 THEN 1 END) AS DOUBLE) AS paid_fen
FROM told
GROUP BY project_id
ORDER BY project_id
