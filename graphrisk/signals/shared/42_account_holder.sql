-- One row a project and open account: who holds it, how that is known and how surely. Codes are compared, never names
-- alone: a name counts only where the parties' links say whose it is. The bank's books (its last answer) go before the
-- register, a code whose check digit is wrong counts as none. certainty: 1 a bank's code, 0.8 the register's, 0.6 a name.
WITH checked AS (
    SELECT c.account_key, c.checked_on, c.status, c.holder_name, c.received_on,
        CASE WHEN NOT coalesce(array_contains(c.flags, 'check_digit:holder_uscc'), false) THEN c.holder_uscc END AS holder_uscc
    FROM account_check AS c
    INNER JOIN (SELECT account_key, max(checked_on) AS checked_on FROM account_check GROUP BY account_key) AS l
        ON l.account_key = c.account_key AND l.checked_on = c.checked_on
),
open_account AS (
    SELECT
        a.project_id, a.account_key, a.received_on, a.holder_name,
        CASE WHEN NOT coalesce(array_contains(a.flags, 'check_digit:holder_uscc'), false) THEN a.holder_uscc END AS holder_uscc,
        c.holder_uscc AS bank_uscc, c.holder_name AS bank_name, c.checked_on, c.received_on AS check_received_on
    FROM special_account AS a
    LEFT JOIN checked AS c ON c.account_key = a.account_key
    WHERE (a.closed_on IS NULL OR a.closed_on > $as_of) AND coalesce(c.status, 'normal') NOT IN ('closed', 'not_found')
),
sure_name AS (
    SELECT name, party_id, how FROM party_name WHERE how NOT IN ('own_name', 'refused_cluster_too_large')
)
SELECT
    a.project_id, a.account_key, a.received_on, a.checked_on, a.check_received_on,
    coalesce(a.bank_uscc, CASE WHEN b.name IS NULL THEN a.holder_uscc END) AS uscc,
    CASE WHEN a.bank_uscc IS NOT NULL OR b.name IS NOT NULL THEN coalesce(a.bank_name, a.holder_name) ELSE a.holder_name END
        AS name,
    coalesce(k.party_id, a.bank_uscc, b.party_id, h.party_id, a.holder_uscc, n.party_id) AS party_id,
    CASE WHEN a.bank_uscc IS NULL THEN coalesce(b.how, CASE WHEN a.holder_uscc IS NULL THEN n.how END) END AS how,
    CASE WHEN a.bank_uscc IS NOT NULL THEN 1e0 WHEN b.name IS NULL AND a.holder_uscc IS NOT NULL THEN 0.8e0 ELSE 0.6e0 END
        AS certainty
FROM open_account AS a
LEFT JOIN party AS k ON k.uscc = a.bank_uscc
LEFT JOIN party AS h ON h.uscc = a.holder_uscc
LEFT JOIN sure_name AS b ON b.name = a.bank_name AND a.bank_uscc IS NULL
LEFT JOIN sure_name AS n ON n.name = a.holder_name
ORDER BY a.project_id, a.account_key
