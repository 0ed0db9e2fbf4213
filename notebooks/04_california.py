# %% [markdown]
# # 04 加州的真实投诉 · The California claims
#
# 模拟的小镇说明不了名单准不准；这里用真实数据回测：58,481 件欠薪投诉（2017 至 2018 年），名称已换成摘要。站在 2018-01-01，
# 只用那天之前收到的，排出企业；再看 2018 年新提出、后来查实的投诉落在谁身上。
#
# A simulated town cannot tell whether a list is any good. Here is a backtest on real data: 58,481 wage claims of 2017 and 2018,
# names replaced by digests. As of 2018-01-01, with nothing but what had been received by then, companies are ranked; then we
# look who had a new claim in 2018 that ended verified.
#
# 能答的很有限：只有“投诉”这一张表。 · Little can be asked of it: claims are its only table.

# %% [markdown]
# ## 运行 · The run
#
# 数据不在项目里：`GRAPHRISK_CALIFORNIA` 指向它的文件夹。 · The data is no part of the project: `GRAPHRISK_CALIFORNIA` names
# its folder.

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import font_manager
from sklearn.metrics import roc_auc_score, roc_curve

import graphrisk as gr

claims = Path(os.environ.get("GRAPHRISK_CALIFORNIA", "../../shared/real/california-2019"))
folder = Path(os.environ.get("GRAPHRISK_CALIFORNIA_RUN", "../runs/notebooks/california-2018"))
DAY = pd.Timestamp("2018-01-01")
run = gr.open_run(folder) if folder.exists() else gr.run(claims, DAY.date(), "open", folder)

# %%
FONTS = ["Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei"]
font = next((f for f in FONTS if f in font_manager.get_font_names()), None)
plt.rcParams |= {"font.family": [font, "DejaVu Sans"] if font else ["DejaVu Sans"], "axes.unicode_minus": False}
plt.rcParams |= {"figure.dpi": 110, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False}


def say(zh, en):
    return f"{zh} {en}" if font else en


# %% [markdown]
# ## 多数信号无从判断 · Most signals cannot tell
#
# 没有工资表、没有专户、没有工程，能判断的只有历史。这不是“干净”，是“不知道”。
#
# No payroll, no account, no project: history alone can tell. That is not clean, it is unknown.

# %%
coverage = run.read("coverage").groupby("signal")[["n_population", "n_evaluable", "n_found"]].sum()
coverage[coverage.n_evaluable > 0]

# %% [markdown]
# ## 答案 · The answer
#
# 2018 年新提出且结果为 `verified` 的投诉所涉企业；从原始文件读，运行从未见过。
#
# Companies of a claim opened in 2018 whose result is `verified`; read from the file as it came, which the run never saw.

# %%
clues = pd.read_csv(claims / "hrss" / "clue.csv", dtype=str, parse_dates=["opened_on", "received_on"])
later = clues[
    (clues.result == "verified") & (clues.opened_on >= DAY) & (clues.opened_on < DAY + pd.DateOffset(years=1))
]
assert run.read("clue").received_on.astype("datetime64[ns]").max() <= DAY

# %%
told = run.read("scores").query("entity_kind == 'company'").set_index("entity_id")[["score", "level"]]
told["came_true"] = told.index.isin(later.uscc)
print(f"{len(told):,} companies, {told.came_true.sum()} came true ({told.came_true.mean():.2%})")

# %% [markdown]
# ## 历史：很难超过的底线 · History: a floor that is hard to beat
#
# 底线只有一个式子：log(1 + 以往投诉数) × exp(-距最近一件的天数 / 365)。
#
# The floor is one formula: log(1 + earlier claims) × exp(-days since the last / 365).

# %%
known = clues[(clues.opened_on < DAY) & (clues.received_on <= DAY)]
past = known.groupby("uscc").agg(n=("clue_id", "nunique"), last=("opened_on", "max"))
floor = np.log1p(past.n) * np.exp(-(DAY - past["last"]).dt.days / 365)
told["floor"] = told.index.map(floor)
told["floor"] = told.floor.fillna(0.0)

# %%
auc = {name: roc_auc_score(told.came_true, told[name]) for name in ("score", "floor")}
pd.Series(auc, name="AUC").round(3).to_frame()

# %% [markdown]
# 差别有多可靠？把企业重抽 200 次。 · How sure is the difference? The companies drawn again 200 times.

# %%
draw = np.random.default_rng(2018)
spots = [draw.integers(0, len(told), len(told)) for _ in range(200)]
again = pd.DataFrame(
    [{n: roc_auc_score(told.came_true.values[i], told[n].values[i]) for n in ("score", "floor")} for i in spots]
)
again["difference"] = again.score - again.floor
again.quantile([0.025, 0.5, 0.975]).round(3)

# %%
fig, ax = plt.subplots(figsize=(4.6, 4.4))
LINES = {"score": ("#b3261e", "-", "分值"), "floor": ("#2b6195", "--", "底线")}
for name, (colour, dash, zh) in LINES.items():
    wrong, right, _ = roc_curve(told.came_true, told[name])
    ax.plot(wrong, right, color=colour, linestyle=dash, label=f"{say(zh, name)}: AUC {auc[name]:.3f}")
ax.plot([0, 1], [0, 1], color="#8b96a1", linewidth=0.8, linestyle=":")
ax.set(
    xlabel=say("其余企业", "share of the others"),
    ylabel=say("成真企业", "share that came true"),
    aspect="equal",
)
ax.legend(loc="lower right")
plt.show()

