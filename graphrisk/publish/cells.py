"""Texts from elsewhere made harmless before they are shown: one line, no marks that turn the reading direction, no formula."""

# What a spreadsheet takes for the start of a formula, also behind blanks; full-width forms count in Chinese editions.
FORMULA_START = "^[ \\p{Zs}\\x{200B}]*[=+\\-@＝＋－＠]"
BREAKS = "[\\p{Cc}\\p{Zl}\\p{Zp}]+"  # tabs, line ends, NUL and their kin
UNSEEN = "[\\x{061C}\\x{200B}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{FEFF}\\x{FFF9}-\\x{FFFF}]"
CELL = 32_767  # characters that one cell of a spreadsheet holds
MARK = " …[截断 cut]"


def line_sql(column: str, limit: int = CELL) -> str:
    """SQL of a text column as one visible line of at most `limit` characters; a cut one ends in MARK."""
    flat = f"trim(regexp_replace(regexp_replace({column}, '{UNSEEN}', '', 'g'), '{BREAKS}', ' ', 'g'))"
    kept = limit - len(MARK) - 1  # one is left for the apostrophe of `cell_sql`
    return f"CASE WHEN {flat} IS NULL THEN NULL WHEN length({flat}) < {limit} THEN {flat} ELSE left({flat}, {kept}) || '{MARK}' END"


def cell_sql(column: str, limit: int = CELL) -> str:
    """`line_sql` for a spreadsheet: a text that would be read as a formula gets an apostrophe in front."""
    line = line_sql(column, limit)
    return f"CASE WHEN regexp_matches({line}, '{FORMULA_START}') THEN '''' || {line} ELSE {line} END"
