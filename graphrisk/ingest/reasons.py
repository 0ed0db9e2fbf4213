"""The closed list of reasons, and what is said beside each."""

from graphrisk.core.contract import Field, Table
from graphrisk.core.engine import quoted
from graphrisk.ingest.cells import bounds

_FORMS = {
    "date": "YYYY-MM-DD",
    "yearmonth": "YYYY-MM",
    "datetime": "YYYY-MM-DDTHH:MM:SS",
    "integer": "整数 integer",
    "number": "数字 number",
    "boolean": "true / false / 是 / 否",
}
_SAID = {
    "missing_required": "必填 required",
    "too_precise": "小数多于两位 more than two decimals of yuan",
    "control_character": "含控制字符 holds a control character",
    "excel_scientific": "被 Excel 改写为科学计数法，原号码已丢失 rewritten by Excel: the number itself is lost",
    "person_number": "像证件号、银行卡号或手机号 looks like an id, bank card or mobile number",
    "footnote_row": "合计或说明行 a total or a remark, no record",
}


def details(table: Table) -> str:
    """SELECT of what is said beside a reason: `column` (NULL for every column), `reason`, `said`."""
    rows = [f"(NULL, {quoted(reason)}, {quoted(said)})" for reason, said in _SAID.items()]
    for field in table.fields:
        rows += [f"({quoted(field.name)}, {quoted(reason)}, {quoted(said)})" for reason, said in _of(field).items()]
    return f'SELECT * FROM (VALUES {", ".join(rows)}) AS d ("column", reason, said)'


def _of(field: Field) -> dict[str, str]:
    low, high = bounds(field)
    form = "元，至多两位小数 yuan, at most two decimals" if field.kind == "yuan" else _FORMS.get(field.type, "")
    limits = " ".join([f">= {low}"] * (low is not None) + [f"<= {high}"] * (high is not None))
    return {
        "bad_type": form,
        "bad_date": form,
        "bad_enum": " | ".join(field.enum),
        "out_of_range": limits or "超出 64 位整数 beyond 64 bits",
    }
