-- The run itself.
SELECT 'Run:' || $run_id AS node_id, $run_id AS run_id, $name AS name, $as_of AS as_of, $locality AS locality, $delivery AS delivery
