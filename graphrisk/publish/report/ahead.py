"""What the months ahead hold for a project's wage account, on its page: days left, what is missing, who must pay next."""

from typing import Any

from graphrisk.core.text import Text
from graphrisk.publish.report.money import in_words

LEFT = Text("专户余额预计尚可维持天数", "days until the wage account is empty")
AFLOAT = "预计三个月内足够 enough for three months, as it looks"
ROLES = {
    "owner": Text("建设单位", "owner"),
    "contractor": Text("施工总承包单位", "contractor"),
    "subcontractor": Text("分包单位", "subcontractor"),
    "deposit": Text("工资保证金", "wage deposit"),
    "guarantee": Text("工程款支付担保", "payment guarantee"),
}
AHEAD = """
SELECT t.node_id, s.days_left, s.shortfall_fen, s.next_role, s.next_article, line(p.name, 200) AS next_name
FROM told AS t
JOIN stress AS s ON s.project_id = t.entity_id AND s.is_evaluable
LEFT JOIN (SELECT party_id, max(name) AS name FROM parties WHERE kind = 'company' GROUP BY party_id) AS p
    ON p.party_id = s.next_id
WHERE t.entity_kind = 'project'
ORDER BY t.node_id
"""


def ahead(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Lines of words and value for a project of which it can be told."""
    if row["days_left"] is None:
        return [{"words": LEFT, "value": AFLOAT}]
    lines = [
        {"words": LEFT, "value": str(row["days_left"])},
        {"words": Text("专户预计缺口", "what the account lacks"), "value": in_words(row["shortfall_fen"])},
    ]
    if row["next_role"]:
        role, article = ROLES[row["next_role"]], row["next_article"]
        named = f"{row['next_name'] or ''}（{role.zh} {role.en}，条例第{article}条 Order 724 art. {article}）"
        lines.append({"words": Text("依法应接着支付的", "must pay next by law"), "value": named})
    return lines
