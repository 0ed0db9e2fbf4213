-- One row a credit code and a name that it bore before a change in the register.
SELECT DISTINCT uscc, before AS name
FROM company_change
WHERE item = 'name' AND before IS NOT NULL AND uscc IS NOT NULL
ORDER BY uscc, name
