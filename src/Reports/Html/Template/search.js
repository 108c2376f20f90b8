"use strict";
(() => {
  const data = JSON.parse(document.getElementById("index-data").textContent), box = document.getElementById("q");
  const list = document.getElementById("hits"), said = document.getElementById("found"), few = 200;
  // a job is [page, name, owner, platform, "kinds"]; a run is [job, page or 0, day, application, outcome, "kinds"]
  const jobs = data.jobs.map(j => ({ page: j[0], name: j[1], note: `${j[2]} · ${j[3]}`, text: j.slice(1).join(" ").toLowerCase() }));
  const runs = data.runs.map(r => {
    const job = jobs[r[0]];
    return { page: r[1] || job.page, name: `${job.name}, ${r[2]}`, note: [r[3], r[4], r[5]].filter(t => t).join(" · "),
      text: [job.text, ...r.slice(2)].join(" ").toLowerCase() };
  });
  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(w => w);
    const has = e => words.every(w => e.text.includes(w));
    const found = words.length ? [...jobs.filter(has), ...runs.filter(has)] : jobs;
    list.replaceChildren(...found.slice(0, few).map(e => {
      const item = document.createElement("li"), link = document.createElement("a"), name = document.createElement("bdi"), note = document.createElement("small");
      link.href = e.page;
      name.textContent = e.name;
      note.textContent = " " + e.note;
      link.append(name);
      item.append(link, note);
      return item;
    }));
    said.textContent = words.length ? `${found.length} found${found.length > few ? `, the first ${few} are shown` : ""}` : `${jobs.length} jobs`;
    history.replaceState(null, "", words.length ? "#" + encodeURIComponent(box.value) : location.pathname);
  };
  if (location.hash.length > 1) box.value = decodeURIComponent(location.hash.slice(1));
  box.addEventListener("input", show);
  box.hidden = false;
  show();
})();
