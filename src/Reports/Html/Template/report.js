"use strict";
(() => {
  const root = document.documentElement, button = document.getElementById("theme"), key = "rightsizer-theme";
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  try { const t = localStorage.getItem(key); if (t === "dark" || t === "light") root.dataset.theme = t; } catch { }
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem(key, root.dataset.theme); } catch { }
  });

  const value = (row, i) => {
    const cell = row.cells[i], raw = cell.dataset.v;
    return raw === undefined ? cell.textContent.trim() : Number(raw);
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    heads.forEach((head, i) => head.addEventListener("click", () => {
      const first = head.classList.contains("n") ? "descending" : "ascending";
      const order = head.ariaSort === first ? (first === "ascending" ? "descending" : "ascending") : first;
      for (const h of heads) h.removeAttribute("aria-sort");
      head.ariaSort = order;
      const known = r => value(r, i) !== "" && value(r, i) !== "?";
      const rows = [...body.rows].sort((a, b) => known(b) - known(a) || (order === "ascending" ? 1 : -1) * compare(value(a, i), value(b, i)));
      body.append(...rows);
    }));
    table.addEventListener("mouseover", e => {
      const cell = e.target.closest("td");
      const ground = cell && !cell.title && heads[cell.cellIndex]?.dataset.g;
      if (ground) cell.title = ground;
    });
  }

  const open = () => { const d = document.getElementById(location.hash.slice(1)); if (d instanceof HTMLDetailsElement) d.open = true; };
  addEventListener("hashchange", open);
  open();
})();
