"""X02: several signs at once that a contractor or subcontractor is running out of money."""

from graphrisk.core.signal import Param, signal
from graphrisk.core.text import Text
from graphrisk.signals import law
from graphrisk.signals.declare import FEED_DAYS, reads, reason

SIGNS = """
WITH fresh AS (
    SELECT
        coalesce(max(CASE WHEN table_name = 'tax_month' THEN 1 ELSE 0 END), 0) AS tax_month,
        coalesce(max(CASE WHEN table_name = 'social_insurance_month' THEN 1 ELSE 0 END), 0) AS social_insurance_month,
        coalesce(max(CASE WHEN table_name = 'judicial' THEN 1 ELSE 0 END), 0) AS judicial,
        coalesce(max(CASE WHEN table_name = 'company_change' THEN 1 ELSE 0 END), 0) AS company_change
    FROM feed
    WHERE is_delivered AND age_days <= $feed_days
),
enforced AS (
    SELECT y.party_id, sum(j.amount_fen) AS amount_fen
    FROM judicial AS j
    INNER JOIN party AS y ON y.uscc = j.party_id
    WHERE j.kind = 'enforcement' AND j.role = 'debtor' AND j.closed_on IS NULL
    GROUP BY y.party_id
),
change AS (
    SELECT y.party_id, c.uscc, c.item, c.changed_on, c.received_on, try_cast(c.after AS DOUBLE) < try_cast(c.before AS DOUBLE) AS is_less
    FROM company_change AS c
    INNER JOIN party AS y ON y.uscc = c.uscc
    WHERE days_between(c.changed_on, $as_of) BETWEEN 0 AND $register_days
),
moved AS (
    SELECT a.party_id
    FROM change AS a
    INNER JOIN change AS b
        ON b.party_id = a.party_id AND b.item = 'address'
        AND abs(days_between(a.changed_on, b.changed_on)) <= $together_days
    WHERE a.item = 'legal_rep'
    GROUP BY a.party_id
),
-- taken over by a company, or renamed by new shareholders: staff, sales and seat move for that reason
merged AS (
    SELECT y.party_id
    FROM holding AS h
    INNER JOIN party AS y ON y.uscc = h.uscc
    WHERE h.holder_kind = 'company' AND h.share >= 0.5e0 AND days_between(h.from_on, $as_of) BETWEEN 0 AND $register_days
    UNION
    SELECT a.party_id
    FROM change AS a
    INNER JOIN change AS b
        ON b.party_id = a.party_id AND b.item = 'name'
        AND abs(days_between(a.changed_on, b.changed_on)) <= $together_days
    WHERE a.item = 'shareholder'
),
sign AS (
    SELECT
        b.party_id,
        f.tax_month * CASE WHEN t.arrears_fen IS NOT NULL THEN 1 ELSE 0 END
            + f.social_insurance_month * CASE WHEN s.party_id IS NOT NULL THEN 1 ELSE 0 END
            + f.judicial * CASE WHEN k.uscc IS NOT NULL THEN 1 ELSE 0 END
            + f.company_change AS n_sources,
        f.tax_month * CASE WHEN t.arrears_fen > 0 THEN 1 ELSE 0 END AS owes_tax,
        -- all three months low against the year, and low against the same season of the year before
        f.tax_month * CASE
            WHEN t.n_months = 15 AND g.party_id IS NULL
                AND t.best_fen < (1e0 - $sales_drop) * t.year_fen / 12e0
                AND t.recent_fen < (1e0 - $sales_drop) * t.season_fen
                THEN 1
            ELSE 0
        END AS sells_less,
        f.social_insurance_month * CASE
            WHEN g.party_id IS NULL AND s.heads_before >= $min_insured
                AND s.heads <= (1e0 - $heads_drop) * s.heads_before AND s.heads <= (1e0 - $heads_drop) * s.heads_year_ago
                THEN 1
            ELSE 0
        END AS insures_fewer,
        f.social_insurance_month * CASE WHEN s.n_unpaid >= $insurance_months THEN 1 ELSE 0 END AS owes_insurance,
        f.judicial * CASE WHEN e.amount_fen > $enforced_ratio * k.registered_capital_fen THEN 1 ELSE 0 END AS is_enforced,
        f.company_change * CASE WHEN m.party_id IS NOT NULL AND g.party_id IS NULL THEN 1 ELSE 0 END AS has_moved,
        f.company_change * CASE WHEN r.party_id IS NOT NULL THEN 1 ELSE 0 END AS has_reduced
    FROM builder AS b
    CROSS JOIN fresh AS f
    LEFT JOIN company_tax AS t ON t.party_id = b.party_id AND t.months_ago <= $recent_months
    LEFT JOIN company_insurance AS s ON s.party_id = b.party_id AND s.months_ago <= $recent_months
    LEFT JOIN enforced AS e ON e.party_id = b.party_id
    LEFT JOIN company AS k ON k.uscc = b.party_id AND k.registered_capital_fen > 0
    LEFT JOIN moved AS m ON m.party_id = b.party_id
    LEFT JOIN (SELECT party_id FROM change WHERE item = 'capital' AND is_less GROUP BY party_id) AS r ON r.party_id = b.party_id
    LEFT JOIN merged AS g ON g.party_id = b.party_id
)
"""

