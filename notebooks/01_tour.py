# %% [markdown]
# # 01 一次运行的全貌 · Tour of a run
#
# 清单上有谁、为什么、哪些信号能判断、哪些判断不了。每一步都是普通的 pandas。
#
# Who is on the list, why, which signals could tell and which could not. Every step is plain pandas.
#
# 疑点不是结论：名次只决定先核实谁。A finding is no verdict: the rank only says whom to check first.

# %% [markdown]
# ## 打开一次运行 · Open a run
#
# `GRAPHRISK_RUN` 指向已有的运行；没有时在 `runs/` 里模拟一个小镇并跑完（约半分钟，只此一次）。
#
# `GRAPHRISK_RUN` names a run that stands; without it a toy town is simulated and run in `runs/` (half a minute, once).

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager

import graphrisk as gr

folder = Path(os.environ.get("GRAPHRISK_RUN", "../runs/notebooks/town"))
if not folder.exists():
    delivery = gr.make_delivery(folder.with_name("town-delivery"), preset="town")
    gr.run(delivery, "2022-06-15", "beijing", folder)
run = gr.open_run(folder)
print(f"as of {run.manifest.as_of}, {len(run.manifest.inputs)} files, {run.manifest.locality}")

# %% [markdown]
# 图上的字：有中文字体时中英并列，没有时只用英文；等级颜色红绿色盲也能分辨。
#
# Letters in plots: both languages where a Chinese font is installed, else English alone; the colours of the levels can be
# told apart without telling red from green.

# %%
LEVELS = {"red": "#b3261e", "orange": "#e07b1a", "yellow": "#f4dc6a", "blue": "#2b6195", "green": "#7fc8a9"}
FONTS = ["Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei"]
font = next((f for f in FONTS if f in font_manager.get_font_names()), None)
plt.rcParams |= {"font.family": [font, "DejaVu Sans"] if font else ["DejaVu Sans"], "axes.unicode_minus": False}
plt.rcParams |= {"figure.dpi": 110, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False}


def say(zh, en):
    return f"{zh} {en}" if font else en


# %% [markdown]
# ## 先核实谁 · Whom to check first

# %%
ranking = run.ranking("project")
signals = run.read("signals").drop_duplicates("signal").set_index("signal")
titles = signals.title_zh + " " + signals.title_en
top = ranking.head(10)[["rank", "name", "level", "score", "workers_at_risk", "amount_at_risk_yuan"]]
top = top.assign(strongest=ranking.reason_1.str.split().str[0].map(titles))
shown = {"score": "{:.3f}", "amount_at_risk_yuan": "{:,.0f}"}
top.style.hide(axis="index").format(shown, na_rep="").set_properties(**{"text-align": "left"})

# %% [markdown]
# ## 等级 · Levels

# %%
levels = pd.concat([run.ranking("project"), run.ranking("company")])
counts = levels.groupby(["entity_kind", "level"]).size().unstack(fill_value=0)
counts = counts.reindex(columns=list(LEVELS), fill_value=0)
counts

# %%
shares = counts.div(counts.sum(axis=1), axis=0) * 100
shares = shares.rename({"project": say("项目", "projects"), "company": say("企业", "companies")})
look = {"stacked": True, "color": list(LEVELS.values()), "edgecolor": "white"}
ax = shares.plot.barh(**look, figsize=(8, 2.2), width=0.6)
ax.set(xlabel=say("占全部的百分比", "share of all, per cent"), ylabel="", xlim=(0, 100))
ax.legend(ncols=5, loc="lower center", bbox_to_anchor=(0.5, 1.0))
plt.show()

# %% [markdown]
# 分值没有天然的断点，等级由分值和疑点的轻重共同决定。红色须有严重疑点，不能只靠分值。
#
# A score has no natural break; a level comes from the score and from how grave the findings are. Red needs a grave finding, a
# score alone does not do.

