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


def _weighted(text: str, n: int, value: str, weights: tuple[int, ...]) -> str:
    """SQL of the weighted sum of the first n characters, each as `value` of x."""
    return (
        f"CAST(list_dot_product(list_transform(string_split({text}[:{n}], ''), lambda x: CAST({value} AS DOUBLE)), "
        f"{[float(w) for w in weights]}) AS BIGINT)"
    )


_LUHN = "CASE WHEN (length(t) - i) % 2 = 0 THEN CAST(x AS BIGINT) ELSE CAST(x AS BIGINT) * 2 - 9 * CAST(x >= '5' AS BIGINT) END"

MACROS = {
    # a unified social credit code whose check digit is right (GB 32100-2015)
    "in_is_uscc(c)": f"""CASE WHEN regexp_full_match(c, '[{_ALPHABET}]{{18}}') THEN c[18] = substr('{_ALPHABET}',
        1 + (31 - {_weighted("c", 17, f"strpos('{_ALPHABET}', x) - 1", _CODE_WEIGHTS)} % 31) % 31, 1) ELSE false END""",
    "in_is_id_card(t)": rf"""CASE
        WHEN regexp_full_match(t, '({_PROVINCES})\d{{4}}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{{3}}[0-9Xx]')
        THEN try_cast(t[7:10] || '-' || t[11:12] || '-' || t[13:14] AS DATE) IS NOT NULL AND upper(t[18])
            = substr('10X98765432', 1 + {_weighted("t", 17, "x", _WEIGHTS)} % 11, 1) ELSE false END""",
    "in_is_bank_card(t)": rf"""CASE WHEN regexp_full_match(t, '\d{{16,19}}')
        THEN list_sum(list_transform(string_split(t, ''), lambda x, i: {_LUHN})) % 10 = 0 ELSE false END""",
    "in_is_person(t)": r"""CASE WHEN regexp_full_match(t, '\d{11}|\d{16,19}|\d{17}[Xx]') THEN
        (regexp_full_match(t, '1[3-9]\d{9}') OR in_is_id_card(t) OR in_is_bank_card(t)) AND NOT in_is_uscc(t)
        ELSE false END""",
    # inside a longer text, in ASCII and in full width
    "in_masked(c)": r"""regexp_replace(regexp_replace(c, '\b(\d{3})\d{6,14}(\d[\dXx])\b', '\1******\2', 'g'),
        '([\x{FF10}-\x{FF19}]{3})[\x{FF10}-\x{FF19}]{6,}([\x{FF10}-\x{FF19}][\x{FF10}-\x{FF19}\x{FF38}\x{FF58}])', '\1******\2', 'g')""",
    "in_blotted(c)": "left(trim(c), 3) || '******' || right(trim(c), 2)",
}


def cased(*, checks_uscc: bool) -> dict[str, str]:
    """How letters of a code are written: credit codes upper case; opaque ids of other localities as delivered.

    Where codes are not checked, a value is taken for a credit code if it has 18 signs of the GB 32100 alphabet.
    """
    if checks_uscc:
        return {"in_case(c)": "upper(c)"}
    return {"in_case(c)": f"CASE WHEN regexp_full_match(upper(c), '[{_ALPHABET}]{{18}}') THEN upper(c) ELSE c END"}
