-- One row a project and credit code that takes part in it: who would plausibly hold its account.
SELECT project_id, contractor_uscc AS uscc FROM project WHERE contractor_uscc IS NOT NULL
UNION
SELECT project_id, owner_uscc FROM project WHERE owner_uscc IS NOT NULL
UNION
SELECT project_id, uscc FROM project_party WHERE uscc IS NOT NULL
UNION
SELECT project_id, payee_uscc FROM contract WHERE payee_uscc IS NOT NULL
ORDER BY project_id, uscc
