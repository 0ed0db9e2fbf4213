SELECT upper(left(entity_kind, 1)) || substr(entity_kind, 2) || ':' || entity_id AS entity_id, place, nearness, n_steps
FROM near
WHERE NOT is_debtor AND place <= 0.05 * n_near AND nearness >= 0.0025
    AND (entity_kind <> debtor_kind OR entity_id <> debtor_id)
