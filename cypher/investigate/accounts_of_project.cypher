// 这个项目有哪些账户，各在谁名下？ / Which accounts does this project have, and who holds them?
// Parameters: $project: 项目的node_id / node_id of the project ('Project:DX2021-00058')
// Columns: account_id, account_name, kind, opened_on, closed_on, holder_id, holder, is_contractor
// Cost: one index look-up, then its accounts: milliseconds
// Example:
//   account_id | account_name | kind | opened_on | closed_on | holder_id | holder | is_contractor
//   Account:ada485f98291c243 | 北京川皓湛建设工程有限公司瀛海DX03-F地块住宅楼工程农民工工资专用账户 | 工资专户 / wage account | 2021-05-15 | null | Company:91110115MA101GY04N | 北京川皓湛建设工程有限公司 | true
MATCH (p:Project {node_id: $project})<-[:SERVES]-(a:Account)
OPTIONAL MATCH (a)<-[:HOLDS]-(holder:Company)
RETURN a.node_id AS account_id, a.name AS account_name,
       CASE WHEN a.is_wage_account THEN '工资专户 / wage account' ELSE '保证金账户 / deposit account' END AS kind,
       a.opened_on AS opened_on, a.closed_on AS closed_on, holder.node_id AS holder_id, holder.name AS holder,
       holder.key = p.contractor AS is_contractor
ORDER BY account_id, holder_id
