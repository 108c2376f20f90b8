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
  const words = new Intl.Collator("en", { numeric: true });
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));
  // a table longer than most shows its first rows until it is asked for all; print has all
  const few = 10, most = 200, filters = new Map(), refresh = new Map();

  const sortable = (table, heads, body) => heads.forEach((head, i) => head.addEventListener("click", () => {
    const first = head.classList.contains("n") ? "descending" : "ascending";
    const order = head.ariaSort === first ? (first === "ascending" ? "descending" : "ascending") : first;
    for (const h of heads) h.removeAttribute("aria-sort");
    head.ariaSort = order;
    const rows = [...body.rows].map(row => [value(row, i), row]), known = v => v !== "" && v !== "?";
    rows.sort(([a], [b]) => known(b) - known(a) || (order === "ascending" ? 1 : -1) * compare(a, b));
    body.append(...rows.map(([, row]) => row));
    refresh.get(table)?.();
  }));

  const filterable = (table, body) => {
    const box = document.createElement("input"), shown = document.createElement("span"), more = document.createElement("button"), tools = document.createElement("p");
    box.type = "search";
    box.placeholder = "filter: words that a row must have";
    box.setAttribute("aria-label", "Filter " + table.caption.textContent);
    more.type = "button";
    more.textContent = "show all";
    tools.className = "tools";
    tools.append(box, shown, more);
    table.parentElement.before(tools);
    const all = body.rows.length;
    let texts, whole = false;
    const apply = () => {
      const wanted = box.value.toLowerCase().split(/\s+/).filter(w => w);
      let left = 0;
      for (const row of body.rows) {
        texts ??= new Map([...body.rows].map(r => [r, r.textContent.toLowerCase()]));
        row.hidden = !wanted.every(w => texts.get(row).includes(w));
        left += !row.hidden;
        row.classList.toggle("beyond", !whole && left > most);
      }
      const seen = whole ? left : Math.min(left, most);
      shown.textContent = seen < all ? `${seen} of ${all}` : `${all} rows`;
      more.hidden = seen === left;
    };
    more.addEventListener("click", () => { whole = true; apply(); });
    refresh.set(table, apply);
    box.addEventListener("input", apply);
    filters.set(table, words => { box.value = words; apply(); });
    apply();
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    sortable(table, heads, body);
    if (body.rows.length > few) filterable(table, body);
    table.addEventListener("mouseover", e => {
      const cell = e.target.closest("td");
      const ground = cell && !cell.title && heads[cell.cellIndex]?.dataset.g;
      if (ground) cell.title = ground;
    });
  }

  // a figure that stands for rows shows them
  document.addEventListener("click", e => {
    const link = e.target.closest("a[data-filter]"), table = link && document.querySelector(link.hash + " table.sortable");
    if (table) filters.get(table)?.(link.dataset.filter);
  });

  // what a link points at is shown, also where it is folded away
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    const row = target.closest("tr");
    if (row?.hidden) filters.get(row.closest("table"))?.("");
    row?.classList.remove("beyond");
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
