// 这个账户背后是谁：开户单位、股东、控制人及其名下其他企业，以及项目上的疑点（供画图）？ / Who stands behind this account: holder, owners, those in control and their other firms, with the findings of its project (for a picture)?
// Parameters: $account: 账户的node_id / node_id of the account ('Account:a53d66942bd5c751'); $rows: 最多几条联系 / ties at most (200)
// Columns: a, tie, b
// Cost: one index look-up, then at most three holdings up and one post down: milliseconds
// Example:
//   a | tie | b
//   (Person:f25f9ef093a9c863) | [:CONTROLS] | (Company:91110115MA1099053R)
//   (Person:m42cee0014a51ab5) | [:CONTROLS] | (Company:91110115MA3000M02E)
//   (Person:mfc500fe5c15733b) | [:CONTROLS] | (Company:91110115MA1099053R)
//   (Person:sc2240f8864ad425) | [:CONTROLS] | (Company:91110115MA1099053R)
//   (Project:DX2021-00215) | [:HAS_FINDING] | (Finding:project/DX2021-00215/F05/self_funded)
MATCH (account:Account {node_id: $account})
CALL (account) {
  MATCH (account)-[tie:HOLDS|SERVES|SENT]-()
  RETURN tie
  UNION
  MATCH (account)<-[:HOLDS]-(:Company) (()<-[:OWNS]-(:Company)){0,3} (c:Company)<-[tie:OWNS|CONTROLS]-()
  RETURN tie
  UNION
  MATCH (account)<-[:HOLDS]-(:Company)-[tie:UNDER_ONE_HAND|CREW_MOVED_TO]-(:Company)
  RETURN tie
  UNION
  MATCH (account)<-[:HOLDS]-(:Company) (()<-[:OWNS]-(:Company)){0,3} (:Company)<-[post:CONTROLS]-(:Person)-[tie:CONTROLS]->(:Company)
  WHERE post.weight >= 0.5 AND tie.weight >= 0.5
  RETURN tie
  UNION
  MATCH (account)-[:SERVES]->(:Project)-[tie:HAS_FINDING]->(:Finding)
  RETURN tie
}
RETURN startNode(tie) AS a, tie, endNode(tie) AS b
ORDER BY type(tie), a.node_id, b.node_id
LIMIT $rows