# %%
fig, ax = plt.subplots(figsize=(8, 3.2))
for level, colour in LEVELS.items():
    here = ranking[ranking.level == level]
    ax.scatter(
        here["rank"], here.score, s=18, color=colour, edgecolor="#1d2733", lw=0.3, label=f"{level} ({len(here)})"
    )
ax.set(xlabel=say("名次", "rank"), ylabel=say("分值", "score"), xscale="log", ylim=(-0.02, 1))
ax.legend(title=say("项目", "projects"))
plt.show()

# %% [markdown]
# ## 问了谁，能判断谁 · Asked, could tell, found
#
# 没有数据既不是风险，也不是清白。每个信号都写明问了多少、能判断多少、发现多少。
#
# Absence of data is neither risk nor a clean bill. Each signal says of how many it was asked, of how many it could tell, and
# of how many it found something.

# %%
coverage = run.read("coverage").query("entity_kind == 'project'").set_index("signal").sort_index()
told = pd.DataFrame({"found": coverage.n_found, "nothing": coverage.n_evaluable - coverage.n_found})
told["unknown"] = coverage.n_population - coverage.n_evaluable
told.T

# %%
titles = signals["title_zh" if font else "title_en"]
share = told.div(told.sum(axis=1), axis=0)[::-1] * 100
share.index = [f"{s} {titles[s]}" for s in share.index]
words = [say("有疑点", "found"), say("未发现", "nothing found"), say("无法判断", "could not tell")]
greys = {"color": ["#1d2733", "#c9d2dc", "#ffffff"], "edgecolor": "#8b96a1", "linewidth": 0.5}
ax = share.set_axis(words, axis=1).plot.barh(stacked=True, **greys, width=0.75, figsize=(8, 9))
for bar in ax.containers[2]:
    bar.set_hatch("////")
ax.set(xlabel=say("占所问项目的百分比", "share of the projects asked about, per cent"), xlim=(0, 100))
ax.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.4, 1.0))
plt.show()

# %% [markdown]
# 谁的数据不够？`asked` 逐项记着每个项目的每个信号。 · Who lacks data? `asked` keeps every answer of every signal.

# %%
asked = run.read("asked").query("entity_kind == 'project'")
asked.groupby("entity_id").answer.value_counts().unstack(fill_value=0).nlargest(5, "could_not_tell")

# %% [markdown]
# ## 疑点落在哪一环 · Where in the chain the findings lie

# %%
found = run.read("findings").merge(run.read("signals")[["signal", "reason", "family"]], on=["signal", "reason"])
found = found.merge(ranking[["entity_id", "level"]], on="entity_id")
by_family = found.drop_duplicates(["entity_id", "family"])
by_family = by_family.groupby(["family", "level"]).size().unstack(fill_value=0)
by_family = by_family.reindex(columns=list(LEVELS), fill_value=0)
by_family = by_family.loc[by_family.sum(axis=1).sort_values().index]
ax = by_family.plot.barh(**look, figsize=(8, 3.6), width=0.7)
ax.set(xlabel=say("有疑点的项目数", "projects with a finding"), ylabel=say("信号类别", "family of signals"))
ax.legend(title=say("等级", "level"))
plt.show()

# %% [markdown]
# ## 自己的问题 · A question of one's own
#
# 合同里的每张表、每个结果都能用 SQL 查。 · Every table of the contract and every result can be asked in SQL.

# %%
run.sql("""
    SELECT g.name AS area, count(*) AS projects, count(*) FILTER (s.level = 'red') AS red,
        count(*) FILTER (s.level = 'orange') AS orange, sum(s.workers_at_risk) AS workers_at_risk
    FROM scores AS s JOIN project AS p ON p.project_id = s.entity_id
    LEFT JOIN grid_area AS g ON g.area_code = left(p.area_code, 9)
    WHERE s.entity_kind = 'project'
    GROUP BY ALL ORDER BY red DESC, orange DESC, area LIMIT 8
""")

# %% [markdown]
# 接下来：一个分值从何而来，见 `02_one_score`。 · Next: how one score comes about, in `02_one_score`.
