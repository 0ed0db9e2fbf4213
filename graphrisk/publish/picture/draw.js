"use strict";
// Draws what Python placed; every text from the graph goes through textContent or onto the canvas, never into markup.
const drawn = JSON.parse(document.getElementById("drawn").textContent);
const made = (name, text, children = []) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};
for (const mark of drawn.legend) {
  const canvas = made("canvas"), size = 16;
  canvas.width = canvas.height = size * 2;
  canvas.style.width = canvas.style.height = `${size}px`;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.fillStyle = mark.colour;
  pen.beginPath();
  const corners = shape(mark.shape);
  if (corners) corners.forEach(([x, y]) => pen.lineTo(8 + 7 * x, 8 + 7 * y));
  else pen.arc(8, 8, 7, 0, 7);
  pen.closePath();
  pen.fill();
  if (mark.level) { pen.lineWidth = 1; pen.strokeStyle = "#1d2733"; pen.stroke(); }
  document.getElementById("legend").append(made("span", "", [canvas, made("span", mark.words.join(" "))]));
}

const many = drawn.nodes.length > 400, few = drawn.nodes.length < 30;
const whole = () => { cy.fit(undefined, 24); if (cy.zoom() > 1.3) { cy.zoom(1.3); cy.center(); } };
const plain = (text) => text.length > 16 ? text.slice(0, 15) + "…" : text;
const cy = window.cy = cytoscape({
  container: document.getElementById("drawing"),
  elements: {
    nodes: drawn.nodes.map((n) => ({ data: { id: n.id, label: plain(n.name), told: n, colour: n.colour, shape: n.shape,
      letters: few ? 14 : n.id === drawn.centre ? 28 : n.hops < 2 ? 20 : 12, size: n.id === drawn.centre ? 38 : n.level ? 26 : 18, edge: n.id === drawn.centre ? 4 : 1 }, position: { x: n.x, y: n.y } })),
    edges: drawn.edges.map((e) => ({ data: { id: e.id, source: e.source, target: e.target, label: e.words[0], told: e } })),
  },
  layout: { name: "preset" },
  minZoom: 0.03, maxZoom: 4,
  hideEdgesOnViewport: many, textureOnViewport: many, boxSelectionEnabled: false,
  style: [
    { selector: "node", style: {
      "background-color": "data(colour)", shape: "data(shape)", width: "data(size)", height: "data(size)",
      "border-width": "data(edge)", "border-color": "#1d2733", label: "data(label)", "font-size": "data(letters)", color: "#1d2733",
      "text-valign": "bottom", "text-margin-y": 3, "min-zoomed-font-size": 7, "text-outline-color": "#fff", "text-outline-width": 2,
      "font-family": getComputedStyle(document.body).fontFamily } },
    { selector: "edge", style: {
      width: 1.2, "line-color": "#b9c4d0", "target-arrow-color": "#b9c4d0", "target-arrow-shape": "triangle", "arrow-scale": 0.8,
      "curve-style": many ? "straight" : "bezier", label: "data(label)", "font-size": 10, color: "#5b6877", "min-zoomed-font-size": 9,
      "text-background-color": "#fff", "text-background-opacity": 0.85, "text-background-padding": 1, "text-rotation": "autorotate",
      "font-family": getComputedStyle(document.body).fontFamily } },
    { selector: ".faint", style: { opacity: 0.15 } },
    { selector: "edge.near", style: { "line-color": "#1f3a5f", "target-arrow-color": "#1f3a5f", width: 2 } },
    { selector: ":selected", style: { "border-width": 4, "border-color": "#1f3a5f", "line-color": "#1f3a5f", "target-arrow-color": "#1f3a5f", width: "data(size)" } },
    { selector: "edge:selected", style: { width: 3 } },
  ],
});

const english = (text) => { const span = made("span", text); span.lang = "en"; return span; };
const aside = document.querySelector("aside");
const facts = (told) => made("dl", "", told.facts.map(([words, value]) =>
  made("div", "", [made("dt", words[0], words[1] === words[0] ? [] : [english(words[1])]), made("dd", value)])));
const kind = (text) => { const p = made("p", text); p.className = "kind"; return p; };

const tellNode = (n) => aside.replaceChildren(made("h2", n.name), kind(n.words.join(" ")), facts(n));
const tellEdge = (e) => {
  const named = (id) => drawn.nodes.find((n) => n.id === id).name;
  const rows = e.evidence.map(([table, key, day]) => made("li", table, [made("br"), made("code", key), english(day)]));
  aside.replaceChildren(made("h2", `${e.words[0]} ${e.words[1]}`), kind(`${named(e.source)} → ${named(e.target)}`), facts(e),
    made("p", rows.length ? "依据的数据行 rows that prove it" : ""), made("ol", "", rows));
};
const clear = () => cy.elements().removeClass("faint near");
cy.on("tap", "node", (event) => {
  clear();
  const around = event.target.closedNeighborhood();
  cy.elements().not(around).addClass("faint");
  around.edges().addClass("near");
  tellNode(event.target.data("told"));
});
cy.on("tap", "edge", (event) => { clear(); tellEdge(event.target.data("told")); });
cy.on("tap", (event) => { if (event.target === cy) clear(); });

const output = document.querySelector("output"), left = drawn.n_left_out ? `；未画 ${drawn.n_left_out} not drawn` : "";
output.textContent = `${drawn.nodes.length} 节点 nodes, ${drawn.edges.length} 连线 lines${left}`;
document.getElementById("whole").addEventListener("click", () => { clear(); whole(); });
whole();
document.querySelector("input").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  clear();
  if (!wanted) return;
  const found = cy.nodes().filter((n) => `${n.data("told").name} ${n.id()}`.toLowerCase().includes(wanted));
  cy.elements().not(found).addClass("faint");
  if (found.length) cy.fit(found, found.length > 1 ? 60 : 260);
  if (found.length === 1) tellNode(found[0].data("told"));
});

function shape(name) {
  const turned = (n, turn) => Array.from({ length: n }, (_, k) => [Math.sin(turn + 2 * Math.PI * k / n), -Math.cos(turn + 2 * Math.PI * k / n)]);
  switch (name) {
    case "rectangle": case "round-rectangle": return [[-.85, -.85], [.85, -.85], [.85, .85], [-.85, .85]];
    case "diamond": return turned(4, 0);
    case "triangle": return [[0, -1], [1, 1], [-1, 1]];
    case "hexagon": return turned(6, Math.PI / 6);
    case "pentagon": return turned(5, 0);
    case "octagon": return turned(8, Math.PI / 8);
    case "star": return Array.from({ length: 10 }, (_, k) => [Math.sin(Math.PI * k / 5) * (k % 2 ? .45 : 1), -Math.cos(Math.PI * k / 5) * (k % 2 ? .45 : 1)]);
    case "vee": return [[-1, -1], [0, -.35], [1, -1], [0, 1]];
    case "rhomboid": return [[-1, -.8], [.35, -.8], [1, .8], [-.35, .8]];
    default: return null;
  }
}