# %% [markdown]
# 一个局只查得了前几百家，所以看前 k 家中有多少成真，比 AUC 更切实。
#
# A bureau visits some hundreds, so the share that comes true among the first k says more than an AUC.

# %%
ks = np.unique(np.geomspace(50, 5000, 60).astype(int))
fig, ax = plt.subplots(figsize=(7, 3.4))
for name, (colour, dash, zh) in LINES.items():
    true = told.sort_values([name, "score"], ascending=False).came_true.cumsum().values
    rate = true[ks - 1] / ks
    spread = 1.96 * np.sqrt(rate * (1 - rate) / ks)
    ax.plot(ks, rate * 100, color=colour, linestyle=dash, label=say(zh, name))
    ax.fill_between(ks, (rate - spread).clip(0) * 100, (rate + spread) * 100, color=colour, alpha=0.12, linewidth=0)
ax.axhline(
    told.came_true.mean() * 100, color="#8b96a1", linewidth=0.8, linestyle=":", label=say("全部", "all companies")
)
ax.set(xscale="log", ylim=(0, None), xlabel=say("前 k 家", "first k"), ylabel=say("成真 %", "came true, %"))
ax.legend()
plt.show()

# %% [markdown]
# **读法**：整体上分值略高于底线，差值的区间含 0；最前面的一两百家里反而是底线查中的多，阴影同样重叠。
# 在这份数据上，没有证明分值比一个式子更好。意料之中：别的信号都无从判断。
#
# **How to read it**: over all, the score lies a little above the floor, and the interval of the difference holds 0; among the
# first one or two hundred it is the floor that finds more, and the bands overlap too. On this data the score is not shown to be
# better than one formula. That was to be expected, as no other signal can tell.

# %% [markdown]
# ## 临近：到得了的地方很少 · Nearness: it reaches few
#
# 与查实过的企业同被一件投诉点名，是这份数据里唯一的关联。 · Being named in one claim with a company verified before is the
# only tie in this data.

# %%
measures = run.read("measures").pivot(index="node_id", columns="measure", values="value")
measures.index = measures.index.str.removeprefix("Company:")
told = told.join(measures[["verified_history", "nearness"]])
auc_near = roc_auc_score(told.came_true, told.nearness)
print(f"nearness alone: AUC {auc_near:.3f}; it reaches {(told.nearness > 0).sum()} of {len(told):,}")


# %%
def wilson(true, n):
    """95 % interval of a share of few."""
    middle, z = (true + 1.92) / (n + 3.84), 1.96
    spread = z * np.sqrt(true * (n - true) / n + z * z / 4) / (n + z * z)
    return middle - spread, middle + spread


own = np.where(told.verified_history > 0, "verified before", "never verified")
near = np.where(told.nearness > 0, "near", "not near")
groups = told.groupby([own, near]).came_true.agg(["sum", "count"])
groups["share"] = groups["sum"] / groups["count"]
groups["low"], groups["high"] = wilson(groups["sum"], groups["count"])
groups

# %% [markdown]
# 线段是 95% 区间（Wilson），点线是全部企业。 · Lines are 95 % intervals (Wilson), the dotted one is all companies.

# %%
WORDS = {"verified before": "曾查实", "never verified": "从未查实", "near": "临近", "not near": "不临近"}
labels = [
    f"{say(WORDS[a], a)}\n{say(WORDS[b], b)}\n{g['sum']:.0f} / {g['count']:,.0f}" for (a, b), g in groups.iterrows()
]
bars = np.array([groups.share - groups.low, groups.high - groups.share]) * 100
fig, ax = plt.subplots(figsize=(9, 3.4))
ax.errorbar(range(len(groups)), groups.share * 100, yerr=bars, fmt="o", color="#1f3a5f", capsize=4)
ax.axhline(told.came_true.mean() * 100, color="#8b96a1", linewidth=0.8, linestyle=":")
ax.set_xticks(range(len(groups)), labels, linespacing=1.4)
ax.set(ylabel=say("成真 %", "came true, %"), ylim=(0, None), xlim=(-0.5, len(groups) - 0.5))
plt.show()

# %% [markdown]
# **读法**：从未查实过的企业里，临近的成真比例约为其余的三倍；但只有 4 家，区间很宽。所以“临近”在评分里封顶，
# 单凭它不会列红，也只说“需核实”。
#
# **How to read it**: of companies never verified, those near came true about three times as often as the others; but they are
# 4, and the interval is wide. So nearness is capped in the score, never makes red alone, and only says "needs checking".

# %% [markdown]
# ## 说不了什么 · What this cannot say
#
# * 被投诉不等于欠薪，查实也只是当局在这些年的结论；没被投诉的企业不在数据里。
# * 除 22 家外，每家都有自己的投诉，所以“临近”对没有历史的企业有没有用，这里量不出来。
# * 被告名单是 2022 年的样子；这是加州全行业，不是建筑业，更不是大兴。
#
# * A claim is no proof of arrears, and verified is what the authority found in these years; who was never claimed against is
#   not in the data.
# * All companies but 22 have a claim of their own, so what nearness is worth for those without any cannot be measured here.
# * Defendants are as they stood in 2022; this is all trades of California, neither construction nor Daxing.
