"""Hashing at the door: persons' numbers in key columns become HMAC-SHA256 under a key that only the environment knows."""

import os

import duckdb

from graphrisk.core.contract import Field
from graphrisk.core.errors import UsageError
from graphrisk.ingest.raw import Raw

VARIABLE = "GRAPHRISK_HASH_KEY"
SHORTEST_KEY = 32  # bytes
_BLOCK = 64  # of SHA-256

# Columns that hold a credit code or a person's key: hashed where the row says that it is a person's.
_MIXED = {
    ("holding", "holder_id"): "lower(in_trim({holder_kind})) = 'person'",
    ("judicial", "party_id"): "NOT in_is_uscc(upper(in_code({party_id})))",
}


def open_hashing(con: duckdb.DuckDBPyConnection) -> None:
    """Make `in_hashed(text)` in the engine; the key itself appears in no text, file or message."""
    key = os.environ.get(VARIABLE, "").encode()
    if len(key) < SHORTEST_KEY:
        raise UsageError(
            f"--hash-keys needs a key of at least {SHORTEST_KEY} bytes in {VARIABLE}; it has {len(key)}",
            f"export {VARIABLE} with a long random text that all deliveries of the city share",
        )
    if len(key) > _BLOCK:
        from hashlib import sha256

        key = sha256(key).digest()
    padded = key.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(b ^ pad for b in padded) for pad in (0x36, 0x5C))
    con.execute("CREATE OR REPLACE TEMP TABLE in_pads (inner_pad BLOB, outer_pad BLOB)")
    con.execute("INSERT INTO in_pads VALUES (?, ?)", [inner, outer])
    # A hashed key starts with a letter, as those made at an agency's edge do; 128 bits of the digest are kept.
    con.execute(
        r"""CREATE OR REPLACE MACRO in_hashed(t) AS ('k' || substr(sha256((SELECT outer_pad FROM in_pads)
        || unhex(sha256((SELECT inner_pad FROM in_pads) || encode(regexp_replace(t, '^(\d{17})x$', '\1X'))))), 1, 32))"""
    )


def hashed_when(field: Field, raw: Raw, cell: str) -> str:
    """SQL of when a cell of the field is hashed at the door; '' for never."""
    if field.kind == "key":
        return "true"
    rule = _MIXED.get((raw.source.table.name, field.name))
    if rule is None:
        return ""
    kind = next((raw.cell(f) for f in raw.source.table.fields if f.name == "holder_kind"), "NULL")
    return f"coalesce({rule.format(holder_kind=kind, party_id=cell)}, false)"
