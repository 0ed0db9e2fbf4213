"""A03: the special account lacks its agreement, its filing, its authorisation, or the name that the rules prescribe."""

from graphrisk.core.signal import Param, Reason, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.account import ASKED, FEED_READS
from graphrisk.signals.declare import POPULATION, SCOPE, reads, reason

# A date that no row of the feed carries is not collected there, and its absence says nothing of one account. Names are
# compared without signs and legal form, which banks abbreviate; where the bank cut the name, only as far as it goes.
PAPERS = (
    "WITH "
    + ASKED
    + """,
collected AS (
    SELECT count(tripartite_on) > 0 AS has_agreements, count(filed_on) > 0 AS has_filings FROM special_account
),
open_account AS (
    SELECT
        a.project_id, a.account_key, a.received_on, a.account_name, a.filed_on, a.tripartite_on, a.upload_authorised,
        CASE WHEN NOT coalesce(array_contains(a.flags, 'implausible_date:opened_on'), false) THEN a.opened_on END AS opened_on,
        p.is_scope_known, p.name AS project_name, c.name AS contractor_name,
        CASE WHEN h.party_id = p.contractor_party THEN coalesce(a.holder_name, c.name) ELSE c.name END AS holder_name
    FROM special_account AS a
    INNER JOIN asked AS p ON p.project_id = a.project_id
    LEFT JOIN company AS c ON c.uscc = p.contractor_uscc
    LEFT JOIN party AS h ON h.uscc = a.holder_uscc
    WHERE a.closed_on IS NULL OR a.closed_on > $as_of
),
plain AS (
    SELECT
        project_id, account_key,
        length(account_name) >= $name_limit AS is_cut,
        replace(replace(replace(replace(replace(replace(replace(replace(replace(
            account_name, '农民工工资专用账户', ''), '农民工工资', ''), '（', ''), '）', ''), '(', ''), ')', ''), ' ', ''),
            '有限责任公司', ''), '有限公司', '') AS stem,
        replace(replace(replace(replace(replace(replace(replace(
            contractor_name || project_name, '（', ''), '）', ''), '(', ''), ')', ''), ' ', ''),
            '有限责任公司', ''), '有限公司', '') AS by_contractor,
        replace(replace(replace(replace(replace(replace(replace(
            holder_name || project_name, '（', ''), '）', ''), '(', ''), ')', ''), ' ', ''),
            '有限责任公司', ''), '有限公司', '') AS by_holder
    FROM open_account
    WHERE account_name IS NOT NULL
),
expected AS (
    SELECT
        project_id, account_key, stem,
        CASE WHEN is_cut THEN substr(by_contractor, 1, length(stem)) ELSE by_contractor END AS by_contractor,
        CASE WHEN is_cut THEN substr(by_holder, 1, length(stem)) ELSE by_holder END AS by_holder
    FROM plain
),
likeness AS (
    SELECT
        project_id, account_key,
        greatest(
            1e0 - levenshtein(stem, by_contractor) / (1e0 * greatest(length(stem), length(by_contractor), 1)),
            1e0 - levenshtein(stem, by_holder) / (1e0 * greatest(length(stem), length(by_holder), 1))
        ) AS likeness
    FROM expected
),
judged AS (
    SELECT
        a.*, k.likeness, c.has_agreements, c.has_filings,
        days_between(a.opened_on, $as_of) AS n_open_days,
        days_between(a.opened_on, a.filed_on) AS n_filing_days,
        (instr(a.account_name, '农民工工资') = 0 AND length(a.account_name) < $name_limit) OR k.likeness < $min_likeness
            AS is_misnamed
    FROM open_account AS a
    CROSS JOIN collected AS c
    LEFT JOIN likeness AS k ON k.project_id = a.project_id AND k.account_key = a.account_key
),
evaluable AS (
    SELECT j.project_id
    FROM judged AS j
    CROSS JOIN register AS r
    WHERE j.is_scope_known AND r.is_fresh = 1
        AND ((j.opened_on IS NOT NULL AND (j.has_agreements OR j.has_filings)) OR j.account_name IS NOT NULL)
    GROUP BY j.project_id
)
"""
)

