WITH found AS (
    SELECT signal, reason, each_of(evidence) AS e FROM findings WHERE entity_kind = 'project' AND entity_id = 'DX2021-00058'
)
SELECT r.contribution, r.signal, r.reason, 'Record:' || f.e.table || '/' || f.e.key AS record
FROM reasons AS r
LEFT JOIN found AS f ON f.signal = r.signal AND f.reason = r.reason
WHERE r.entity_kind = 'project' AND r.entity_id = 'DX2021-00058' AND r.signal <> 'order'
