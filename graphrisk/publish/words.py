"""Words of the domain as people read them, 中文 and English."""

from graphrisk.core.text import Text

LEVELS = {
    "red": Text("红", "red"),
    "orange": Text("橙", "orange"),
    "yellow": Text("黄", "yellow"),
    "blue": Text("蓝", "blue"),
    "green": Text("绿", "green"),
}
LEVEL_MEANS = {
    "red": Text("疑点严重，先核实", "grave findings: check first"),
    "orange": Text("近期可能欠薪，尽快核实", "arrears may come within 30 to 60 days: check soon"),
    "yellow": Text("有合规缺陷，先桌面核查", "a defect of procedure: check at the desk"),
    "blue": Text("数据不足或待观察", "too little to tell, or to be watched"),
    "green": Text("能判断的信号均未发现疑点", "nothing found by the signals that could tell"),
}
KINDS = {"project": Text("项目", "project"), "company": Text("企业", "company")}
# terms of a score that are no finding
TERMS = {
    "measure": Text("指标", "measure"),
    "exposure": Text("参建单位", "a firm on the site"),
    "projects": Text("所涉项目", "its sites"),
    "level_floor": Text("定级下限", "level floor"),
    "level_cap": Text("定级上限", "level cap"),
    "claim_history": Text("以往线索", "clues so far"),
    "verified_history": Text("以往查实", "verified so far"),
    "nearness": Text("与已核实欠薪单位有关联", "nearness"),
    "isolation_forest": Text("组合少见", "isolation forest"),
    "tail": Text("单项极端", "tail"),
    "betweenness": Text("通路位置", "betweenness"),
    "pagerank": Text("网络中心", "PageRank"),
    "oddball": Text("关联疏密", "OddBall"),
    "contractor": Text("总包", "contractor"),
    "owner": Text("建设单位", "owner"),
    "subcontractor": Text("分包", "subcontractor"),
}
CHANGES = {
    "new": Text("新出现", "new in the list"),
    "gone": Text("不再出现", "no longer in the list"),
    "up": Text("等级上升", "level up"),
    "down": Text("等级下降", "level down"),
    "reasons": Text("理由变化", "other reasons"),
    "rank": Text("仅名次变化", "rank only"),
}
COLUMN_WORDS = {
    "entity_kind": Text("对象类别", "project or company"),
    "entity_id": Text("编号", "project id or credit code"),
    "name": Text("名称", "name"),
    "area_code": Text("网格编码", "area"),
    "score": Text("分值（0 至 1）", "score, 0 to 1: the order of checking, no probability"),
    "level": Text("等级", "level"),
    "rank": Text("名次（1 为先核实）", "rank within the kind, 1 = check first"),
    "workers_at_risk": Text("可能涉及工人数", "workers who may be concerned"),
    "amount_at_risk_yuan": Text("可能涉及金额（元）", "money that may be concerned, yuan"),
    "first_signal_on": Text("现等级所依据疑点的最早可见日", "first day the findings behind the level could be seen"),
    "evaluable_share": Text("可判断比例", "share of the signals that could tell"),
    "reason_1": Text("理由一", "strongest reason"),
    "reason_2": Text("理由二", "second reason"),
    "reason_3": Text("理由三", "third reason"),
    "change": Text("变化", "what changed"),
    "past_level": Text("上次等级", "level last time"),
    "past_rank": Text("上次名次", "rank last time"),
    "ranks_up": Text("名次上升", "ranks gained towards the top"),
    "past_score": Text("上次分值", "score last time"),
    "new_reasons": Text("新增理由", "reasons that are new"),
    "gone_reasons": Text("消失理由", "reasons no longer there"),
    "agency": Text("来源部门", "agency"),
    "table": Text("数据表", "table"),
    "title": Text("表名", "title"),
    "is_delivered": Text("是否提供", "delivered"),
    "rows_in": Text("读入行数", "rows in"),
    "kept": Text("保留", "kept"),
    "quarantined": Text("隔离", "quarantined"),
    "flagged": Text("带标记", "kept and flagged"),
    "replaced_versions": Text("被更新版本", "replaced by a later version"),
    "exact_duplicates": Text("完全重复", "exact duplicates"),
    "blank_rows": Text("空行", "blank rows"),
    "last_received_on": Text("最近接收日期", "newest row received"),
    "age_days": Text("距截止日天数", "days before the as-of day"),
    "check": Text("检查", "check"),
    "n_rows": Text("行数", "rows"),
    "detail": Text("说明", "detail"),
    "signal": Text("信号", "signal"),
    "n_population": Text("应判断数", "asked"),
    "n_evaluable": Text("可判断数", "could tell"),
    "n_could_not_tell": Text("无法判断数", "could not tell"),
    "n_found": Text("发现疑点数", "found"),
    "reason": Text("理由代码", "reason"),
    "contribution": Text("贡献", "contribution to the sum"),
    "sentence_zh": Text("疑点说明", "sentence in Chinese"),
    "sentence_en": Text("英文说明", "sentence in English"),
    "law": Text("法律依据", "law"),
    "innocent_when": Text("可能的正当原因", "innocent when"),
    "clears_when": Text("如何消除", "what would clear it"),
    "evidence": Text("证据行（表与行数）", "evidence: tables and rows"),
}
TABLE_AGENCIES = {
    "bank": Text("银行", "bank"),
    "court": Text("法院", "court"),
    "credit": Text("信用", "credit"),
    "economy": Text("经信", "economy"),
    "housing": Text("住建", "housing"),
    "hrss": Text("人社", "labour"),
    "market": Text("市场监管", "market"),
    "tax": Text("税务", "tax"),
}
NOTES = (
    Text(
        "本表列出需要核实的疑点，不是认定，更不是处罚依据。每条疑点都附有可能的正当原因和消除办法，请先核实再下结论。",
        "The list shows what needs checking. It is no verdict and no ground for a penalty. Every finding names its innocent explanation and what would clear it: check before you conclude.",
    ),
    Text(
        "分值只决定先查谁。它是各项理由之和换算而来，不是欠薪的概率。",
        "The score only says whom to check first. It comes from a sum of terms and is no probability of arrears.",
    ),
    Text(
        "没有数据既不算有风险，也不算无风险：无法判断的信号单独计数，见“可判断比例”。绿色只表示能判断的信号均未发现疑点。",
        "Absence of data is neither risk nor a clean bill: signals that could not tell are counted apart (evaluable_share). Green only means that nothing was found by the signals that could tell.",
    ),
    Text(
        "可能涉及的工人数和金额是按已有数据的估计，供安排核实用。",
        "Workers and money at risk are estimates from what was delivered, to plan the checks by.",
    ),
    Text(
        "工人只以汇总数出现，任何地方都没有对工人的评分。",
        "Workers appear only as counts; no score of a worker exists anywhere.",
    ),
    Text(
        "以 = + - @ 开头的文字前加了一个撇号，防止表格软件把它当成公式；超过 32,767 字的文字被截断并注明。",
        "A text that begins with = + - @ has an apostrophe in front, so that no spreadsheet reads it as a formula; a text of more than 32,767 characters is cut and says so.",
    ),
)
