-- A signal of the catalogue with its law.
SELECT
    'Signal:' || signal AS node_id, signal, max(name) AS name, max(family) AS family, max(depth) AS depth,
    max(title_zh) AS title_zh, max(title_en) AS title_en, max(law_zh) AS law_zh, max(law_en) AS law_en,
    max(innocent_zh) AS innocent_zh, max(innocent_en) AS innocent_en, max(clears_zh) AS clears_zh,
    max(clears_en) AS clears_en, max(version) AS version
FROM signals
GROUP BY signal
