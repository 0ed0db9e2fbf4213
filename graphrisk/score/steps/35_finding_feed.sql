-- The observing feeds that a finding rests on; registers are none.
SELECT DISTINCT f.entity_kind, f.entity_id, f.signal, f.reason, c.feed
FROM (SELECT entity_kind, entity_id, signal, reason, each_of(evidence) AS e FROM findings) AS f
INNER JOIN card_feed AS c ON c.entity_kind = f.entity_kind AND c.source = f.e.table
