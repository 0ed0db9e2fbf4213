// 一次装载的开始与结束 / How a load begins and ends: what is half-written is marked `loading` or `loading case`.
// Parameters: $run_id, and those of the statement. Columns: none. Cost: milliseconds.

// Run begins
MERGE (r:Run {node_id: 'Run:' + $run_id})
SET r.run_id = $run_id, r.name = $name, r.as_of = $as_of, r.locality = $locality, r.workers = $workers, r.state = $state;

// Run ends
MATCH (r:Run {run_id: $run_id})
SET r.state = $state, r.is_current = true, r.delivery_path = $delivery_path
WITH r
MATCH (other:Run)
WHERE other.run_id <> r.run_id AND other.is_current
SET other.is_current = false;

// Runs
MATCH (r:Run)
RETURN r.run_id, r.name, r.as_of, r.locality, r.state, r.is_current, r.workers
ORDER BY r.as_of, r.run_id;
