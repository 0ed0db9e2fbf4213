"""Persons' numbers: id cards, bank cards and mobile numbers, found as whole cells; none of them gets inside."""

from graphrisk.core.contract import Field

EXEMPT = {"permit_no"}

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643, ISO 7064 MOD 11-2
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_looked_at(field: Field) -> bool:
    """Whether cells of this column may be a person's number at all."""
    return field.type == "string" and field.kind != "uscc" and field.name not in EXEMPT


def _id_card() -> str:
    total = " + ".join(f"CAST(t[{i + 1}] AS INTEGER) * {w}" for i, w in enumerate(_WEIGHTS))
    return (
        rf"CASE WHEN regexp_full_match(t, '({_PROVINCES})\d{{4}}(19|20)\d{{2}}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{{3}}[0-9Xx]') "
        r"THEN try_cast(t[7:10] || '-' || t[11:12] || '-' || t[13:14] AS DATE) IS NOT NULL "
        f"AND substr('10X98765432', 1 + ({total}) % 11, 1) = upper(t[18]) ELSE false END"
    )


def _bank_card() -> str:
    doubled = "list_sum(list_transform(range(1, length(t) + 1), lambda i: CASE WHEN (length(t) - i) % 2 = 0 "
    doubled += (
        "THEN CAST(t[i] AS INTEGER) ELSE (CAST(t[i] AS INTEGER) * 2) // 10 + (CAST(t[i] AS INTEGER) * 2) % 10 END))"
    )
    return rf"CASE WHEN regexp_full_match(t, '\d{{16,19}}') THEN {doubled} % 10 = 0 ELSE false END"


def _code() -> str:
    total = " + ".join(f"(strpos('{_ALPHABET}', c[{i + 1}]) - 1) * {w}" for i, w in enumerate(_CODE_WEIGHTS))
    return (
        f"CASE WHEN regexp_full_match(c, '[{_ALPHABET}]{{18}}') "
        f"THEN c[18] = substr('{_ALPHABET}', 1 + (31 - ({total}) % 31) % 31, 1) ELSE false END"
    )


MACROS = {
    # a unified social credit code whose check digit is right (GB 32100-2015)
    "in_is_uscc(c)": _code(),
    "in_is_id_card(t)": _id_card(),
    "in_is_bank_card(t)": _bank_card(),
    "in_is_person(t)": r"""CASE WHEN regexp_full_match(t, '\d{11}|\d{16,19}|\d{17}[Xx]') THEN
        (regexp_full_match(t, '1[3-9]\d{9}') OR in_is_id_card(t) OR in_is_bank_card(t)) AND NOT in_is_uscc(t)
        ELSE false END""",
    "in_masked(c)": r"regexp_replace(c, '([0-90-9]{3})[0-90-9]{6,}([0-90-9][0-90-9XxXx])', '\1******\2', 'g')",
}
