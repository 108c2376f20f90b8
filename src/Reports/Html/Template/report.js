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

  for (const copy of document.querySelectorAll("button[data-copy]")) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const pre = document.getElementById(copy.dataset.copy);
      try { await navigator.clipboard.writeText(pre.textContent); copy.textContent = "Copied"; } catch {
        getSelection().selectAllChildren(pre);
        copy.textContent = "Selected: press Ctrl+C";
      }
    });
  }

  const few = 10, under = new Map(), refresh = new Map(), filters = new Map();
  // where a row is a list of its cells, each says what it is
  const narrow = table => table.parentElement.clientWidth <= 54 * parseFloat(getComputedStyle(root).fontSize);
  const rowsOf = body => [...body.rows].filter(r => !r.classList.contains("more"));
  const value = (row, i) => {
    const cell = row.cells[i], raw = cell.dataset.v;
    return raw === undefined ? cell.textContent.trim() : Number(raw);
  };
  const words = new Intl.Collator("en", { numeric: true });
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));

  // a row and what opens under it stay together
  const sortable = (table, heads, body) => heads.forEach((head, i) => head.addEventListener("click", () => {
    const first = head.classList.contains("n") ? "descending" : "ascending";
    const order = head.ariaSort === first ? (first === "ascending" ? "descending" : "ascending") : first;
    for (const h of heads) h.removeAttribute("aria-sort");
    head.ariaSort = order;
    const rows = rowsOf(body).map(row => [value(row, i), row]), known = v => v !== "" && v !== "?";
    rows.sort(([a], [b]) => known(b) - known(a) || (order === "ascending" ? 1 : -1) * compare(a, b));
    body.append(...rows.flatMap(([, row]) => under.has(row) ? [row, under.get(row)] : [row]));
    refresh.get(table)();
  }));

  const listed = (table, heads, body) => {
    const all = rowsOf(body), box = document.createElement("input"), shown = document.createElement("span"), more = document.createElement("button"), tools = document.createElement("p");
    let texts, whole = false, stacked = widths.get(table);
    const apply = () => {
      const wanted = box.value.toLowerCase().split(/\s+/).filter(w => w);
      let left = 0;
      for (const row of rowsOf(body)) {
        if (wanted.length) texts ??= new Map(all.map(r => [r, r.textContent.toLowerCase()]));
        row.hidden = wanted.length > 0 && !wanted.every(w => texts.get(row).includes(w));
        left += !row.hidden;
        const beyond = !whole && left > few;
        row.classList.toggle("beyond", beyond);
        if (under.has(row)) under.get(row).classList.toggle("beyond", beyond || row.hidden || !row.classList.contains("open"));
        if (stacked && !beyond && !row.hidden) for (const cell of row.cells) cell.dataset.l ??= heads[cell.cellIndex]?.textContent ?? "";
      }
      const seen = whole ? left : Math.min(left, few);
      shown.textContent = seen < all.length ? `${seen} of ${all.length}` : `${all.length} rows`;
      more.hidden = seen === left;
      more.textContent = `show all ${left}`;
    };
    refresh.set(table, apply);
    filters.set(table, w => { box.value = w; apply(); });
    addEventListener("resize", () => { stacked = narrow(table); apply(); });
    if (all.length > few) {
      box.type = "search";
      box.placeholder = "filter: words that a row must have";
      box.setAttribute("aria-label", "Filter " + (table.caption?.textContent ?? ""));
      more.type = "button";
      tools.className = "tools";
      tools.append(box, shown, more);
      table.parentElement.before(tools);
      more.addEventListener("click", () => { whole = true; apply(); });
      box.addEventListener("input", apply);
    }
    apply();
  };

  // a row that has more opens by a button in its first cell
  const openable = body => {
    for (const more of body.querySelectorAll(":scope > tr.more")) {
      const row = more.previousElementSibling, cell = row.cells[0], toggle = document.createElement("button");
      toggle.type = "button";
      toggle.className = "open";
      toggle.setAttribute("aria-expanded", "false");
      toggle.append(...cell.childNodes);
      cell.append(toggle);
      under.set(row, more);
      toggle.addEventListener("click", () => show(row, !row.classList.contains("open")));
    }
  };
  const show = (row, on) => {
    row.classList.toggle("open", on);
    row.querySelector("button.open")?.setAttribute("aria-expanded", String(on));
    under.get(row)?.classList.toggle("beyond", !on);
  };

  // all widths are read before the first row changes: one layout of the page, not one for each table
  const widths = new Map([...document.querySelectorAll("table.sortable")].map(t => [t, narrow(t)]));
  for (const table of widths.keys()) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    openable(body);
    listed(table, heads, body);
    sortable(table, heads, body);
    table.classList.add("ready");
    table.addEventListener("mouseover", e => {
      const cell = e.target.closest("td");
      const ground = cell && !cell.title && heads[cell.cellIndex]?.title;
      if (ground) cell.title = ground;
    });
  }

  // on a phone the values of a chart are a list, where each says what it is
  for (const values of document.querySelectorAll("details.values")) values.addEventListener("toggle", () => {
    const heads = values.querySelectorAll("th");
    for (const cell of values.querySelectorAll("td")) cell.dataset.l ??= heads[cell.cellIndex].textContent;
  });

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
    if (under.has(target)) show(target, true);
    const row = target.closest("tr");
    if (row?.hidden) filters.get(row.closest("table"))?.("");
    row?.classList.remove("beyond");
    target.scrollIntoView({ block: row ? "center" : "start" });
  };
  addEventListener("hashchange", open);
  open();
})();
