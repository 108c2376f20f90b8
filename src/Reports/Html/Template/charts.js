"use strict";
(() => {
  const css = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const faded = name => `color-mix(in srgb, ${css(name)} 22%, transparent)`;
  const plots = [];

  const duration = ms => {
    const a = Math.abs(ms), s = Math.round(a / 1000), pad = n => String(n).padStart(2, "0");
    if (a === 0) return "0 s";
    if (a < 1000) return +ms.toFixed(a < 10 ? 1 : 0) + " ms";
    if (a < 59950) return +(ms / 1000).toFixed(1) + " s";
    if (a < 3599500) return `${Math.floor(s / 60)} min` + (s % 60 ? ` ${pad(s % 60)} s` : "");
    const min = Math.round(s / 60), h = Math.round(min / 60);
    if (a < 86370000) return `${Math.floor(min / 60)} h` + (min % 60 ? ` ${pad(min % 60)} min` : "");
    return `${Math.floor(h / 24)} d` + (h % 24 ? ` ${pad(h % 24)} h` : "");
  };
  const count = v => v.toLocaleString("en-US", { maximumFractionDigits: Math.abs(v) < 100 ? 2 : 0 });
  const money = v => "$" + v.toLocaleString("en-US", { minimumFractionDigits: Math.abs(v) < 0.1 && v ? 4 : 2, maximumFractionDigits: Math.abs(v) < 0.1 && v ? 4 : 2 });
  const round = (v, step) => "$" + v.toLocaleString("en-US", { minimumFractionDigits: step < 1 ? Math.max(2, -Math.floor(Math.log10(step))) : 0, maximumFractionDigits: 6 });
  const formats = { hours: v => count(v) + " core-h", ms: duration, usd: money, count, cores: v => count(v) + " cores", percent: v => count(v) + " %" };
  const steps = { ms: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5, 864e5, 1728e5, 6048e5] };

  const axis = (spec, scale, side, names) => ({
    scale, side, stroke: () => css("soft"), font: "12px system-ui, 'DejaVu Sans', sans-serif",
    grid: { show: side !== 1, stroke: () => css("line"), width: 1 }, ticks: { stroke: () => css("line"), width: 1 },
    ...(scale === "x" ? { size: 30, space: names ? 40 : 80, incrs: names ? [1, 2, 5, 10, 20, 50] : steps[spec.unit] } : { size: 76, incrs: steps[spec.unit] }),
    ...((spec.unit === "count" || spec.unit === "cores") && !spec.log ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 5e4, 1e5, 1e6] } : {}),
    values: (u, at, i, space, incr) => at.map(v => v == null ? "" : names ? names[v] ?? "" : spec.unit === "usd" ? round(v, incr) : formats[spec.unit](v)),
  });
  const bottom = spec => spec.log ? { distr: 3 } : { range: (u, low, high) => [0, (high || 1) * 1.06] };

  const paths = { steps: () => uPlot.paths.stepped({ align: 1 }), stack: () => uPlot.paths.bars({ size: [0.7, 60] }), line: () => uPlot.paths.linear(), edge: () => uPlot.paths.linear() };
  const seriesOf = (s, spec) => ({
    label: s.name, scale: s.y2 ? "y2" : "y", stroke: s.style === "edge" ? "transparent" : () => css(s.color), class: s.style, width: s.style === "edge" ? 0 : s.style === "line" ? 2 : 1,
    fill: s.style === "steps" || s.style === "stack" ? () => css(s.color) : undefined,
    paths: paths[s.style](), points: { show: s.style === "line" && s.values.length < 40, size: 6, fill: () => css("card") },
    // of a stack the legend says the part, not the height
    value: (u, v, i, at) => v == null || at == null ? "" : formats[(s.y2 ? spec.y2 : spec.y).unit](s.values[at]),
  });

  const mark = spec => u => {
    const c = u.ctx, r = devicePixelRatio;
    c.save();
    c.font = `${12 * r}px system-ui, sans-serif`;
    for (const p of spec.points) {
      const x = u.valToPos(p.x, "x", true), y = u.valToPos(p.y, p.y2 ? "y2" : "y", true);
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
      c.fillStyle = css(p.color); c.strokeStyle = css("card"); c.lineWidth = 2 * r;
      c.beginPath(); c.arc(x, y, 6 * r, 0, 7); c.fill(); c.stroke();
      c.fillStyle = css("ink");
      const right = x + c.measureText(p.name).width + 12 * r < u.bbox.left + u.bbox.width;
      c.textAlign = right ? "left" : "right";
      c.fillText(p.name, x + (right ? 9 : -9) * r, y + (p.y2 ? 18 : -9) * r);
    }
    c.restore();
  };

  const legend = (spec, above) => ({ live: true, mount: (u, table) => above.append(table), markers: { fill: (u, i) => i ? css(spec.series[i - 1].color) : "transparent", width: 0 } });

  const main = (spec, key, width, under, above) => ({
    width, height: under ? 200 : 230, padding: [10, spec.y2 ? 0 : 18, 0, 0],
    scales: { x: { time: false, ...(spec.names ? { range: [-0.6, spec.at.length - 0.4] } : {}) }, y: bottom(spec.y), ...(spec.y2 ? { y2: bottom(spec.y2) } : {}) },
    axes: [{ ...axis(spec.x, "x", 2, spec.names), ...(under ? { values: (u, at) => at.map(() => ""), size: 8 } : {}) }, axis(spec.y, "y", 3), ...(spec.y2 ? [axis(spec.y2, "y2", 1)] : [])],
    series: [{ label: spec.x.title, value: (u, v) => v == null ? "" : spec.names ? spec.names[v] : formats[spec.x.unit](v) }, ...spec.series.map(s => seriesOf(s, spec))],
    bands: spec.bands.map(([upper, lower]) => ({ series: [upper + 1, lower + 1], fill: () => faded(spec.series[upper].color) })),
    cursor: { sync: { key }, drag: { x: !spec.names, y: false }, points: { size: 7 } },
    legend: legend(spec, above),
    hooks: { draw: [mark(spec)] },
  });

  const laneHeight = 11;
  const lanes = (spec, strip, key, width, last, said) => {
    const count = Math.max(...strip.bars.map(b => b[2])) + 1;
    const under = u => strip.bars.find(b => {
      const x = u.posToVal(u.cursor.left, "x"), slack = (u.scales.x.max - u.scales.x.min) / u.bbox.width;
      return b[2] === Math.floor(u.cursor.top / laneHeight) && b[0] - slack <= x && x <= b[1] + slack;
    });
    return {
      width, height: count * laneHeight + 6 + (last ? 30 : 0), padding: [3, 18, 3, 0],
      scales: { x: { time: false }, y: { range: [0, 1] } },
      axes: [last ? axis(spec.x, "x", 2) : { show: false }, { ...axis(spec.y, "y", 3), splits: () => [0.5], values: () => [strip.title], grid: { show: false }, ticks: { show: false } }],
      series: [{}, { scale: "y", points: { show: false } }],
      legend: { show: false },
      cursor: { sync: { key }, drag: { x: true, y: false }, y: false, points: { show: false } },
      hooks: {
        draw: [u => {
          const c = u.ctx, r = devicePixelRatio;
          c.save();
          c.beginPath(); c.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height); c.clip();
          for (const [from, until, lane, , failed] of strip.bars) {
            const a = u.valToPos(from, "x", true), b = u.valToPos(until, "x", true);
            c.fillStyle = css(failed ? "critical" : "job");
            c.fillRect(a, u.bbox.top + (lane * laneHeight + 1) * r, Math.max(b - a - 0.5, 1), (laneHeight - 2) * r);
          }
          c.restore();
        }],
        setCursor: [u => {
          if (u.cursor.left < 0 || u.cursor.event?.target !== u.over) return;
          const b = under(u);
          said.textContent = b ? `${b[3]}: ${duration(b[1] - b[0])}, from ${duration(b[0])} to ${duration(b[1])}` : "";
        }],
      },
    };
  };

  // each bar stands on those of the series after it, and is drawn before them
  const heights = spec => spec.series.map((s, i) => s.style !== "stack" ? s.values
    : s.values.map((_, at) => spec.series.slice(i).reduce((sum, later) => sum + (later.values[at] ?? 0), 0)));

  let keys = 0;
  const draw = figure => {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const key = "chart" + keys++, box = document.createElement("div"), above = document.createElement("div"), said = document.createElement("p");
    box.className = "drawn-in";
    above.className = "uplot";
    box.append(above);
    said.className = "said";
    figure.append(box);
    figure.classList.add("drawn");
    const width = box.clientWidth, own = [];
    const x = spec.at, strips = spec.lanes.filter(l => l.bars.length);
    own.push(new uPlot(main(spec, key, width, strips.length > 0, above), [x, ...heights(spec)], box));
    strips.forEach((l, i) => own.push(new uPlot(lanes(spec, l, key, width, i === strips.length - 1, said), [x, x.map(() => null)], box)));
    if (strips.length) {
      // a zoom of one is a zoom of all
      let busy = false;
      for (const u of own) (u.hooks.setScale ??= []).push((from, scale) => {
        if (scale !== "x" || busy) return;
        busy = true;
        for (const other of own) if (other !== from) other.setScale("x", { min: from.scales.x.min, max: from.scales.x.max });
        busy = false;
      });
      box.append(said);
    }
    plots.push(...own);
    let seen = width;
    new ResizeObserver(() => {
      if (box.clientWidth === seen || !box.clientWidth) return;
      seen = box.clientWidth;
      for (const u of own) u.setSize({ width: seen, height: u.height });
    }).observe(box);
  };

  // a chart is drawn once it is looked at
  const watch = new IntersectionObserver(seen => {
    for (const { target, isIntersecting } of seen) if (isIntersecting) { watch.unobserve(target); draw(target); }
  }, { rootMargin: "400px" });
  for (const figure of document.querySelectorAll("figure[data-chart]")) watch.observe(figure);

  const repaint = () => { for (const u of plots) u.redraw(false); };
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
})();
