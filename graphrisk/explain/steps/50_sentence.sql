-- The sentence of each term: literals and facts in turn. A fact is put in last and never read for places again.
WITH placed AS (
    SELECT
        t.term_no, p.side, p.n, p.literal, p.place,
        json_extract_string(t.facts, '$."' || p.place || '"') AS fact,
        json_type(t.facts, '$."' || p.place || '"') AS kind
    FROM told AS t
    INNER JOIN piece AS p ON p.signal = t.signal AND p.reason = t.reason
),
shown AS (
    SELECT
        term_no, side, n,
        literal || CASE
            WHEN place IS NULL THEN ''
            WHEN fact IS NULL THEN '—'
            WHEN kind NOT IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')
                THEN left(trim(regexp_replace(fact, '[\p{C}\s]+', ' ', 'g')), 200)
                || CASE WHEN length(fact) > 200 THEN '…' ELSE '' END
            WHEN place LIKE '%\_fen' ESCAPE '\' THEN format('{:,.2f}', CAST(fact AS DOUBLE) / 100)
            WHEN place LIKE '%\_ratio' ESCAPE '\' OR place LIKE '%\_share' ESCAPE '\' THEN format('{:.1f}', CAST(fact AS DOUBLE) * 100)
            WHEN kind = 'DOUBLE' THEN CAST(round(CAST(fact AS DOUBLE), 4) AS VARCHAR)
            ELSE format('{:,}', CAST(fact AS BIGINT))
        END AS part
    FROM placed
)
SELECT
    term_no,
    string_agg(part, '' ORDER BY n) FILTER (WHERE side = 'zh') AS sentence_zh,
    string_agg(part, '' ORDER BY n) FILTER (WHERE side = 'en') AS sentence_en
FROM shown
GROUP BY term_no
