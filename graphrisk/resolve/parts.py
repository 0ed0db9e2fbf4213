"""The parts of a company's name, as the rules on names of enterprises compose it: place, core, trade, legal form."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

_FORM = r"(?P<form>(?:集团)?(?:股份)?(?:有(?:限(?:责任?|公司?)?)?|公司)?|合伙企业|专业合作社|合作社|中心|经营部|商行|厂)$"
# 市政 is a trade: its 市 is no city's, and stands behind one sign while the places are looked for
_WORKS, _SIGN = "市政", "\ue000"


@dataclass(frozen=True, slots=True)
class Parts:
    """A column of names in parts, each of shape (n,), never null; a part that a name does not say is an empty text."""

    place: pa.Array  # province, city, county without 省, 市, 县
    core: pa.Array  # 字号: what tells a firm from others of its place and trade
    trade: pa.Array
    form: pa.Array  # as far as a cut name has it
    sound: pa.Array  # the core with one sign for all that are read alike
    trade_sound: pa.Array


def parts_of(forms: pa.Array) -> Parts:
    """Names of unified spelling (`Spellings.form`) in parts.

    >>> told = parts_of(pa.array(["北京市大兴区鸿达建设工程有限公司", "红光北京酒业有限"]))
    >>> [p.to_pylist() for p in (told.place, told.core, told.trade, told.form)]
    [['北京大兴', '北京'], ['鸿达', '红光'], ['建设工程', '酒业'], ['有限公司', '有限']]
    """
    whole, between, core = _patterns()
    ordered = pc.replace_substring_regex(pc.replace_substring(forms, _WORKS, _SIGN), between, r"\2\1\3")
    found = pc.extract_regex(ordered, whole)
    named = pc.extract_regex(_field(found, "body"), core)
    place = pc.binary_join_element_wise(*(_field(found, k) for k in ("province", "city", "county")), "")
    brand, trade = _field(named, "core"), _field(named, "trade")
    return Parts(place, brand, trade, _field(found, "form"), sounds(brand), sounds(trade))


def sounds(texts: pa.Array) -> pa.Array:
    """Texts with every character replaced by the first that is read like it, tones apart: equal texts sound alike.

    Each character has its commonest reading, and a column is one text to Python: a million names cost a second.

    >>> sounds(pa.array(["鸿达", "宏大"])).unique().to_pylist() == sounds(pa.array(["弘达"])).to_pylist()
    True
    """
    from pypinyin import lazy_pinyin

    text = "\n".join(texts.to_pylist())
    signs = sorted(set(text) - {"\n"})
    read = [lazy_pinyin(sign)[0] for sign in signs]
    first = dict(zip(reversed(read), reversed(signs), strict=True))
    alike = {ord(sign): first[syllable] for sign, syllable in zip(signs, read, strict=True)}
    return pa.array(text.translate(alike).split("\n") if len(texts) else [], pa.string())


def _field(found: pa.Array, name: str) -> pa.Array:
    return pc.replace_substring(pc.fill_null(pc.struct_field(found, name), ""), _SIGN, _WORKS)


@cache
def _patterns() -> tuple[str, str, str]:
    """Regular expressions: a whole name, a name with its place behind the core, and core and trade."""
    text = (files("graphrisk") / "resolve" / "words.toml").read_text("utf-8").replace(_WORKS, _SIGN)
    words = {key: sorted(set(value.split()), key=lambda w: (-len(w), w)) for key, value in tomllib.loads(text).items()}
    provinces, cities, trades = ("|".join(words[key]) for key in ("provinces", "cities", "trades"))
    province = rf"(?:(?P<province>{provinces})(?:省|市|自治区|特别行政区)?)?"
    city = rf"(?:(?P<city>{cities})(?:市|地区|自治州|州|盟)?)?"
    county = r"(?:(?P<county>\p{Han}{2,3}?)(?:市|区|县|旗))?"
    whole = rf"^{province}{city}{county}(?P<body>.{{2,}}?){_FORM}"
    between = rf"^(\p{{Han}}{{2,4}}?)((?:{provinces}|{cities})[省市]?)((?:{trades}).*)$"
    return whole, between, rf"^(?P<core>.{{2,}}?)(?P<trade>(?:{trades}).*)?$"
