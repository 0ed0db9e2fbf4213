"use strict";
// Sorting and filtering of the ranked lists; without it the lists stand as they are.
document.documentElement.classList.add("js");
for (const list of document.querySelectorAll("[data-list]")) {
  const body = list.querySelector("tbody"), rows = [...body.rows], shown = list.querySelector("output");
  const level = list.querySelector("[name=level]"), area = list.querySelector("[name=area]"), text = list.querySelector("[name=text]");
  const words = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    let n = 0;
    rows.forEach((row, i) => {
      const keep = (!level.value || row.dataset.level === level.value) && (!area.value || row.dataset.area === area.value)
        && words[i].includes(wanted);
      row.hidden = !keep;
      n += keep;
    });
    shown.textContent = `${n} / ${rows.length}`;
  };
  for (const tool of [level, area, text]) tool.addEventListener("input", filter);
  list.querySelectorAll("th button").forEach((button) => button.addEventListener("click", () => {
    const head = button.closest("th"), place = head.cellIndex, up = head.getAttribute("aria-sort") === "ascending";
    list.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "descending" : "ascending");
    const value = new Map(rows.map((row) => [row, row.cells[place].dataset.v ?? row.cells[place].textContent.trim()]));
    const order = (a, b) => {
      const x = value.get(a), y = value.get(b);
      if (x === "" || y === "") return (x === "") - (y === ""); // what is not known stands last either way
      const way = isNaN(x) || isNaN(y) ? x.localeCompare(y, "zh-Hans") : x - y;
      return up ? -way : way;
    };
    body.append(...[...rows].sort(order));
  }));
  filter();
}
