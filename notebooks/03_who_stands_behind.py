# %% [markdown]
# # 03 谁在背后 · Who stands behind
#
# 从一个专用账户走到开户的人、控股的人、这只手里的其他企业，再回到项目。先用 networkx，再用 Cypher 在 Neo4j 里走同一条路，
# 两边必须一致。
#
# From a special account to who opened it, who owns that company, what else is in the same hand, and back to the project: first
# with networkx, then the same way in Cypher in Neo4j, and both must agree.
#
# 关联不是过错：同一控制的企业可以有正当分工。A tie is no fault: companies in one hand may have good reasons.

# %% [markdown]
# ## 打开一次运行 · Open a run

# %%
import os
from pathlib import Path

import neo4j
import networkx as nx
import pandas as pd
from IPython.display import display

import graphrisk as gr
from graphrisk.publish.neo4j.texts import folder as cypher

folder = Path(os.environ.get("GRAPHRISK_RUN", "../runs/notebooks/town"))
if not folder.exists():
    gr.run(gr.make_delivery(folder.with_name("town-delivery"), preset="town"), "2022-06-15", "beijing", folder)
run = gr.open_run(folder)
pd.set_option("display.max_colwidth", 100)

# %% [markdown]
# ## 从一个账户开始 · Begin with an account
#
# 信号 A02 指出开户单位不是总包的账户；`GRAPHRISK_ACCOUNT` 可另指一个。 · Signal A02 names accounts whose holder is not the
# contractor; `GRAPHRISK_ACCOUNT` may name another.

# %%
found = run.read("findings").query("signal == 'A02'")
found = found.sort_values(["reason", "entity_id"]).set_index("entity_id")
found[["reason", "facts"]]

# %%
project = found.index[found.reason == "affiliate"].append(found.index)[0]
proof = found.evidence.loc[project]
account = next(e["key"].split("/")[0] for e in proof if e["table"] == "special_account")
account = "Account:" + os.environ.get("GRAPHRISK_ACCOUNT", account)
account

# %% [markdown]
# ## 谁开的户 · Who opened it
#
# `run.ego` 给出 networkx 图：点有登记的属性，边有证据行。 · `run.ego` gives a networkx graph: nodes with what is on record,
# edges with the rows that prove them.

# %%
graph = run.ego(account, hops=3)
print(graph, "left out:", graph.graph["n_left_out"])
pd.Series(graph.nodes[account], name=account).drop("measures").to_frame()

# %%
holders = sorted(s for s, _, kind in graph.in_edges(account, keys=True) if kind == "HOLDS")
projects = sorted(t for _, t, kind in graph.out_edges(account, keys=True) if kind == "SERVES")
holder, project = holders[0], projects[0]
print(graph.nodes[holder]["name"], "→", graph.nodes[project]["name"])
pd.DataFrame(graph.edges[holder, account, "HOLDS"]["evidence"])

# %% [markdown]
# ## 谁控制开户单位 · Who controls the holder
#
# 只看仍有效的持股和任职，逆着箭头往上走。人只有编号，没有姓名。 · Only holdings and posts that still stand, against the
# arrows. Persons have a key, no name.
#
# 权重是所持份额，或：法定代表人 .9，董事、经理、财务 .5，监事、联络人 .3。 · The weight is the share held, or .9 for the legal
# representative, .5 for director, manager or finance officer, .3 for supervisor or contact.


# %%
def control(graph):
    """Holdings and posts that stand on the as-of day: who -> company."""
    stands = nx.DiGraph()
    for source, target, kind, edge in graph.edges(keys=True, data=True):
        if kind in ("OWNS", "CONTROLS") and (edge["until"] is None or edge["until"] >= run.manifest.as_of):
            stands.add_edge(source, target, kind=kind, weight=edge["weight"])
    return stands


def name(node):
    return graph.nodes[node]["name"] if node.startswith(("Company", "Project")) else node[:15]


# %%
stands = control(graph)
above = stands.subgraph([holder, *nx.ancestors(stands, holder)])
ties = nx.to_pandas_edgelist(above).sort_values(["target", "weight"], ascending=False)
ties.assign(source=ties.source.map(name), target=ties.target.map(name))

# %% [markdown]
# ## 顺着多数股权走到头 · Up the majority holdings, to the end
#
# 持股不少于一半的股东，再往上还有没有；到头之后，谁在那家企业里权重最大。 · The holder of half or more, and who holds half or
# more of that one; at the end, whoever weighs most in the last company.


# %%
def owners(company):
    """Who holds half or more of it, the most first."""
    held = [(tie["weight"], who) for who, _, tie in stands.in_edges(company, data=True) if tie["kind"] == "OWNS"]
    return [who for weight, who in sorted(held, reverse=True) if weight >= 0.5]


chain = [holder]
while found := [who for who in owners(chain[-1]) if who not in chain]:
    chain.append(found[0])
posts = [(tie["weight"], who) for who, _, tie in stands.in_edges(chain[-1], data=True) if tie["kind"] == "CONTROLS"]
person = max(posts)[1]
print(" ← ".join(map(name, [*chain, person])))

