SELECT
    'Company:' || party_a AS source, 'Company:' || party_b AS target, strength, n_ties, kinds, is_direct, is_open,
    path_zh, path_en
FROM control_pair
