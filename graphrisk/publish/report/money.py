"""Money as people say it in Chinese."""


def in_words(fen: int | None) -> str:
    """Fen as 元, 万元 (CNY 10,000) or 亿元 (CNY 100 million); a dash where it is not known.

    >>> in_words(45_000), in_words(123_456_789), in_words(4_500_000_000_000), in_words(None)
    ('450 元', '123.46 万元', '450.00 亿元', '—')
    """
    if fen is None:
        return "—"
    for size, unit in ((10_000_000_000, "亿元"), (1_000_000, "万元")):
        if abs(fen) >= size:
            return f"{fen / size:,.2f} {unit}"
    return f"{fen / 100:,.0f} 元"