FIND = (
    PAPERS
    + """,
defect AS (
    SELECT *, 'no_agreement' AS reason, n_open_days AS n_days, 0.8e0 AS strength
    FROM judged
    WHERE has_agreements AND tripartite_on IS NULL AND n_open_days > $filing_days
    UNION ALL
    SELECT *, 'not_filed', n_open_days, 0.8e0
    FROM judged
    WHERE has_filings AND filed_on IS NULL AND n_open_days > $filing_days
    UNION ALL
    SELECT *, 'filed_late', n_filing_days, least(1e0, 0.3e0 + 0.7e0 * (n_filing_days - $filing_days) / 90e0)
    FROM judged
    WHERE n_filing_days > $filing_days
    UNION ALL
    SELECT *, 'misnamed', n_open_days, least(1e0, greatest(0.3e0, 1e0 - coalesce(likeness, 0.5e0)))
    FROM judged
    WHERE is_misnamed
    UNION ALL
    SELECT *, 'no_upload', n_open_days, 0.8e0
    FROM judged
    WHERE coalesce($upload_required, false) AND NOT upload_authorised
),
behind AS (
    SELECT project_id, reason, row_ref('special_account', account_key || '/' || project_id, received_on) AS ref FROM defect
    UNION ALL
    SELECT d.project_id, d.reason, s.ref
    FROM defect AS d
    INNER JOIN site_ref AS s ON s.project_id = d.project_id AND s.source = 'project'
),
evidence AS (
    SELECT project_id, reason, slice(array_sort(array_agg(ref)), 1, 20) AS refs
    FROM (SELECT DISTINCT project_id, reason, ref FROM behind) AS b
    GROUP BY project_id, reason
),
told AS (
    SELECT
        d.project_id, d.reason, max(d.strength) AS strength, count(*) AS n_accounts, max(d.n_days) AS n_days,
        min(d.account_name) AS account_name
    FROM defect AS d
    INNER JOIN evaluable AS v ON v.project_id = d.project_id
    GROUP BY d.project_id, d.reason
)
SELECT
    'project' AS entity_kind, t.project_id AS entity_id, t.reason, t.strength, e.refs AS evidence,
    t.n_accounts, t.n_days, t.account_name
FROM told AS t
INNER JOIN evidence AS e ON e.project_id = t.project_id AND e.reason = t.reason
ORDER BY t.project_id, t.reason
"""
)


def _defect(zh: str, en: str) -> Reason:
    return reason("S3", f"{zh}，请核对", f"{en}: please check")


@signal(
    id="A03",
    name="account-papers",
    title=Text("三方协议、户名、备案缺陷", "Defects of agreement, name or filing"),
    asks_zh="专用账户是否签有三方协议、户名合规、按期备案并授权银行上传？",
    family="account",
    depth="L1",
    legal_basis=(law.RULE_53_6, law.BEIJING_NOTICE_2023),
    innocent_when=Text(
        "银行限制户名长度而截短；协议或备案已办但尚未报送；户名使用总包曾用名",
        "the bank cut the name to its limit; agreement or filing are done but not yet reported; the name is a former one of "
        "the contractor",
    ),
    clears_when=Text(
        "提供三方协议、备案回执、授权书，或更正户名",
        "the agreement, the filing receipt or the authorisation is shown, or the name is put right",
    ),
    reads=reads(
        site="project_id name is_building contractor_uscc contractor_party amount_fen n_days",
        site_ref="project_id source ref",
        special_account="account_key project_id holder_uscc holder_name account_name opened_on filed_on tripartite_on "
        "upload_authorised closed_on received_on flags",
        company="uscc name",
        party="uscc party_id",
        feed=FEED_READS,
    ),
    population=PAPERS + POPULATION,
    find=FIND,
    reasons={
        "no_agreement": _defect(
            "专用账户开立{n_days}日，登记中无建设单位、总包、银行三方协议日期",
            "{n_days} days after opening no day of the owner, contractor and bank agreement is registered",
        ),
        "not_filed": _defect(
            "专用账户开立{n_days}日，尚未见备案", "{n_days} days after opening the account is not seen as filed"
        ),
        "filed_late": _defect(
            "专用账户开立后{n_days}日才备案，晚于规定期限",
            "the account was filed {n_days} days after opening, later than the rule",
        ),
        "misnamed": _defect(
            "账户名称“{account_name}”与“总包名称+项目名称+农民工工资专用账户”不符",
            'the account name "{account_name}" is not contractor, project and the words for a wage special account',
        ),
        "no_upload": _defect(
            "总包未授权银行上传专用账户收支信息（{n_accounts}个账户）",
            "the contractor has not authorised the bank to upload entries ({n_accounts} account(s))",
        ),
    },
    params={
        "filing_days": Param(
            default=30, unit="days", because="MOHRSS 2021 No. 53 art. 6: filed within 30 days of opening"
        ),
        "name_limit": Param(
            default=30, unit="characters", because="banks cap account names; one bank's cap is 30 characters"
        ),
        "min_likeness": Param(
            default=0.6, unit="share", because="domain report A03, a design value: names differ less by form"
        ),
        "upload_required": Param(
            default=None, unit="yes/no", because="a local rule; where the locality is silent, nobody is asked for it"
        ),
        **SCOPE,
    },
)
def account_papers() -> None:
    """Does the special account have its agreement, the prescribed name, its filing in time and the bank's authorisation?"""
