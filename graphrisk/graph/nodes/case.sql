-- A clue of unpaid wages or a court case; the linear form of "named together".
WITH claim AS (
    SELECT
        'clue/' || clue_id AS key, clue_id AS name, 'clue' AS source,
        min(opened_on) AS opened_on, max(closed_on) AS closed_on, count(DISTINCT uscc) AS n_named,
        CAST(NULL AS STRING) AS case_kind,
        max(CASE WHEN result IN ('verified', 'partly') THEN 1 ELSE 0 END) AS is_verified,
        1 AS is_about_wage, max(heads) AS heads, max(amount_fen) AS amount_fen
    FROM clue
    GROUP BY clue_id
),
lawsuit AS (
    SELECT
        'court/' || case_no AS key, case_no AS name, 'court' AS source,
        min(filed_on) AS opened_on, max(closed_on) AS closed_on, count(DISTINCT party_id) AS n_named,
        max(kind) AS case_kind,
        CAST(NULL AS INTEGER) AS is_verified,
        max(CASE WHEN about_wage THEN 1 ELSE 0 END) AS is_about_wage,
        CAST(NULL AS BIGINT) AS heads, max(amount_fen) AS amount_fen
    FROM judicial
    GROUP BY case_no
)
SELECT * FROM claim
UNION ALL
SELECT * FROM lawsuit
