"""The parts of a company's name, as the rules on names of enterprises compose it: place, core, trade, legal form."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

_FORM = r"(?:(?:集团)?(?:股份)?(?:有(?:限(?:责任?|公司?)?)?|公司)?|合伙企业|专业合作社|合作社|中心|经营部|商行|厂)$"
# 市政 is a trade: its 市 is no city's, and stands behind one sign while the places are looked for
_WORKS, _SIGN, _MARK = "市政", "\ue000", "\t"


@dataclass(frozen=True, slots=True)
class Parts:
    """A column of names in parts, each of shape (n,), never null; a part that a name does not say is an empty text."""

    place: pa.Array  # province, city, county without 省, 市, 县
    core: pa.Array  # 字号: what tells a firm from others of its place and trade
    trade: pa.Array
    form: pa.Array  # as far as a cut name has it
    sound: pa.Array  # how the core is read
    trade_sound: pa.Array


def parts_of(forms: pa.Array) -> Parts:
    """Names of unified spelling (`Spellings.form`) in parts.

    >>> told = parts_of(pa.array(["北京市大兴区鸿达建设工程有限公司", "红光北京酒业有限"]))
    >>> [p.to_pylist() for p in (told.place, told.core, told.trade, told.form)]
    [['北京大兴', '北京'], ['鸿达', '红光'], ['建设工程', '酒业'], ['有限公司', '有限']]
    """
    told = _patterns()
    ordered = pc.replace_substring_regex(pc.replace_substring(forms, _WORKS, _SIGN), told.between, r"\2\1\3")
    place, rest = _cut(ordered, told.place)
    # a core has two signs at least: what may be a trade or a form begins behind them
    first, more = pc.utf8_slice_codeunits(rest, 0, 2), pc.utf8_slice_codeunits(rest, 2)
    body, form = _cut(more, _FORM, before=True)
    second, trade = _cut(body, told.trade, before=True)
    place = pc.replace_substring_regex(pc.replace_substring_regex(place, told.suffix, r"\1"), r"[市区县旗]$", "")
    core = pc.binary_join_element_wise(first, second, "")
    core, trade = (pc.replace_substring(part, _SIGN, _WORKS) for part in (core, trade))
    return Parts(place, core, trade, form, sounds(core), sounds(trade))


def _cut(texts: pa.Array, pattern: str, *, before: bool = False) -> tuple[pa.Array, pa.Array]:
    """Texts in two, behind the first match of a pattern or before it; without a match the second or first is whole."""
    mark = _MARK + r"\0" if before else r"\0" + _MARK
    marked = pc.replace_substring_regex(texts, pattern, mark, max_replacements=1)
    ended = pc.binary_join_element_wise(marked, "", _MARK) if before else marked
    halves = pc.split_pattern(ended, _MARK, max_splits=1)
    return pc.list_element(halves, 0), pc.replace_substring(pc.list_element(halves, 1), _MARK, "")


def sounds(texts: pa.Array) -> pa.Array:
    """Texts as they are read, syllable by syllable without tones: equal texts sound alike.

    Each sign has its commonest reading, and a column is one text to Python.

    >>> sounds(pa.array(["鸿达", "宏大", ""])).to_pylist()
    ['hong da ', 'hong da ', '']
    """
    from pypinyin import lazy_pinyin

    coded = pc.dictionary_encode(texts)
    text = "\n".join(coded.dictionary.to_pylist())
    read = {ord(sign): lazy_pinyin(sign)[0] + " " for sign in set(text) - {"\n"}}
    spoken = pa.array(text.translate(read).split("\n") if len(texts) else [], pa.string())
    return spoken.take(coded.indices)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Regular expressions, made of the words."""

    between: str  # a core, the place behind it, a trade
    place: str
    suffix: str  # of a province's or city's name
    trade: str


@cache
def _patterns() -> _Patterns:
    text = (files("graphrisk") / "resolve" / "words.toml").read_text("utf-8").replace(_WORKS, _SIGN)
    words = {key: sorted(set(value.split()), key=lambda w: (-len(w), w)) for key, value in tomllib.loads(text).items()}
    provinces, cities, trades = ("|".join(words[key]) for key in ("provinces", "cities", "trades"))
    province, city = r"省|市|自治区|特别行政区", r"市|地区|自治州|州|盟"
    return _Patterns(
        between=rf"^(\p{{Han}}{{2,4}}?)((?:{provinces}|{cities})[省市]?)((?:{trades}).*)$",
        place=rf"^(?:(?:{provinces})(?:{province})?)?(?:(?:{cities})(?:{city})?)?(?:\p{{Han}}{{2,3}}?[市区县旗])?",
        suffix=rf"({provinces}|{cities})(?:{province}|{city})",
        trade=trades,
    )
