"""Labelled names: firms of a delivery written as banks and people write them, and other firms whose names come near theirs.

Every name is held by a made-up account of a project of the delivery. A name of kind `same` is its firm's; a near miss is
the name of another firm, which no register here knows: at most projects of the very firm that it comes near, so that the
second ground is there and the name alone must tell.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from opencc import OpenCC
from pypinyin import lazy_pinyin

# the 3,755 signs that are in daily use: level 1 of GB 2312, two bytes a sign
COMMON = [
    sign
    for row in range(0xB0, 0xD8)
    for sign in bytes(b for column in range(0xA1, 0xFF) for b in (row, column)).decode("gb2312", "ignore")
]
READ = pd.DataFrame({"sign": COMMON, "sound": [lazy_pinyin(sign)[0] for sign in COMMON]})
# a slip of the pen to a sign that looks alike: in the word that tells the trade, and behind it
SLIPS = {"建设工程": "建没工程", "建筑劳务": "建巩劳务", "机电安装工程": "杌电安装工程", "建材商贸": "建村商贸"}
SLIPS |= {"房地产开发": "房地户开发", "工程监理": "王程监理"}
LATE_SLIPS = {"建设工程": "建设王程", "建筑劳务": "建筑劳芳", "机电安装工程": "机电安袋工程", "建材商贸": "建材商货"}
LATE_SLIPS |= {"房地产开发": "房地产开友", "工程监理": "工程监埋"}
TRADES = {"建设工程": "建筑劳务", "建筑劳务": "建设工程", "机电安装工程": "消防工程", "建材商贸": "机械租赁"}
TRADES |= {"房地产开发": "物业管理", "工程监理": "工程咨询"}
AKIN = {"建设工程": "建筑工程", "建筑劳务": "建安劳务", "机电安装工程": "机电设备工程", "建材商贸": "建材贸易"}
AKIN |= {"房地产开发": "房地产投资", "工程监理": "工程管理"}
PLACES = ("北京", "河北", "天津", "山东", "江苏", "河南", "安徽", "四川", "湖北", "浙江")
# cores that hundreds of firms share, for a register that is not the simulator's
COMMON_CORES = [a + b for a in "宏鑫恒华泰盛永金中新" for b in "达源通强安发隆兴荣建"]


@dataclass(frozen=True)
class Name:
    """The parts of a registered name."""

    place: str
    core: str
    trade: str
    form: str = "有限公司"

    @property
    def whole(self) -> str:
        """The name as registered."""
        return self.place + self.core + self.trade + self.form


Chance = np.random.Generator


def alike_in_sound(text: str, rng: Chance) -> str:
    """One sign replaced by another that is read alike."""
    places = [i for i, s in enumerate(text) if len(_alike(s)) > 0]
    at = places[rng.integers(len(places))] if places else 0
    return text[:at] + str(rng.choice(_alike(text[at]))) + text[at + 1 :] if places else text


def _alike(sign: str) -> np.ndarray:
    found = READ[(READ["sound"] == lazy_pinyin(sign)[0]) & (READ["sign"] != sign)]["sign"]
    return np.asarray(found, object)


def _other(text: str, rng: Chance) -> str:
    """One sign replaced by another that is read otherwise."""
    at = rng.integers(len(text))
    sign = str(rng.choice(READ[READ["sound"] != lazy_pinyin(text[at])[0]]["sign"]))
    return text[:at] + sign + text[at + 1 :]


def _elsewhere(place: str, rng: Chance) -> str:
    return str(rng.choice([p for p in PLACES if p != place]))


# one company's name, written as banks and people write it
SAME: dict[str, Callable[[Name, Chance], str]] = {
    "full width": lambda n, _: f"（{n.place}）{n.core}　{n.trade}{n.form}",
    "traditional": lambda n, _: OpenCC("s2t").convert(n.whole),
    "legal form": lambda n, _: n.whole.replace("有限公司", "有限责任公司"),
    "branch": lambda n, _: n.whole + "第三分公司",
    "site office": lambda n, _: n.whole + "亦庄项目经理部",
    "cut at 30 bytes": lambda n, _: n.whole[:10],
    "old name, filed": lambda n, _: n.place + n.core + "第一建筑安装队",
    "no legal form": lambda n, _: n.place + n.core + n.trade,
    "no place": lambda n, _: n.core + n.trade + n.form,
    "county added": lambda n, _: n.place + "亦庄区" + n.core + n.trade + n.form,
    "place in brackets": lambda n, _: f"{n.core}（{n.place}）{n.trade}{n.form}",
    "homophone in the core": lambda n, rng: replace(n, core=alike_in_sound(n.core, rng)).whole,
    "homophone in the trade": lambda n, rng: replace(n, trade=alike_in_sound(n.trade, rng)).whole,
    "slip in the trade": lambda n, _: replace(n, trade=SLIPS[n.trade]).whole,
    "branch, homophone": lambda n, rng: replace(n, core=alike_in_sound(n.core, rng)).whole + "第三分公司",
    "cut, homophone": lambda n, rng: replace(n, core=alike_in_sound(n.core, rng)).whole[:10],
}
# one company's too, but a near miss is written the same way: for a human, and nothing that weights are counted on
UNSURE: dict[str, Callable[[Name, Chance], str]] = {
    "slip in the core": lambda n, rng: replace(n, core=_other(n.core, rng)).whole,
    "slip behind the trade": lambda n, _: replace(n, trade=LATE_SLIPS[n.trade]).whole,
    "no trade": lambda n, _: replace(n, trade="").whole,
    "old name, not filed": lambda n, _: replace(n, trade=AKIN[n.trade]).whole,
}
# another company, whose name comes near; half of them written as above
NEAR: dict[str, Callable[[Name, Chance], Name]] = {
    "other sign in the core": lambda n, rng: replace(n, core=_other(n.core, rng)),
    "longer core": lambda n, rng: replace(n, core=n.core + str(rng.choice(READ["sign"]))),
    "other city": lambda n, rng: replace(n, place=_elsewhere(n.place, rng)),
    "other trade": lambda n, _: replace(n, trade=TRADES[n.trade]),
    "akin trade": lambda n, _: replace(n, trade=AKIN[n.trade]),
    "parent without a trade": lambda n, _: replace(n, trade=""),
    "group": lambda n, _: replace(n, form="集团有限公司"),
    "shares": lambda n, _: replace(n, form="股份有限公司"),
    "homophone, other city": lambda n, rng: replace(
        n, core=alike_in_sound(n.core, rng), place=_elsewhere(n.place, rng)
    ),
    "homophone, other trade": lambda n, rng: replace(n, core=alike_in_sound(n.core, rng), trade=TRADES[n.trade]),
}
# another company, that no name can tell: always at projects of which the company that it comes near is no part
TWINS: dict[str, Callable[[Name, Chance], Name]] = {
    "homophone, elsewhere": lambda n, rng: replace(n, core=alike_in_sound(n.core, rng)),
    "namesake, elsewhere": lambda n, _: replace(n, place=""),
}
WRITERS = ("no legal form", "cut at 30 bytes", "county added", "homophone in the trade", "slip in the trade", "branch")


def _written(name: Name, kind: str, rng: Chance) -> str:
    """How an account of the company, or of one that comes near it, is held."""
    if kind in SAME or kind in UNSURE:
        return (SAME | UNSURE)[kind](name, rng)
    other = (NEAR | TWINS)[kind](name, rng)
    writer = str(rng.choice(WRITERS if other.form == Name.form else WRITERS[2:]))  # that keep what makes it another
    is_plain = rng.random() < 0.5 or other.trade not in TRADES or not other.place
    return other.whole if is_plain else SAME[writer](other, rng)


def labelled(delivery: Path, out: Path, seed: int = 7, each: int = 60, *, common: bool = False) -> pd.DataFrame:
    """A delivery of the same firms and projects whose accounts are held under `each` names of every kind.

    Returns one row a name: name, kind, is_same, uscc (the firm it is, or comes near), has_ground. Half of the firms, those
    of an even row, are for choosing weights and thresholds (`is_train`). With `common` the firms have the cores that
    hundreds of firms share.
    """
    rng = np.random.default_rng(seed)
    firms = pd.read_csv(delivery / "market/company.csv", dtype=str)
    firms = firms.drop_duplicates("uscc")
    named = firms["name"].str.extract(rf"^({'|'.join(PLACES)})(.+?)({'|'.join(TRADES)})有限公司$")
    if common:
        named[1] = rng.permutation(np.resize(COMMON_CORES, len(firms)))
        named.loc[named.duplicated(), 1] += "嘉"
        whole = named[0] + named[1] + named[2] + "有限公司"
        firms["name"] = whole.where(whole.notna() & ~whole.duplicated(keep=False), firms["name"])
        named = firms["name"].str.extract(rf"^({'|'.join(PLACES)})(.+?)({'|'.join(TRADES)})有限公司$")
    parties = pd.read_csv(delivery / "housing/project_party.csv", dtype=str)
    lone = named[0].notna() & ~firms["name"].duplicated(keep=False)
    able = parties[parties["uscc"].isin(firms[lone]["uscc"])].drop_duplicates("uscc")
    row = firms.reset_index(drop=True).reset_index().set_index("uscc")["index"]
    parts = dict(zip(firms["uscc"], named.itertuples(index=False, name=None), strict=True))
    made = []
    for kind in SAME | UNSURE | NEAR | TWINS:
        for at in rng.choice(len(able), each, replace=False):
            uscc, project = able["uscc"].iloc[at], able["project_id"].iloc[at]
            has_ground = kind not in TWINS and bool(rng.random() < 0.85)
            if not has_ground:
                others = parties[~parties["project_id"].isin(parties[parties["uscc"] == uscc]["project_id"])]
                project = rng.choice(others["project_id"].unique())
            name = _written(Name(*parts[uscc]), kind, rng)
            made.append((name, kind, kind in SAME or kind in UNSURE, uscc, has_ground, row[uscc] % 2 == 0, project))
    columns = ["name", "kind", "is_same", "uscc", "has_ground", "is_train", "project_id"]
    labels = pd.DataFrame(made, columns=columns).drop_duplicates("name", keep=False)
    labels = labels[~_means_another(labels, firms)].reset_index(drop=True)
    _write(delivery, out, firms, labels)
    return labels


def _means_another(labels: pd.DataFrame, firms: pd.DataFrame) -> pd.Series:
    """Names that are by chance, or once cut, the registered name of a firm that they are not meant for."""
    said = labels["name"].str.replace("第三分公司", "")
    bearers = pd.concat([firms["name"], firms["name"].str[:10]]).to_frame("said").assign(uscc=[*firms["uscc"]] * 2)
    meant = pd.MultiIndex.from_arrays([said, labels["uscc"].where(labels["is_same"])])
    borne = said.map(bearers.drop_duplicates().groupby("said").size()).fillna(0)
    own = meant.isin(pd.MultiIndex.from_frame(bearers))
    return borne - own > 0


def _write(delivery: Path, out: Path, firms: pd.DataFrame, labels: pd.DataFrame) -> None:
    """The delivery with these firms and accounts, and a change of name for every old name that is filed."""
    for table in ("housing/project", "housing/project_party", "housing/contract"):
        (out / table).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(delivery / f"{table}.csv", out / f"{table}.csv")
    for agency in ("market", "hrss"):
        (out / agency).mkdir(parents=True, exist_ok=True)
    firms.to_csv(out / "market/company.csv", index=False)
    filed = labels[labels["kind"] == "old name, filed"]
    pd.DataFrame(
        {
            "uscc": filed["uscc"], "changed_on": "2021-03-01", "item": "name", "before": filed["name"],
            "after": "", "received_on": "2021-03-05",
        }
    ).drop_duplicates("uscc").to_csv(out / "market/company_change.csv", index=False)  # fmt: skip
    account = pd.read_csv(delivery / "hrss/special_account.csv", dtype=str).iloc[[0] * len(labels)].copy()
    account["account_key"] = [f"a{i:015x}" for i in range(len(labels))]
    account["project_id"], account["holder_uscc"] = labels["project_id"].to_numpy(), None
    account["holder_name"] = labels["name"].to_numpy()
    account["account_name"] = (labels["name"] + "某工程农民工工资专用账户").to_numpy()
    account.to_csv(out / "hrss/special_account.csv", index=False)
