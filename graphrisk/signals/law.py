"""The provisions that findings are grounded in, each once; numbers after the act are articles.

Texts are paraphrases. `is_certain=False` marks articles whose number is from memory and wants a lawyer's look.
"""

from graphrisk.core.signal import Law
from graphrisk.core.text import Text

_ACTS: dict[str, tuple[Text, str]] = {
    "ORDER_724": (
        Text(
            "《保障农民工工资支付条例》（国务院令第724号）", "Regulation on Wage Payment to Migrant Workers, Order 724"
        ),
        "2020-05-01",
    ),
    "RULE_53": (
        Text(
            "《工程建设领域农民工工资专用账户管理暂行办法》（人社部发〔2021〕53号）",
            "Interim Measures on Wage Special Accounts, MOHRSS 2021 No. 53",
        ),
        "2021-07-07",
    ),
    "RULE_65": (
        Text(
            "《工程建设领域农民工工资保证金规定》（人社部发〔2021〕65号）", "Rules on Wage Deposits, MOHRSS 2021 No. 65"
        ),
        "2021-11-01",
    ),
    "ORDER_45": (
        Text(
            "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》（人社部令第45号）",
            "Interim Measures on the Joint Punishment List for Wage Arrears, MOHRSS Order 45",
        ),
        "2022-01-01",
    ),
    "LABOUR_LAW": (Text("《中华人民共和国劳动法》", "Labour Law"), "1995-01-01"),
    "SME_RULE": (
        Text(
            "《保障中小企业款项支付条例》（国务院令第728号，2025年修订为第802号）",
            "Regulation on Payment to Small and Medium Enterprises, Order 728, revised 2025 as Order 802",
        ),
        "2020-09-01",
    ),
    "WAGE_RULES": (
        Text("《工资支付暂行规定》（劳部发〔1994〕489号）", "Interim Provisions on Payment of Wages, 1994 No. 489"),
        "1995-01-01",
    ),
    "INSPECTION_RULES": (
        Text("《劳动保障监察条例》（国务院令第423号）", "Regulation on Labour Security Inspection, Order 423"),
        "2004-12-01",
    ),
    "CRIMINAL_RULE": (
        Text(
            "最高人民法院关于审理拒不支付劳动报酬刑事案件的解释（法释〔2013〕3号）",
            "Supreme People's Court on refusal to pay for labour, Interpretation 2013 No. 3",
        ),
        "2013-01-23",
    ),
    "BUILDING_LAW": (Text("《中华人民共和国建筑法》", "Construction Law"), "1998-03-01"),
    "QUALITY_RULES": (
        Text("《建设工程质量管理条例》（国务院令第279号）", "Regulation on Quality of Construction Works, Order 279"),
        "2000-01-30",
    ),
    "MARKET_RULE_1": (
        Text(
            "《建筑工程施工发包与承包违法行为认定查处管理办法》（建市规〔2019〕1号）",
            "Measures on Unlawful Contracting of Construction Works, MOHURD 2019 No. 1",
        ),
        "2019-01-01",
    ),
    "REALNAME_RULES": (
        Text(
            "《建筑工人实名制管理办法（试行）》（建市〔2019〕18号）",
            "Measures on Real-Name Management of Construction Workers, MOHURD 2019 No. 18",
        ),
        "2019-03-01",
    ),
    "BEIJING_NOTICE_2023": (
        Text(
            "北京市《关于进一步规范工程建设领域农民工工资专用账户管理工作的通知》（2023年）",
            "Beijing notice on the management of wage special accounts, 2023",
        ),
        "2023-08-21",
    ),
}


def _law(act: str, article: int | None, zh: str, en: str, *, is_certain: bool = True) -> Law:
    name, since = _ACTS[act]
    return Law(
        id=f"{act}_{article}" if article else act,
        act=name,
        article=str(article or ""),
        rule=Text(zh, en),
        in_force_since=since,
        is_certain=is_certain,
    )


