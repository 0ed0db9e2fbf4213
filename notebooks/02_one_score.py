# %% [markdown]
# # 02 一个分值从何而来 · How one score comes about
#
# 从分值到各项理由，从理由到证据，从证据到报送文件的那一行。
#
# From the score to its terms, from a term to its evidence, from the evidence to a line of a delivered file.

# %% [markdown]
# ## 打开一次运行 · Open a run
#
# 与 01 相同；`GRAPHRISK_ENTITY` 指定项目或企业，缺省为第一名。 · As in 01; `GRAPHRISK_ENTITY` names a project or company, the
# first of the list by default.

# %%
import json
import math
import os
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager

import graphrisk as gr

folder = Path(os.environ.get("GRAPHRISK_RUN", "../runs/notebooks/town"))
delivery = Path(os.environ.get("GRAPHRISK_DELIVERY", folder.with_name("town-delivery") / "delivery"))
if not folder.exists():
    gr.run(gr.make_delivery(folder.with_name("town-delivery"), preset="town"), "2022-06-15", "beijing", folder)
run = gr.open_run(folder)
pd.set_option("display.max_colwidth", 90)

# %%
FONTS = ["Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei"]
font = next((f for f in FONTS if f in font_manager.get_font_names()), None)
plt.rcParams |= {"font.family": [font, "DejaVu Sans"] if font else ["DejaVu Sans"], "axes.unicode_minus": False}
plt.rcParams |= {"figure.dpi": 110, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False}


def say(zh, en):
    return f"{zh} {en}" if font else en


# %% [markdown]
# ## 一个对象 · One entity

# %%
entity = os.environ.get("GRAPHRISK_ENTITY") or run.ranking("project").entity_id[0]
ranking = run.ranking().set_index("entity_id").loc[entity]
ranking[["name", "level", "score", "rank", "workers_at_risk", "amount_at_risk_yuan", "evaluable_share"]].to_frame()

# %% [markdown]
# ## 各项相加 · The terms add up
#
# 分值 = 1 - exp(-h)，h 是各项贡献之和。没有别的东西：加不上就是错。
#
# The score is 1 - exp(-h), and h is the sum of the terms. There is nothing else: if they do not add up, it is wrong.

# %%
terms = run.explain(entity)
left = {"text-align": "left"}
shown = terms[["signal", "reason", "contribution", "sentence_zh", "sentence_en"]]
shown.style.hide(axis="index").format({"contribution": "{:.6f}"}).set_properties(**left)

# %%
score = run.sql("SELECT score FROM scores WHERE entity_id = $id", id=terms.entity_id[0]).score[0]
total = math.fsum(terms.contribution)
assert abs(total - -math.log1p(-score)) < 1e-9, "the terms do not add up"
print(f"{total:.9f} = -ln(1 - {score:.9f})")

# %% [markdown]
# 从上到下，每一项把分值再抬高一点；越往后，同样的贡献抬得越少，所以分值到不了 1。
#
# From top to bottom each term lifts the score a little further; the later, the less the same contribution lifts, so no score
# reaches 1.

# %%
steps = 1 - (-terms.contribution.cumsum()).map(math.exp)
before = steps.shift(fill_value=0.0)
KINDS = {"exposure": "over a relation", "projects": "over a relation", "measure": "measure", "order": "measure"}
COLOURS = {"own finding": "#1f3a5f", "over a relation": "#e07b1a", "measure": "#8fa3b8"}
words = {"own finding": "自身疑点", "over a relation": "关联", "measure": "指标"}
kinds = terms.signal.map(KINDS).fillna("own finding")

# %%
fig, ax = plt.subplots(figsize=(8, 0.3 * len(terms) + 1))
for kind, colour in COLOURS.items():
    here = terms.index[kinds == kind]
    ax.barh(here, (steps - before)[here], left=before[here], color=colour, label=say(words[kind], kind))