# Owners and suppliers are not asked; where nothing says who builds, everybody could be and nothing can be told.
POPULATION = (
    SIGNS
    + """
SELECT 'company' AS entity_kind, c.party_id AS entity_id, coalesce(s.n_sources >= $min_sources, false) AS is_evaluable
FROM (SELECT party_id FROM party GROUP BY party_id) AS c
LEFT JOIN sign AS s ON s.party_id = c.party_id
WHERE s.party_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM builder)
"""
)

FIND = (
    SIGNS
    + """,
told AS (
    SELECT
        *,
        owes_tax + sells_less + insures_fewer + owes_insurance + is_enforced + has_moved + has_reduced AS n_signs
    FROM sign
    WHERE n_sources >= $min_sources
        AND owes_tax + sells_less + insures_fewer + owes_insurance + is_enforced + has_moved + has_reduced >= 2
),
rows_behind AS (
    SELECT t.party_id, row_ref('tax_month', m.uscc || '/' || m.month, m.received_on) AS ref
    FROM told AS t
    INNER JOIN party AS y ON y.party_id = t.party_id
    INNER JOIN tax_month AS m ON m.uscc = y.uscc
    INNER JOIN company_tax AS x ON x.party_id = t.party_id
    WHERE (t.owes_tax = 1 AND month_number(m.month) = x.last_no AND m.arrears_fen > 0)
        OR (t.sells_less = 1 AND x.last_no - month_number(m.month) BETWEEN 0 AND 2)
    UNION ALL
    SELECT t.party_id, row_ref('social_insurance_month', m.uscc || '/' || m.month, m.received_on)
    FROM told AS t
    INNER JOIN party AS y ON y.party_id = t.party_id
    INNER JOIN social_insurance_month AS m ON m.uscc = y.uscc
    INNER JOIN company_insurance AS x ON x.party_id = t.party_id
    WHERE (t.insures_fewer = 1 AND x.last_no - month_number(m.month) IN (0, 3))
        OR (t.owes_insurance = 1 AND x.last_no - month_number(m.month) BETWEEN 0 AND 11 AND m.paid_fen < m.due_fen)
    UNION ALL
    SELECT t.party_id, row_ref('judicial', j.case_no || '/' || j.party_id, j.received_on)
    FROM told AS t
    INNER JOIN party AS y ON y.party_id = t.party_id
    INNER JOIN judicial AS j ON j.party_id = y.uscc
    WHERE t.is_enforced = 1 AND j.kind = 'enforcement' AND j.role = 'debtor' AND j.closed_on IS NULL
    UNION ALL
    SELECT t.party_id, row_ref('company_change', c.uscc || '/' || CAST(c.changed_on AS STRING) || '/' || c.item, c.received_on)
    FROM told AS t
    INNER JOIN change AS c ON c.party_id = t.party_id
    WHERE (t.has_moved = 1 AND c.item IN ('legal_rep', 'address')) OR (t.has_reduced = 1 AND c.item = 'capital' AND c.is_less)
),
evidence AS (
    SELECT party_id, slice(array_sort(array_agg(ref)), 1, 20) AS refs FROM rows_behind GROUP BY party_id
)
SELECT
    'company' AS entity_kind, t.party_id AS entity_id,
    CASE WHEN t.n_signs >= 3 THEN 'three_signs' ELSE 'two_signs' END AS reason,
    -- five of the seven signs count in full
    least(1e0, t.n_signs / 5e0) AS strength,
    e.refs AS evidence,
    CAST(t.n_signs AS BIGINT) AS n_signs,
    CASE WHEN t.owes_tax = 1 THEN '欠税；' ELSE '' END
        || CASE WHEN t.sells_less = 1 THEN '销售额大幅下降；' ELSE '' END
        || CASE WHEN t.insures_fewer = 1 THEN '参保人数大幅减少；' ELSE '' END
        || CASE WHEN t.owes_insurance = 1 THEN '欠缴社会保险费；' ELSE '' END
        || CASE WHEN t.is_enforced = 1 THEN '被执行金额较大；' ELSE '' END
        || CASE WHEN t.has_moved = 1 THEN '法定代表人与住所短期内先后变更；' ELSE '' END
        || CASE WHEN t.has_reduced = 1 THEN '减资；' ELSE '' END AS signs_zh,
    CASE WHEN t.owes_tax = 1 THEN 'tax in arrears; ' ELSE '' END
        || CASE WHEN t.sells_less = 1 THEN 'sales much lower; ' ELSE '' END
        || CASE WHEN t.insures_fewer = 1 THEN 'far fewer insured staff; ' ELSE '' END
        || CASE WHEN t.owes_insurance = 1 THEN 'social insurance in arrears; ' ELSE '' END
        || CASE WHEN t.is_enforced = 1 THEN 'large sums under enforcement; ' ELSE '' END
        || CASE WHEN t.has_moved = 1 THEN 'legal representative and address changed together; ' ELSE '' END
        || CASE WHEN t.has_reduced = 1 THEN 'capital reduced; ' ELSE '' END AS signs_en
FROM told AS t
INNER JOIN evidence AS e ON e.party_id = t.party_id
ORDER BY t.party_id
"""
)