# a provision a line reads as a table
# fmt: off
ORDER_724_11 = _law("ORDER_724", 11, "工资以货币形式，通过银行转账或现金支付给农民工本人", "wages are paid in money, by bank transfer or in cash, to the worker himself")
ORDER_724_13 = _law("ORDER_724", 13, "按约定的周期和日期足额支付工资；支付日可在当期或次期，遇节假日提前", "wages are paid in full on the agreed cycle and day, in the same or the next period, earlier if the day is a holiday")
ORDER_724_15 = _law("ORDER_724", 15, "编制书面工资支付台账并至少保存3年，载明应发、扣除、实发和银行凭证或签字", "a written wage ledger with sums due, deducted and paid and a bank voucher or signature is kept at least 3 years")
ORDER_724_19 = _law("ORDER_724", 19, "将工程发包给个人或无资质单位的，由发包方清偿拖欠的工资", "who lets works to a person or an unqualified unit pays the wages left unpaid")
ORDER_724_22 = _law("ORDER_724", 22, "注销前须清偿拖欠的工资；未清偿的主要出资人不得另行注册", "arrears are paid before deregistration; a main investor who has not paid may not register a new employer")
ORDER_724_23 = _law("ORDER_724", 23, "建设单位应有满足施工所需的资金安排；政府投资项目不得由施工单位垫资", "the owner has funds for the works; on government projects the contractor does not finance them")
ORDER_724_24 = _law("ORDER_724", 24, "建设单位提供工程款支付担保；合同约定人工费拨付周期，不得超过1个月", "the owner gives a payment guarantee; the contract sets a labour-fee cycle of at most one month")
ORDER_724_26 = _law("ORDER_724", 26, "施工总承包单位开设农民工工资专用账户，专项用于支付本项目农民工工资", "the general contractor opens the special account, used only for wages of this project's migrant workers")
ORDER_724_27 = _law("ORDER_724", 27, "银行发现资金未按约定拨付应告知并纳入欠薪预警；完工无拖欠，公示30日后方可销户", "the bank reports funds not credited as agreed; the account closes after completion without arrears and 30 days' notice")
ORDER_724_28 = _law("ORDER_724", 28, "先签劳动合同并实名登记后进场，配备劳资专管员", "labour contract and real-name registration come before entering the site; a wage administrator is appointed")
ORDER_724_29 = _law("ORDER_724", 29, "建设单位按约定及时足额拨付工程款和人工费，因其未拨付致欠薪的，以未结清工程款为限先行垫付", "the owner pays progress money and labour fee on time, and advances wages up to what it still owes")
ORDER_724_30 = _law("ORDER_724", 30, "分包单位对工资支付负直接责任，总承包单位先行清偿", "the subcontractor is directly liable for wages; the general contractor pays first")
ORDER_724_31 = _law("ORDER_724", 31, "分包单位按月考核工作量、编制工资表并经本人签字，由总包单位通过专用账户直接发放到本人账户", "subcontractors check work monthly and make a signed payroll; the contractor pays from the special account directly to each worker's own account")
ORDER_724_32 = _law("ORDER_724", 32, "施工总承包单位按规定存储工资保证金，可用保函替代，实行差异化存储", "the general contractor stores a wage deposit, differentiated by record; a guarantee may replace it")
ORDER_724_33 = _law("ORDER_724", 33, "除支付本项目农民工工资外，专用账户和保证金账户不得查封、冻结或划拨", "special and deposit accounts are not sealed, frozen or debited except for wages of this project")
ORDER_724_35 = _law("ORDER_724", 35, "工程数量、质量、造价争议不得成为不拨付工程款人工费、不发放工资的理由", "a dispute on quantity, quality or price is no ground to withhold the labour fee or wages")
ORDER_724_36 = _law("ORDER_724", 36, "发包给个人或不具备合法经营资格的单位、出借资质的，由建设单位或总包单位清偿", "where works go to a person or an unlicensed unit, or a qualification is lent, owner or general contractor pay")
ORDER_724_38 = _law("ORDER_724", 38, "建立工资支付监控预警平台，监测水电气、物业、信贷、税收等经营指标", "a monitoring platform watches operating indicators such as utilities, credit and tax")
ORDER_724_48 = _law("ORDER_724", 48, "拖欠工资情节严重的用人单位列入失信联合惩戒名单", "employers with grave arrears are put on the joint punishment list")
ORDER_724_50 = _law("ORDER_724", 50, "工资争议由用人单位提供其保存的合同、名册、工资台账；不提供的承担不利后果", "in a wage dispute the employer shows contracts, rolls and ledgers it must keep, or bears the consequences")
ORDER_724_52 = _law("ORDER_724", 52, "编造事实讨要工资、以拖欠工资为名讨要工程款的，依法处理", "made-up wage claims, and project money claimed under the name of wages, are dealt with by law")
ORDER_724_55 = _law("ORDER_724", 55, "未按规定开设或使用专用账户、存储保证金、实行实名制的，责令改正，逾期停工并罚款", "no proper special account, deposit or real-name management: order to mend, then stop of works and a fine")
ORDER_724_57 = _law("ORDER_724", 57, "建设单位未提供支付担保、未按约定拨付人工费的，责令改正，逾期停工并罚款", "an owner without payment guarantee or with labour fee unpaid: order to mend, then stop of works and a fine")
ORDER_724_59 = _law("ORDER_724", 59, "政府投资项目资金未到位致拖欠的，报本级政府限期拨付", "where government funds are missing, the government is told and orders them paid")

