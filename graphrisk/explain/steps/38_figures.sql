-- What sets an entity apart from its peers, in words: for the measures of the out of the ordinary its rarest figures, for those
-- of position the figure that tells it; each with the median of the peers, figures with the same peers together.
WITH asked AS (
    SELECT term_no, entity_kind, reason, CASE entity_kind WHEN 'project' THEN 'Project:' ELSE 'Company:' END || entity_id AS node_id
    FROM term
    WHERE signal = 'measure'
),
chosen AS (
    SELECT a.term_no, a.entity_kind, r.figure, coalesce(r.place, 0) AS place, r.value, r.peers_middle, r.n_peers, r.peers
    FROM asked AS a
    INNER JOIN remarkable AS r ON r.node_id = a.node_id
    LEFT JOIN told_by AS t ON t.measure = a.reason AND t.figure = r.figure
    WHERE (a.reason IN ('tail', 'isolation_forest') AND r.place IS NOT NULL) OR (t.measure IS NOT NULL AND r.place IS NULL)
),
scaled AS (
    SELECT c.*, f.zh, f.en, f.digits, f.unit_zh, f.unit_en, c.value * f.scale AS own, c.peers_middle * f.scale AS middle
    FROM chosen AS c
    INNER JOIN figure_words AS f ON f.entity_kind = c.entity_kind AND f.figure = c.figure
),
said AS (
    SELECT
        s.*,
        CASE digits WHEN 0 THEN written(own, 0) WHEN 1 THEN written(own, 1) WHEN 2 THEN written(own, 2) ELSE written(own, 4) END AS own_text,
        CASE digits
            WHEN 0 THEN written(middle, 0) WHEN 1 THEN written(middle, 1) WHEN 2 THEN written(middle, 2) ELSE written(middle, 4)
        END AS middle_text
    FROM scaled AS s
),
beside AS (
    SELECT
        term_no, entity_kind, peers, min(place) AS place, min(figure) AS figure, min(n_peers) AS least, max(n_peers) AS most,
        joined(zh || own_text || unit_zh || '（中位数' || middle_text || unit_zh || '）', (place, figure), '、') AS zh,
        joined(en || ' ' || own_text || unit_en || ' (median ' || middle_text || unit_en || ')', (place, figure), ', ') AS en
    FROM said
    GROUP BY term_no, entity_kind, peers
),
told AS (
    SELECT
        b.term_no, b.place, b.figure,
        CASE WHEN b.least = b.most THEN written(b.most, 0) ELSE written(b.least, 0) || '–' || written(b.most, 0) END AS n,
        p.zh AS peers_zh, p.en AS peers_en, b.zh, b.en
    FROM beside AS b
    INNER JOIN peers_words AS p ON p.entity_kind = b.entity_kind AND p.peers = b.peers
)
SELECT
    term_no,
    joined('与' || n || peers_zh || '相比，' || zh, (place, figure), '；') AS figures_zh,
    joined('compared with ' || n || ' ' || peers_en || ': ' || en, (place, figure), '; ') AS figures_en
FROM told
GROUP BY term_no