# %%
contractor = "Company:" + graph.nodes[project]["contractor"]
print(name(contractor), "在这只手里 in this hand" if contractor in chain else "不在 not in this hand")

# %% [markdown]
# ## 这只手里还有谁 · What else is in this hand
#
# 再以这个人为中心取一张图，与前一张合并；权重不到一半的不算。 · A second neighbourhood around this person, put together with the
# first; ties below one half are left out.

# %%
graph = nx.compose(run.ego(person, hops=3), graph)
graph.graph["entity"] = account
stands = control(graph)
strong = nx.DiGraph()
for who, company, tie in stands.edges(data=True):
    if tie["weight"] >= 0.5 and (who == person or tie["kind"] == "OWNS"):
        strong.add_edge(who, company)
steps = nx.single_source_shortest_path_length(strong, person)
hand = pd.Series({node: n for node, n in steps.items() if n}, name="steps")
hand

# %% [markdown]
# 工具自己还找到了同一控制的企业（电话、地址、共同的人），在 `control_pair` 里，附有路径。 · What the tool found under one hand
# (telephone, address, persons shared) is in `control_pair`, with the way in words.

# %%
pairs = run.read("control_pair")
near = pairs[("Company:" + pairs.party_a).isin(hand.index) | ("Company:" + pairs.party_b).isin(hand.index)]
near[["strength", "path_zh", "path_en"]]

# %%
kin = set("Company:" + near.party_a) | set("Company:" + near.party_b)
everyone = sorted({*hand.index, *kin})
scores = run.read("scores").query("entity_kind == 'company'").set_index("entity_id")
keys = [node.removeprefix("Company:") for node in everyone]
scores.loc[keys, ["level", "score", "rank"]].assign(name=[name(node) for node in everyone])

# %% [markdown]
# ## 看图 · The picture
#
# 不需要网络：点节点看属性，点连线看依据的数据行。`.save("case.html")` 存成一个文件。
#
# It needs no network: click a node for its attributes, a line for the rows that prove it. `.save("case.html")` keeps it as one
# file.

# %%
walk = [account, project, contractor, person, *chain, *everyone]
run.picture(graph.subgraph(walk))

# %% [markdown]
# 连同两步之内的所有对象。 · With all that lies within two steps.

# %%
run.picture(account, hops=2)

# %% [markdown]
# ## 同一条路，在 Neo4j 里 · The same way in Neo4j
#
# 先装入：`graphrisk neo4j load RUN`；`NEO4J_URI`、`NEO4J_USERNAME`、`NEO4J_PASSWORD`、`NEO4J_DATABASE` 指明服务器。没有设密码时，下面各格略过。
#
# Load the run first: `graphrisk neo4j load RUN`; the four variables say where the server is. Without a password the cells below
# are passed over.

# %%
PASSWORD, DATABASE = os.environ.get("NEO4J_PASSWORD"), os.environ.get("NEO4J_DATABASE", "neo4j")
place = os.environ.get("NEO4J_URI", "neo4j://127.0.0.1:7687")
driver = None
if PASSWORD:
    driver = neo4j.GraphDatabase.driver(place, auth=(os.environ.get("NEO4J_USERNAME", "neo4j"), PASSWORD))
    driver.verify_connectivity()


# %%
def ask(file, **parameters):
    """The rows of one question of cypher/investigate; values go in as parameters, never as text."""
    text = (cypher() / "investigate" / file).read_text("utf-8")
    return driver.execute_query(text, parameters, database_=DATABASE, result_transformer_=neo4j.Result.to_df)


# %% [markdown]
# 问题原文就是这样： · A question reads like this:

# %%
print((cypher() / "investigate" / "account_opened_by.cypher").read_text("utf-8"))

# %%
if driver:
    opened = ask("account_opened_by.cypher", account=account)
    assert set(opened.holder_id) == set(holders)
    assert set(opened.project_id) == set(projects)
    display(opened.T)

# %%
if driver:
    held = ask("controlled_by_person.cypher", person=person, share=0.5).set_index("company_id")
    display(held)

# %% [markdown]
# 两边一致才往下看：企业是同一批，直接和经股权的步数相同。 · Only if both agree: the same companies, and as many steps where
# posts and shares alone lead there.

# %%
if driver:
    assert set(held.index) == set(everyone), "networkx and Cypher do not agree"
    assert held.loc[hand.index, "n_steps"].to_dict() == hand.to_dict(), "the steps do not agree"
    print(f"networkx and Cypher agree: {len(held)} companies in one hand")

# %%
if driver:
    near_by = ask("under_one_hand_with_company.cypher", company=holder)
    mine = pairs[(pairs.party_a == holder[8:]) | (pairs.party_b == holder[8:])]
    assert set(near_by.query("n_steps == 1").company_id.str[8:]) == {*mine.party_a, *mine.party_b} - {holder[8:]}
    display(near_by)
    driver.close()
