-- The way that a term rests on, in both languages, with the rows that prove each step: of nearness the way to a debtor, of a
-- group the way from its member to the one in trouble.
WITH way AS (
    SELECT t.term_no, n.path_zh, n.path_en, n.evidence
    FROM term AS t
    INNER JOIN near AS n ON n.entity_kind = t.entity_kind AND n.entity_id = t.entity_id
    WHERE t.signal = 'measure' AND t.reason = 'nearness'
    UNION ALL
    SELECT t.term_no, c.path_zh, c.path_en, c.evidence
    FROM term AS t
    INNER JOIN control_pair AS c
        ON c.party_a = least(fact(t.facts, 'member_id'), fact(t.facts, 'party_id'))
        AND c.party_b = greatest(fact(t.facts, 'member_id'), fact(t.facts, 'party_id'))
    WHERE t.signal = 'exposure' AND t.reason = 'group'
),
step AS (
    SELECT term_no, each_of(evidence) AS ref
    FROM way
),
cut AS (
    SELECT term_no, ref, split_part(ref, '|', 1) AS source, split_part(ref, '|', -1) AS day
    FROM step
),
proved AS (
    SELECT
        term_no,
        -- a key may hold a bar itself
        in_order(
            proof(source, substr(ref, length(source) + 2, length(ref) - length(source) - length(day) - 2), try_cast(day AS DATE)), ref
        ) AS evidence
    FROM cut
    GROUP BY term_no
)
SELECT w.term_no, w.path_zh, w.path_en, p.evidence
FROM way AS w
INNER JOIN proved AS p ON p.term_no = w.term_no