RULE_53_5 = _law("RULE_53", 5, "施工合同约定工程款计量周期、人工费拨付周期和日期、人工费数额或占比，须满足工资支付", "the contract fixes measurement and labour-fee cycle, day, and amount or share sufficient for the wages")
RULE_53_6 = _law("RULE_53", 6, "一项目一户；合同签订之日起30日内开户并签三方协议，户名为总包名称加项目名称加农民工工资专用账户，开户30日内备案", "one account a project, opened within 30 days of signing with a tripartite agreement, named after contractor and project, filed within 30 days of opening")
RULE_53_7 = _law("RULE_53", 7, "银行作特殊标识；除转入本项目农民工账户外不得转账、取现或办理其他结算", "the bank marks the account; no transfer but to this project's workers, no cash, no other settlement")
RULE_53_8 = _law("RULE_53", 8, "专用账户不得因支付本项目工资之外的原因被查封、冻结或划拨", "the account is not sealed, frozen or debited for causes other than this project's wages", is_certain=False)
RULE_53_9 = _law("RULE_53", 9, "完工且无拖欠，公示30日并书面承诺后申请销户；更换总包或银行时亦按规定办理", "closing needs completion, no arrears, 30 days' notice and a written commitment; also on change of contractor or bank", is_certain=False)
RULE_53_10 = _law("RULE_53", 10, "有拖欠线索在办、仲裁诉讼未结或其他拖欠的不得销户", "no closing while an arrears case, arbitration or suit is open or other arrears stand", is_certain=False)
RULE_53_12 = _law("RULE_53", 12, "建设单位按时拨付人工费，周期不超过1个月；未按时的由银行通知并纳入预警", "the owner credits the labour fee on time, at least monthly; the bank reports what is late", is_certain=False)
RULE_53_13 = _law("RULE_53", 13, "用工量增加致余额不足的，总包申请，建设单位核准后追加拨付", "where more labour leaves too little in the account, the contractor asks and the owner adds", is_certain=False)
RULE_53_19 = _law("RULE_53", 19, "一人一卡，本人持有，他人不得扣押", "one person, one card, held by the person and by nobody else", is_certain=False)

RULE_65_2 = _law("RULE_65", 2, "保证金由施工总承包单位或建设单位直接发包的专业承包单位存储", "the deposit is stored by the general contractor or a specialist directly contracted by the owner")
RULE_65_8 = _law("RULE_65", 8, "自取得施工许可（或开工报告批准）之日起20个工作日内存储；无需许可的自合同签订之日起算", "stored within 20 working days of the permit, or of signing where no permit is needed")
RULE_65_10 = _law("RULE_65", 10, "银行对保证金账户作特殊标识并限制查封、冻结、划拨", "the bank marks the deposit account and blocks seal, freeze and deduction", is_certain=False)
RULE_65_11 = _law("RULE_65", 11, "按合同额1%至3%存储，可设上限；同地区多项目可降低但不低于0.5%;300万元以下且无拖欠的可免除", "1 to 3 % of the contract sum, capped locally; several projects not below 0.5 %; below CNY 3 million with no arrears may be exempt")
RULE_65_12 = _law("RULE_65", 12, "两年无拖欠降低不少于50%，三年可免；前两年有拖欠增加不少于50%，列入失信名单增加不少于100%", "two clean years: at least 50 % less, three: exempt; arrears in the two years before: at least 50 % more, listed: at least 100 % more")
RULE_65_15 = _law("RULE_65", 15, "可用银行保函替代，金额不低于应存数额，受益人为属地人社部门", "a bank guarantee may replace the deposit, not below the required sum, with the local bureau as beneficiary")
RULE_65_17 = _law("RULE_65", 17, "保函有效期至少1年且不短于合同期；到期前1个月提醒续保", "a guarantee runs at least one year and not shorter than the contract; renewal is called a month before expiry")
RULE_65_21 = _law("RULE_65", 21, "动用保证金后10个工作日内补足，或重新开具保函", "after use the deposit is refilled, or a new guarantee given, within 10 working days", is_certain=False)

