-- Each term with its facts and the rows behind it; `nothing` is one row with an empty list of rows.
WITH strongest AS (
    -- what a level or a partner's share rests on: the rows of the gravest finding
    SELECT t.entity_kind, t.entity_id, max_by(f.evidence, (t.contribution, t.signal, t.reason)) AS evidence
    FROM term AS t
    INNER JOIN finding AS f
        ON f.entity_kind = t.entity_kind AND f.entity_id = t.entity_id AND f.signal = t.signal AND f.reason = t.reason
    GROUP BY t.entity_kind, t.entity_id
),
linked AS (
    SELECT
        t.term_no, fact(t.facts, 'party_id') AS party_id, fact(t.facts, 'project_id') AS project_id,
        -- whose rows prove it: the other site where one is named, else the company
        CASE WHEN fact(t.facts, 'project_id') IS NULL THEN 'company' ELSE 'project' END AS entity_kind,
        coalesce(fact(t.facts, 'project_id'), fact(t.facts, 'party_id')) AS entity_id
    FROM term AS t
    WHERE t.signal IN ('exposure', 'projects')
),
partner AS (
    SELECT
        l.term_no, coalesce(p.name, l.party_id) AS party_name, coalesce(j.name, l.project_id) AS project_name,
        coalesce(s.evidence, h.evidence, o.evidence) AS evidence
    FROM linked AS l
    LEFT JOIN (SELECT party_id, min(name) AS name FROM parties WHERE kind = 'company' GROUP BY party_id) AS p
        ON p.party_id = l.party_id
    LEFT JOIN (SELECT project_id, min(name) AS name FROM project GROUP BY project_id) AS j ON j.project_id = l.project_id
    LEFT JOIN strongest AS s ON s.entity_kind = l.entity_kind AND s.entity_id = l.entity_id
    LEFT JOIN past AS h ON h.entity_kind = l.entity_kind AND h.entity_id = l.entity_id AND h.reason = 'verified_history'
    LEFT JOIN own_row AS o ON o.entity_kind = l.entity_kind AND o.entity_id = l.entity_id
)
SELECT
    t.term_no, t.entity_kind, t.entity_id, t.signal, t.reason, t.contribution,
    coalesce(f.facts, t.facts) AS facts,
    -- what the facts do not hold and the sentence names
    p.party_name, p.project_name, h.n_rows, h.last_on,
    coalesce(w.path_zh, g.figures_zh) AS words_zh, coalesce(w.path_en, g.figures_en) AS words_en,
    coalesce(
        -- of a group first the way, then what was found of the other
        f.evidence, CASE WHEN t.signal = 'exposure' THEN slice(w.evidence, 1, 10) || slice(coalesce(p.evidence, z.evidence), 1, 10) END, p.evidence, h.evidence, w.evidence, CASE WHEN t.signal LIKE 'level%' THEN s.evidence END, o.evidence, z.evidence
    ) AS evidence
FROM term AS t
LEFT JOIN finding AS f
    ON f.entity_kind = t.entity_kind AND f.entity_id = t.entity_id AND f.signal = t.signal AND f.reason = t.reason
LEFT JOIN partner AS p ON p.term_no = t.term_no
LEFT JOIN past AS h
    ON t.signal = 'measure' AND h.entity_kind = t.entity_kind AND h.entity_id = t.entity_id AND h.reason = t.reason
LEFT JOIN path AS w ON w.term_no = t.term_no
LEFT JOIN figures AS g ON g.term_no = t.term_no
LEFT JOIN strongest AS s ON s.entity_kind = t.entity_kind AND s.entity_id = t.entity_id
LEFT JOIN own_row AS o ON o.entity_kind = t.entity_kind AND o.entity_id = t.entity_id
CROSS JOIN nothing AS z
