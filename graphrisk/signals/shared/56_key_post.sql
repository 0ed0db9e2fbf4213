-- One row a project under way, key post (MOHURD 2019 No. 1 art. 8 names four) and the person who holds it by the register's
-- last word of the post. is_own: a labour contract with the contractor, or social insurance by it, its branch or a member
-- of its consortium. is_outside: no labour contract, and insured by another. Where neither holds nobody can tell.
WITH own_side AS (
    SELECT project_id, contractor_party AS party_id FROM site WHERE is_building
    UNION
    SELECT s.project_id, coalesce(y.party_id, q.uscc)
    FROM site AS s
    INNER JOIN project_party AS q ON q.project_id = s.project_id AND q.role = 'consortium'
    LEFT JOIN party AS y ON y.uscc = q.uscc
    WHERE s.is_building
),
last_word AS (
    SELECT project_id, role, max(received_on) AS received_on FROM key_staff GROUP BY project_id, role
),
post AS (
    SELECT
        k.project_id, s.contractor_party, k.role, k.person_key, k.has_contract, k.received_on,
        CASE
            WHEN s.is_contractor_sure AND NOT coalesce(array_contains(k.flags, 'check_digit:insured_by_uscc'), false)
                THEN coalesce(y.party_id, k.insured_by_uscc)
        END AS insurer
    FROM key_staff AS k
    INNER JOIN last_word AS l ON l.project_id = k.project_id AND l.role = k.role AND l.received_on = k.received_on
    INNER JOIN site AS s ON s.project_id = k.project_id AND s.is_building AND s.contractor_party IS NOT NULL
    LEFT JOIN party AS y ON y.uscc = k.insured_by_uscc
)
SELECT
    p.project_id, p.contractor_party, p.role, p.person_key, p.insurer,
    coalesce(p.has_contract, false) OR o.party_id IS NOT NULL AS is_own,
    coalesce(NOT p.has_contract, false) AND p.insurer IS NOT NULL AND o.party_id IS NULL AS is_outside,
    row_ref('key_staff', p.project_id || '/' || p.role || '/' || p.person_key, p.received_on) AS ref
FROM post AS p
LEFT JOIN own_side AS o ON o.project_id = p.project_id AND o.party_id = p.insurer
ORDER BY p.project_id, p.role, p.person_key
