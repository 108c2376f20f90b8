"use strict";
(() => {
  const number = v => v.toLocaleString("en-US", { maximumFractionDigits: Math.abs(v) < 100 ? 2 : 0 });
  const duration = ms => {
    const a = Math.abs(ms), s = Math.round(a / 1000), two = n => String(n).padStart(2, "0");
    if (a === 0) return "0 s";
    if (a < 1000) return number(ms) + " ms";
    if (a < 59950) return number(ms / 1000) + " s";
    if (a < 3599500) return `${Math.floor(s / 60)} min` + (s % 60 ? ` ${two(s % 60)} s` : "");
    return `${Math.floor(s / 3600)} h ${two(Math.round(s / 60) % 60)} min`;
  };
  const format = { ms: duration, usd: v => "$" + number(v), percent: v => number(v) + " %" };
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 216e5, 432e5, 864e5];
  const step = (unit, least) => {
    if (unit === "ms") return steps.find(s => s >= least) ?? 6048e5;
    const power = 10 ** Math.floor(Math.log10(least));
    return power * [1, 2, 5, 10].find(p => p * power >= least * 0.999);
  };

  // a zoom is a wider plot behind the same window; its ticks are drawn again
  const zoomable = figure => {
    const marks = figure.querySelector(".marks"), ticks = figure.querySelector(".x-ticks"), { x: unit, low, high } = figure.dataset;
    if (!marks || !ticks || !unit) return null;
    const first = ticks.innerHTML, from = Number(low), span = Number(high) - from, height = ticks.querySelector("text")?.getAttribute("y");
    let a = 0, b = 1;
    const draw = () => {
      const width = 1 / (b - a);
      marks.setAttribute("width", width * 100 + "%");
      marks.setAttribute("x", -a * width * 100 + "%");
      figure.classList.toggle("zoomed", b - a < 1);
      if (a === 0 && b === 1) { ticks.innerHTML = first; return; }
      const every = step(unit, span * (b - a) / 7);
      ticks.innerHTML = "";
      for (let v = Math.ceil((from + a * span) / every) * every; v <= from + b * span; v += every) {
        const at = (v - from) / span * 100 + "%";
        for (const [name, attributes, text] of [["line", { class: "grid", x1: at, x2: at, y1: 0, y2: height - 13 }], ["text", { class: "tick", x: at, y: height, "text-anchor": "middle" }, (format[unit] ?? number)(v)]]) {
          const element = document.createElementNS("http://www.w3.org/2000/svg", name);
          for (const [k, value] of Object.entries(attributes)) element.setAttribute(k, value);
          if (text) element.textContent = text;
          ticks.append(element);
        }
      }
    };
    return (from, until) => {
      const width = Math.min(1, Math.max(until - from, 0.002));
      a = Math.min(Math.max(0, from), 1 - width);
      b = a + width;
      draw();
      return [a, b];
    };
  };

  for (const figure of document.querySelectorAll("figure.chart")) {
    const said = figure.querySelector(".said"), zoom = zoomable(figure), frame = figure.querySelector(".window");
    let view = [0, 1], at = -1, down = null;
    const marks = () => [...figure.querySelectorAll(".marks [data-h], .marks :has(> title)")];
    const text = mark => mark.querySelector("title")?.textContent ?? "";
    const go = mark => { if (mark?.dataset.h) location.hash = mark.dataset.h; };
    const share = e => { const r = frame.getBoundingClientRect(); return view[0] + (e.clientX - r.left) / r.width * (view[1] - view[0]); };
    const set = (a, b) => { if (zoom) view = zoom(a, b); };
    figure.addEventListener("pointermove", e => {
      const mark = e.target.closest?.(".marks rect, .marks circle");
      if (mark && figure.contains(mark)) said.textContent = text(mark);
    });
    figure.addEventListener("pointerdown", e => { if (frame && e.button === 0 && e.target.closest(".drawing")) down = { x: e.clientX, share: share(e) }; });
    figure.addEventListener("pointerup", e => {
      if (!down) return;
      const moved = Math.abs(e.clientX - down.x) > 6, until = frame && share(e);
      if (moved && zoom) set(Math.min(down.share, until), Math.max(down.share, until));
      else go(e.target.closest("[data-h]"));
      down = null;
    });
    figure.addEventListener("dblclick", () => set(0, 1));
    figure.addEventListener("keydown", e => {
      if (e.target !== figure) return;
      const all = marks(), move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key], middle = (view[0] + view[1]) / 2, half = (view[1] - view[0]) / 2;
      if (move && all.length) {
        all[at]?.classList.remove("at");
        at = (at + move + all.length) % all.length;
        all[at].classList.add("at");
        said.textContent = text(all[at]);
      } else if (e.key === "Enter") go(all[at]);
      else if (e.key === "+") set(middle - half / 2, middle + half / 2);
      else if (e.key === "-") set(middle - half * 2, middle + half * 2);
      else if (e.key === "0" || e.key === "Escape") set(0, 1);
      else return;
      e.preventDefault();
    });
  }
})();
