"""Stable ids: the same parts give the same id in every process, on every machine."""

from hashlib import blake2b


def stable_id(*parts: str, size: int = 8) -> str:
    """Hex digest of named parts, `2 * size` characters; never Python's salted hash().

    >>> stable_id("project", "P-1")
    'b7fd869996caa3ec'
    """
    digest = blake2b(digest_size=size)
    for part in parts:
        digest.update(part.encode())
        digest.update(b"\x1f")
    return digest.hexdigest()
