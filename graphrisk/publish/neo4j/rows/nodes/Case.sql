-- A clue of unpaid wages or a court case.
SELECT
    node_id, key, name, fact(attributes, 'source') AS source,
    CAST(fact(attributes, 'opened_on') AS DATE) AS opened_on, CAST(fact(attributes, 'closed_on') AS DATE) AS closed_on,
    CAST(fact(attributes, 'n_named') AS BIGINT) AS n_named, fact(attributes, 'case_kind') AS case_kind,
    fact(attributes, 'is_verified') = '1' AS is_verified, fact(attributes, 'is_about_wage') = '1' AS is_about_wage,
    CAST(fact(attributes, 'heads') AS BIGINT) AS heads, CAST(fact(attributes, 'amount_fen') AS BIGINT) AS amount_fen
FROM nodes
WHERE kind = 'Case'