@signal(
    id="X02",
    name="builder-distress",
    title=Text("施工企业经营恶化", "Contractor or subcontractor in distress"),
    asks_zh="承包或分包企业是否同时出现两项以上经营恶化迹象（欠税、销售额、参保、欠费、被执行、变更、减资）？",
    family="distress",
    depth="L1",
    jurisdiction="any",
    legal_basis=(law.ORDER_724_38,),
    innocent_when=Text(
        "季节性停工；被并购或重组后人员、业务、住所转移；执行案件有争议或已和解而信息未更新",
        "a seasonal stop of works; staff, business and seat moved by a takeover; an enforcement in dispute or settled "
        "that the feed does not show yet",
    ),
    clears_when=Text(
        "提供完税、缴费凭证，执行结案材料或重组文件",
        "receipts of tax and insurance, the closing of the enforcement, or the papers of a restructuring are shown",
    ),
    reads=reads(
        builder="party_id",
        company_tax="party_id last_no months_ago arrears_fen best_fen recent_fen year_fen season_fen n_months",
        company_insurance="party_id last_no months_ago heads heads_before heads_year_ago n_unpaid",
        tax_month="uscc month arrears_fen received_on",
        social_insurance_month="uscc month due_fen paid_fen received_on",
        judicial="case_no party_id role kind amount_fen closed_on received_on",
        company="uscc registered_capital_fen",
        company_change="uscc changed_on item before after received_on",
        holding="holder_kind uscc share from_on",
        party="uscc party_id",
        feed="table_name is_delivered age_days",
    ),
    population=POPULATION,
    find=FIND,
    reasons={
        "two_signs": reason(
            "S3",
            "出现{n_signs}项经营恶化迹象：{signs_zh}请关注",
            "{n_signs} signs of distress: {signs_en}to be watched",
        ),
        "three_signs": reason(
            "S2",
            "出现{n_signs}项经营恶化迹象：{signs_zh}需核实支付能力",
            "{n_signs} signs of distress: {signs_en}its ability to pay needs checking",
        ),
    },
    params={
        "sales_drop": Param(
            default=0.5, unit="share", because="domain report X02: sales 50 % below the year's mean for 3 months"
        ),
        "heads_drop": Param(
            default=0.3, unit="share", because="domain report X02: insured staff 30 % fewer in 3 months"
        ),
        "min_insured": Param(default=10, unit="persons", because="below ten staff one leaver is a tenth"),
        "insurance_months": Param(
            default=2, unit="months", because="domain report X02: two months of insurance unpaid"
        ),
        "enforced_ratio": Param(
            default=0.5, unit="share", because="local warning rule: arrears above half the registered capital"
        ),
        "together_days": Param(
            default=90, unit="days", because="domain report X02: representative and address within 90 days"
        ),
        "register_days": Param(
            default=365, unit="days", because="what the register changed before a year is settled business"
        ),
        "recent_months": Param(
            default=4, unit="months", because="a company that stopped reporting is another matter (tax status)"
        ),
        "min_sources": Param(
            default=2, unit="sources", because="one agency's view alone cannot show two independent signs"
        ),
        "feed_days": FEED_DAYS,
    },
)
def builder_distress() -> None:
    """Does a contractor or subcontractor show two or more signs of running out of money at once?"""
