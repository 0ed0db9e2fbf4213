-- Every term of every score, numbered in the order of the terms.
SELECT row_number() OVER (ORDER BY entity_kind, entity_id, signal, reason) AS term_no, t.*
FROM terms AS t
