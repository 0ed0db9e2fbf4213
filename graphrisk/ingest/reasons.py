"""The closed list of reasons, and what is said beside each."""

from graphrisk.core.contract import Field
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


def detail(field: Field, reason: str) -> str:
    """SQL of the sentence that stands beside a reason of one field."""
    low, high = bounds(field)
    limits = " ".join([f">= {low}"] * (low is not None) + [f"<= {high}"] * (high is not None)) or "int64"
    form = "元,至多两位小数 yuan, at most two decimals" if field.kind == "yuan" else _FORMS.get(field.type, "")
    said = {
        "missing_required": "必填 required",
        "bad_type": form,
        "bad_date": form,
        "bad_enum": " | ".join(field.enum),
        "out_of_range": limits,
        "too_precise": "小数多于两位 more than two decimals",
        "control_character": "含控制字符 control character",
        "excel_scientific": "Excel 已改写为科学计数法,原号码已丢失 rewritten by Excel, the number is lost",
    }
    return f"CASE {reason} " + " ".join(f"WHEN {quoted(k)} THEN {quoted(v)}" for k, v in said.items()) + " ELSE '' END"
