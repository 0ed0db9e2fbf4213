"""Names of companies made comparable: one spelling for what is written in many ways."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Legal forms that registers, banks and people use for each other; what tells companies apart (股份, 集团) stays.
LEGAL_FORMS = (("有限责任公司", "有限公司"), ("有限公司公司", "有限公司"))
_BRANCH = r"^(.*?(?:有限公司|股份公司|集团公司|公司))(.{0,12}?(?:分公司|分部|项目部|项目经理部|项目经理|办事处))$"
_SIGNS = r"[\s\p{P}\p{S}\p{Cf}]+"


@dataclass(frozen=True, slots=True)
class Spellings:
    """A column of names in ever looser spellings, each of shape (n,): equal texts may be the same company."""

    plain: pa.Array  # half width, simplified, upper case, no signs
    form: pa.Array  # legal form unified
    region: pa.Array  # 市, 省, 区, 县 after a place name dropped
    head: pa.Array  # the company before 分公司, 项目部, ...; null where the name is no branch's

    def take(self, rows: np.ndarray) -> "Spellings":
        """The spellings of the names in these rows."""
        at = pa.array(rows)
        return Spellings(self.plain.take(at), self.form.take(at), self.region.take(at), self.head.take(at))


def spell(names: pa.Array) -> Spellings:
    """The spellings of a column of names.

    >>> spell(pa.array(["北京大興建設（集團）有限責任公司"])).form.to_pylist()
    ['北京大兴建设集团有限公司']
    """
    plain = _plain(names)
    form = plain
    for written, kept in LEGAL_FORMS:
        form = pc.replace_substring(form, written, kept)
    region = pc.replace_substring_regex(form, r"^(\p{Han}{2,3}?)(?:省|市|自治区)(\p{Han}{2,})", r"\1\2")
    region = pc.replace_substring_regex(region, r"^(\p{Han}{2,5}?)(?:区|县|市)(\p{Han}{4,})", r"\1\2")
    is_branch = pc.match_substring_regex(form, _BRANCH)
    head = pc.if_else(is_branch, pc.replace_substring_regex(form, _BRANCH, r"\1"), pa.scalar(None, pa.string()))
    return Spellings(plain, form, region, head)


def _plain(names: pa.Array) -> pa.Array:
    wide = pc.utf8_upper(pc.utf8_normalize(pc.replace_substring_regex(names, r"\s", ""), "NFKC"))
    return pc.replace_substring_regex(_simplified(wide), _SIGNS, "")


def _simplified(names: pa.Array) -> pa.Array:
    """Traditional characters as simplified ones; the whole column is one text to the converter."""
    if not len(names):
        return names
    text = "\n".join(pc.fill_null(names, "").to_pylist())
    return pa.array(_converter().convert(text).split("\n"), pa.string())


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