SME_RULE_8 = _law("SME_RULE", 8, "机关、事业单位自交付之日起30日内付款，合同另有约定的最长60日", "authorities pay within 30 days of delivery, by contract within 60 at most", is_certain=False)

ORDER_45_5 = _law("ORDER_45", 5, "经责令限期支付仍未支付，达到犯罪数额标准或引发极端、群体事件的，列入失信名单", "listed who still does not pay after an order, where the criminal standard is reached or a grave incident followed")
ORDER_45_9 = _law("ORDER_45", 9, "列入名单期限为3年", "a listing lasts 3 years", is_certain=False)

LABOUR_LAW_15 = _law("LABOUR_LAW", 15, "禁止招用未满十六周岁的未成年人", "nobody below sixteen is employed")

WAGE_RULES_7 = _law("WAGE_RULES", 7, "工资至少每月支付一次", "wages are paid at least once a month")
WAGE_RULES_9 = _law("WAGE_RULES", 9, "劳动关系终止时一次付清工资", "wages are paid in one sum when the employment ends")
WAGE_RULES_16 = _law("WAGE_RULES", 16, "每月扣除不得超过当月工资的20%，余额不得低于最低工资", "deductions stay within 20 % of the month's wage and leave the minimum wage")

INSPECTION_RULES_20 = _law("INSPECTION_RULES", 20, "违法行为2年内未被发现或举报的不再查处；连续状态自终了之日起算", "a breach not found or reported within 2 years is not pursued; a continuing one counts from its end")
INSPECTION_RULES_26 = _law("INSPECTION_RULES", 26, "克扣、拖欠工资或低于最低工资的，责令限期支付，逾期加付50%至100%赔偿金", "wages cut, delayed or below the minimum are ordered paid; if not obeyed with 50 to 100 % compensation")

CRIMINAL_RULE_3 = _law("CRIMINAL_RULE", 3, "拖欠1人3个月以上且5000至2万元以上，或10人以上且累计3万至10万元以上为数额较大", "large sums: one worker 3 months and CNY 5,000-20,000, or 10 workers and CNY 30,000-100,000 in all")

BUILDING_LAW_26 = _law("BUILDING_LAW", 26, "承包单位应持有资质，禁止出借或借用资质", "contractors hold their qualification; lending or borrowing it is forbidden")
BUILDING_LAW_28 = _law("BUILDING_LAW", 28, "禁止转包", "passing the works on as a whole is forbidden")
BUILDING_LAW_29 = _law("BUILDING_LAW", 29, "分包须经建设单位认可且分包单位具备资质，禁止再分包和主体结构分包", "subcontracting needs the owner's consent and a qualified unit; no sub-subcontracting, no letting of the main structure")

QUALITY_RULES_78 = _law("QUALITY_RULES", 78, "违法分包：分包给无资质单位、未经同意、主体结构分包、分包单位再分包", "unlawful subcontracting: unqualified unit, no consent, main structure, sub lets again")

MARKET_RULE_1_8 = _law("MARKET_RULE_1", 8, "转包的认定情形", "circumstances that make passing-on of works")
MARKET_RULE_1_10 = _law("MARKET_RULE_1", 10, "挂靠的认定情形", "circumstances that make works done under a lent qualification", is_certain=False)
MARKET_RULE_1_12 = _law("MARKET_RULE_1", 12, "违法分包的认定情形，包括分包给个人、无资质单位及再分包", "circumstances that make unlawful subcontracting, among them letting to a person, to an unqualified unit, and again", is_certain=False)

REALNAME_RULES_8 = _law("REALNAME_RULES", 8, "签订劳动合同或用工书面协议并实名登记后进场", "a labour contract or written labour-use agreement and real-name registration come before entering the site")

BEIJING_NOTICE_2023 = _law("BEIJING_NOTICE_2023", None, "总包授权银行上传人工费拨入和工资发放信息", "the general contractor authorises the bank to upload labour-fee credits and wage payouts", is_certain=False)
