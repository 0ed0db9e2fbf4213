-- The rows of `control_pair`: what a path is worth, in words, with the rows behind it. `control_found`: path_id, a, b, strength, n_ties,
-- is_direct; `control_words`: the path in words; `control_step`: its ties. is_open: one itself holds half or more of the other, or they hang
-- together by such holdings alone and bear one name, its first two signs after the place.
WITH ties AS (
    SELECT
        s.path_id, min(CASE WHEN t.is_share THEN 1 ELSE 0 END) = 1 AS is_share,
        max(CASE WHEN t.is_held THEN 1 ELSE 0 END) = 1 AS is_held,
        joined(t.kinds, s.nth, '') AS kinds
    FROM control_step AS s
    INNER JOIN control_tie AS t ON t.a = least(s.a, s.b) AND t.b = greatest(s.a, s.b)
    GROUP BY s.path_id
),
-- what ties them, in words with a sign behind each
worded AS (
    SELECT
        *,
        CASE WHEN kinds LIKE '%holding;%' THEN '股权、' ELSE '' END || CASE WHEN kinds LIKE '%legal_rep;%' THEN '法定代表人、' ELSE '' END
            || CASE WHEN kinds LIKE '%post;%' THEN '董事高管、' ELSE '' END || CASE WHEN kinds LIKE '%minor;%' THEN '监事或联系人、' ELSE '' END
            || CASE WHEN kinds LIKE '%phone;%' THEN '电话、' ELSE '' END || CASE WHEN kinds LIKE '%address;%' THEN '地址、' ELSE '' END
            || CASE WHEN kinds LIKE '%agent;%' THEN '代办机构、' ELSE '' END AS list_zh,
        CASE WHEN kinds LIKE '%holding;%' THEN 'shares, ' ELSE '' END
            || CASE WHEN kinds LIKE '%legal_rep;%' THEN 'legal representative, ' ELSE '' END
            || CASE WHEN kinds LIKE '%post;%' THEN 'director or manager, ' ELSE '' END
            || CASE WHEN kinds LIKE '%minor;%' THEN 'supervisor or contact, ' ELSE '' END
            || CASE WHEN kinds LIKE '%phone;%' THEN 'telephone, ' ELSE '' END
            || CASE WHEN kinds LIKE '%address;%' THEN 'address, ' ELSE '' END
            || CASE WHEN kinds LIKE '%agent;%' THEN 'registration agent, ' ELSE '' END AS list_en
    FROM ties
),
named AS (
    SELECT
        node_id,
        left(regexp_replace(regexp_replace(
            coalesce(name, ''),
            '^(中国|北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆)', ''
        ), '^(省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)', ''), 2) AS stem
    FROM nodes
    WHERE kind = 'Company'
)
SELECT
    substr(f.a, 9) AS party_a, substr(f.b, 9) AS party_b, f.strength, f.n_ties, f.is_direct,
    (f.is_direct AND t.is_held) OR (t.is_share AND length(x.stem) = 2 AND x.stem = y.stem) AS is_open,
    t.kinds, left(t.list_zh, length(t.list_zh) - 1) AS ties_zh, left(t.list_en, length(t.list_en) - 2) AS ties_en, w.path_zh, w.path_en, w.evidence
FROM control_found AS f
INNER JOIN worded AS t ON t.path_id = f.path_id
INNER JOIN control_words AS w ON w.path_id = f.path_id
LEFT JOIN named AS x ON x.node_id = f.a
LEFT JOIN named AS y ON y.node_id = f.b
ORDER BY party_a, party_b
