-- One row a project whose works are under way and each to whom its contractor itself let works, in as many contracts as
-- there are; one row without payee where it let nothing that is known. A branch or a member of the consortium is no other.
-- prime_fen: what the works cost, by the project or its prime contracts, whichever is more. is_agreed: specialist works
-- only, all with the owner's consent. is_designer: the contractor holds a qualification of design in force, as who designs
-- and builds does. is_sound: nobody was let more than the whole and a tenth, else one of the sums is wrong. payee_name: a
-- company's name or code, the first digits of a person's key. Sums that ingest marks as ten thousandfold off their peers
-- count as unknown.
WITH prime AS (
    SELECT
        project_id, max(row_ref('contract', contract_id, received_on)) AS ref,
        sum(CASE WHEN NOT coalesce(array_contains(flags, 'magnitude:amount_yuan'), false) THEN amount_fen END) AS amount_fen
    FROM contract
    WHERE kind = 'prime'
    GROUP BY project_id
),
job AS (
    SELECT
        w.project_id, w.contractor_id, CAST(greatest(coalesce(w.amount_fen, 0), coalesce(p.amount_fen, 0)) AS BIGINT) AS prime_fen,
        p.ref AS prime_ref
    FROM works AS w
    LEFT JOIN prime AS p ON p.project_id = w.project_id
),
designer AS (
    SELECT y.party_id
    FROM qualification AS q
    INNER JOIN party AS y ON y.uscc = q.uscc
    WHERE q.kind LIKE '%设计%' AND coalesce(q.valid_to >= $as_of, true)
    GROUP BY y.party_id
),
let AS (
    SELECT
        j.project_id, coalesce(l.payee, l.payee_person_key) AS payee, max(coalesce(l.payee, left(l.payee_person_key, 8))) AS code,
        sum(c.amount_fen) AS let_fen,
        sum(CASE WHEN l.kind = 'labour' THEN c.amount_fen ELSE 0 END) AS labour_fen,
        min(CASE WHEN l.kind = 'specialist' AND coalesce(l.owner_consent, false) THEN 1 ELSE 0 END) AS is_agreed
    FROM let_works AS l
    INNER JOIN job AS j ON j.project_id = l.project_id
    INNER JOIN contract AS c ON c.project_id = l.project_id AND c.contract_id = l.contract_id
    LEFT JOIN party AS y ON y.uscc = c.payer_uscc
    WHERE l.kind IN ('specialist', 'labour') AND l.step = 1 AND c.amount_fen > 0
        AND coalesce(l.payee, l.payee_person_key) IS NOT NULL AND coalesce(y.party_id, c.payer_uscc) = j.contractor_id
        AND NOT coalesce(array_contains(c.flags, 'magnitude:amount_yuan'), false)
    GROUP BY j.project_id, coalesce(l.payee, l.payee_person_key)
)
SELECT
    j.project_id, j.contractor_id, j.prime_fen, j.prime_ref, l.payee,
    CAST(coalesce(l.let_fen, 0) AS BIGINT) AS let_fen, CAST(coalesce(l.labour_fen, 0) AS BIGINT) AS labour_fen,
    coalesce(l.is_agreed, 0) = 1 AS is_agreed, d.party_id IS NOT NULL AS is_designer,
    j.prime_fen > 0 AND max(coalesce(l.let_fen, 0)) OVER (PARTITION BY j.project_id) * 10 <= j.prime_fen * 11 AS is_sound,
    coalesce(k.name, l.code) AS payee_name
FROM job AS j
LEFT JOIN designer AS d ON d.party_id = j.contractor_id
LEFT JOIN let AS l ON l.project_id = j.project_id
LEFT JOIN company AS k ON k.uscc = l.payee
ORDER BY j.project_id, l.payee
