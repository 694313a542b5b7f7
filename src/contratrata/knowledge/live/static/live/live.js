// A table's notes keep themselves, on the platform and on the telephone; a board renews itself. Without scripts: buttons.
"use strict";
(() => {
  const each = (query, act) => document.querySelectorAll(query).forEach(act);

  // What is typed and not kept yet stands on the device, by the page's address and the question, with the version it
  // began from; it goes when the platform has it.
  each("form[data-live-notes]", (form) => {
    const said = document.querySelector("[data-live-said]");
    const url = form.dataset.liveNotes;
    const writer = form.elements.writer.value;
    const tell = (what) => { if (said && said.textContent !== said.dataset[what]) said.textContent = said.dataset[what]; };
    const areas = [...form.querySelectorAll("textarea")];
    const number = (area) => area.name.replace("words_", "");
    const key = (area) => `live:${url}:${number(area)}`;
    const state = new Map(areas.map((area) => [area, { sent: area.value, version: area.dataset.version, busy: false, timer: 0, wait: 0 }]));

    const body = (area) => {
      const data = new FormData();
      data.append("writer", writer);
      data.append(area.name, area.value);
      data.append(`version_${number(area)}`, state.get(area).version);
      return data;
    };
    const hold = (area) => {
      try { localStorage.setItem(key(area), JSON.stringify({ words: area.value, version: state.get(area).version })); } catch { /* full, or shut */ }
    };
    const drop = (area) => { try { localStorage.removeItem(key(area)); } catch { /* shut */ } };
    // While she types without a pause it goes every two seconds; without a connection, ever more seldom.
    const plan = (area) => {
      const of = state.get(area);
      of.timer ||= setTimeout(() => { of.timer = 0; send(area); }, of.wait || 2000);
    };
    const send = async (area) => {
      const of = state.get(area);
      if (of.busy) return;
      if (area.value === of.sent) { drop(area); return; }
      const words = area.value;
      of.busy = true;
      tell("saving");
      try {
        const answer = await fetch(url, { method: "POST", body: body(area) });
        if (answer.status === 404) { of.sent = words; tell("shut"); return; }
        if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
        const kept = await answer.json();
        of.sent = words;
        of.wait = 0;
        if (answer.status === 409) { if (said) said.textContent = kept.words; return; }
        if (kept.beside) { drop(area); tell("beside"); return; }
        of.version = String(kept.versions[0]);
        form.elements[`version_${number(area)}`].value = of.version;
        if (area.value === words) drop(area);
        tell("saved");
      } catch {
        tell("lost");
        of.wait = Math.min((of.wait || 1500) * 2, 30000);
      } finally {
        of.busy = false;
        if (area.value !== of.sent) plan(area);
      }
    };
    areas.forEach((area) => {
      area.addEventListener("input", () => {
        hold(area);
        plan(area);
      });
      // What this telephone still had: over the version it began from, so that nothing newer is lost.
      let former = null;
      try { former = JSON.parse(localStorage.getItem(key(area))); } catch { /* shut */ }
      if (former && former.words === area.value) drop(area);
      else if (former) {
        state.get(area).version = former.version;
        area.value = former.words;
        send(area);
      }
    });
    const flush = () => areas.forEach((area) => { if (area.value !== state.get(area).sent) navigator.sendBeacon(url, body(area)); });
    addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); });
    addEventListener("online", () => areas.forEach(send));
  });

  // A part of the page that is asked for again, and answers «nothing new» most of the time.
  each("[data-live-from]", (part) => {
    // What is compressed on the way has the same tag, marked as weak.
    const plain = (tag) => (tag || "").replace(/^W\//, "");
    let tag = part.dataset.liveTag || "";
    const ask = async () => {
      if (document.visibilityState === "hidden" || part.contains(document.activeElement) && part.querySelector("form")) return;
      try {
        const answer = await fetch(part.dataset.liveFrom, { cache: "no-cache", headers: tag ? { "If-None-Match": tag } : {} });
        if (!answer.ok) return;
        const former = tag;
        tag = plain(answer.headers.get("ETag"));
        if (former === tag) return;
        if (part.dataset.liveTag) { part.hidden = false; return; }  // it only says that there is something new
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        part.replaceChildren(...page.body.childNodes);
      } catch { /* asked again in a moment */ }
    };
    setInterval(ask, Number(part.dataset.liveSeconds) * 1000);
  });
})();