ax.set_yticks(terms.index, terms.signal + " " + terms.reason)
ax.invert_yaxis()
ax.axvline(score, color="#1d2733", linewidth=0.8, linestyle=":")
ax.set(xlabel=say("分值", "score"), xlim=(0, 1))
ax.legend(loc="lower left")
plt.show()

# %% [markdown]
# ## 最强的一项 · The strongest term
#
# 每一项都写着法律依据、可能的正当原因、怎样消除。 · Each names its law, its innocent explanation and what would clear it.

# %%
first = terms.iloc[0]
told = first[["sentence_zh", "sentence_en", "law", "innocent_when", "clears_when"]]
told.to_frame(f"{first.signal} {first.reason}").style.set_properties(**left)

# %% [markdown]
# 句子里的数来自疑点的 `facts`；贡献来自权重 × 置信度 × 强度。 · The numbers in the sentence are the finding's `facts`; the
# contribution comes from weight × confidence × strength.

# %%
mine = ["entity_id", "signal", "reason"]
one = tuple(first[mine])
finding = run.read("findings").set_index(mine).facts.get(one)
weighed = json.loads(run.read("terms").set_index(mine).facts[one])
pd.Series((json.loads(finding) if finding else {}) | weighed, name="facts").to_frame()

# %%
if finding and not weighed["is_capped"]:
    share = weighed["weight"] * weighed["confidence"] * weighed["strength"]
    assert abs(first.contribution - -math.log1p(-share)) < 1e-6, "the contribution is not what it says"
    print(f"-ln(1 - {share:.3f}) = {first.contribution:.6f}")

# %% [markdown]
# ## 证据 · Evidence
#
# 证据是表名加主键。 · Evidence is a table and a primary key.

# %%
evidence = pd.DataFrame(list(first.evidence))
evidence

# %% [markdown]
# 主键的各部分用 `/` 连着；表里记着每行来自哪个文件、第几行。 · The parts of a key are joined by `/`; a table knows the file and
# the line that each row came from.

# %%
table = evidence["table"].mode()[0]
key = gr.contract()[table].primary_key
rows = run.read(table)
rows.insert(0, "key", rows[list(key)].astype(str).agg("/".join, axis=1))
rows = rows[rows.key.isin(evidence.key[evidence["table"] == table])].dropna(axis=1, how="all")
assert len(rows) == (evidence["table"] == table).sum(), "a row of evidence is missing"
rows.head(4).set_index("key").T

# %% [markdown]
# ## 报送文件的那一行 · The line of the delivered file
#
# 有报送文件时（`GRAPHRISK_DELIVERY`），看原文。 · Where the delivery is at hand (`GRAPHRISK_DELIVERY`), the line as it came.

# %%
if delivery.is_dir():
    for row in rows.head(3).itertuples():
        lines = (delivery / row.source_file).read_text("utf-8-sig").split("\n")
        print(f"{row.source_file}, line {row.source_line}\n  {lines[0]}\n  {lines[row.source_line - 1]}\n")
        assert row.key.split("/")[0] in lines[row.source_line - 1]

# %% [markdown]
# ## 全部证据 · All the evidence
#
# 这个分值总共靠哪些表的多少行。 · What the whole score rests on: tables, rows, newest day of receipt.

# %%
proof = pd.DataFrame([{"term": f"{t.signal} {t.reason}", **e} for t in terms.itertuples() for e in t.evidence])
proof.drop_duplicates(["table", "key"]).groupby("table").agg(rows=("key", "size"), newest=("received_on", "max"))

# %% [markdown]
# 没有一行是截止日之后收到的。 · No row was received after the as-of day.

# %%
assert proof.received_on.dropna().astype(str).max() <= str(run.manifest.as_of)

# %% [markdown]
# 接下来：谁在背后，见 `03_who_stands_behind`。 · Next: who stands behind, in `03_who_stands_behind`.
