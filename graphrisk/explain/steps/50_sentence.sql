-- The sentence of each term: literals and facts in turn. A fact is put in last and never read for places again.
WITH placed AS (
    SELECT
        t.term_no, p.side, p.n, p.literal, p.place,
        fact_is_text(t.facts, p.place) OR p.place IN ('party_name', 'project_name', 'last_on') AS is_text,
        coalesce(
            fact(t.facts, p.place),
            CASE p.place
                WHEN 'party_name' THEN t.party_name
                WHEN 'project_name' THEN t.project_name
                WHEN 'n_rows' THEN CAST(t.n_rows AS STRING)
                WHEN 'last_on' THEN CAST(t.last_on AS STRING)
            END
        ) AS fact,
        -- words of our own, not cut: figures beside peers, the way to a debtor or within a group
        CASE
            WHEN t.signal NOT IN ('measure', 'exposure') OR p.place NOT IN ('figures', 'path') THEN NULL
            WHEN p.place = 'path' AND p.side = 'zh' THEN coalesce(t.words_zh, '经其他单位间接关联')
            WHEN p.place = 'path' THEN coalesce(t.words_en, 'through others of the group')
            WHEN p.side = 'zh' THEN coalesce(t.words_zh, '没有单项居于同类最外一成，少见的是其组合')
            ELSE coalesce(t.words_en, 'no single figure is in the outer tenth, their combination is rare')
        END AS words
    FROM told AS t
    INNER JOIN piece AS p ON p.signal = t.signal AND p.reason = t.reason
),
shown AS (
    SELECT
        term_no, side, n,
        literal || CASE
            WHEN place IS NULL THEN ''
            WHEN words IS NOT NULL THEN words
            WHEN fact IS NULL THEN '—'
            WHEN is_text OR try_cast(fact AS DOUBLE) IS NULL
                THEN left(one_line(fact), 200) || CASE WHEN length(fact) > 200 THEN '…' ELSE '' END
            WHEN right(place, 4) = '_fen' THEN yuan(CAST(fact AS DOUBLE))
            WHEN right(place, 6) IN ('_ratio', '_share') THEN written(CAST(fact AS DOUBLE) * 100e0, 1)
            WHEN place NOT LIKE '%percent' AND CAST(fact AS DOUBLE) = floor(CAST(fact AS DOUBLE)) THEN written(CAST(fact AS DOUBLE), 0)
            WHEN fact LIKE '%.%' OR lower(fact) LIKE '%e%' THEN CAST(round(CAST(fact AS DOUBLE), 4) AS STRING)
            ELSE written(CAST(fact AS DOUBLE), 0)
        END AS part
    FROM placed
)
SELECT
    term_no,
    joined(CASE WHEN side = 'zh' THEN part END, n, '') AS sentence_zh,
    joined(CASE WHEN side = 'en' THEN part END, n, '') AS sentence_en
FROM shown
GROUP BY term_no
