// What a page gains with scripts: every part works without them too. Loaded with `defer`; no inline code anywhere.
"use strict";
(() => {
  const root = document.documentElement;
  const each = (query, act, from = document) => from.querySelectorAll(query).forEach(act);
  const data = document.body.dataset;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // Leaving at once: the page goes blank first, the session is locked, and «back» does not return here.
  function leave() {
    root.hidden = true;
    document.title = "";
    if (data.lockUrl) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token());
      navigator.sendBeacon(data.lockUrl, body);
    }
    location.replace(document.querySelector("[data-ct-exit]").href);
  }
  let shifts = [];
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") each("[data-ct-menu][open]", (menu) => { menu.open = false; menu.firstElementChild.focus(); });
    if (event.key !== "Shift") { shifts = []; return; }
    if (event.repeat) return;
    const now = Date.now();
    shifts = [...shifts.filter((at) => now - at < 1500), now];
    if (shifts.length === 3) leave();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-ct-exit]")) { event.preventDefault(); leave(); }
    each("[data-ct-menu][open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("[data-ct-print]")) window.print();
  });

  // One submission only. The button is closed after the form's data were taken, so its own value goes with them.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("ctOnce" in form.dataset)) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => each("button:not([type=button])", (button) => { button.disabled = true; }, form));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && root.hidden) { location.reload(); return; }
    each("[data-ct-once]", (form) => {
      delete form.dataset.sent;
      each("button:not([type=button])", (button) => { button.disabled = false; }, form);
    });
  });

  // The rows of a list are walked with j and k, from within it with the arrows too; Enter opens, as any link.
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = event.target;
    if (!step || event.ctrlKey || event.metaKey || event.altKey || at.closest("input, select, textarea, summary, [contenteditable]")) return;
    const links = [...document.querySelectorAll("[data-ct-rows] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
    const here = links.indexOf(at.closest("[data-ct-rows] tr")?.querySelector("a"));
    if (!links.length || (event.key.startsWith("Arrow") && here < 0)) return;
    event.preventDefault();
    links[here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1)].focus();
  });

  // Parts that may also arrive by htmx.
  function enliven(from) {
    each("[data-ct-focus]", (box) => box.focus(), from);
    each("[data-ct-show]", (button) => {
      const field = document.getElementById(button.dataset.ctShow);
      const words = button.textContent;
      button.hidden = false;
      button.onclick = () => {
        const shown = field.type === "password";
        field.type = shown ? "text" : "password";
        button.textContent = shown ? button.dataset.ctHideWords : words;
        button.setAttribute("aria-pressed", String(shown));
      };
      field.form?.addEventListener("submit", () => { field.type = "password"; });
    }, from);
    each("[data-ct-print]", (button) => { button.hidden = false; }, from);
    each("[data-ct-count-for]", (line) => {
      const field = document.getElementById(line.dataset.ctCountFor);
      const limit = Number(field.dataset.maxlength);
      let spoken = 0;
      const tell = () => {
        const left = limit - [...field.value.replace(/\n/g, "\r\n")].length;
        const { leftOne, left: many, overOne, overWords } = line.dataset;
        const words = left === 1 ? leftOne : left === -1 ? overOne : left < 0 ? overWords : many;
        line.textContent = words.replace("{n}", Math.abs(left).toLocaleString(root.lang));
        line.toggleAttribute("data-over", left < 0);
        clearTimeout(spoken);
        spoken = setTimeout(() => line.setAttribute("aria-live", "polite"), 1000);
      };
      field.addEventListener("input", () => { line.removeAttribute("aria-live"); tell(); });
      tell();
    }, from);
    each("form[data-draft]", keepDraft, from);
  }

  // Drafts: sent when something changed, every few seconds and before the screen locks. Restoring is the server's.
  const drafts = new Set();
  function keepDraft(form) {
    let changed = false;
    const said = form.querySelector(".ct-saved");
    const send = async () => {
      if (!changed || form.dataset.sent) return;
      changed = false;
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.append("draft", form.dataset.draft);
      try {
        const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, redirect: "error", keepalive: true });
        if (!answer.ok) throw new Error(answer.status);
        if (said) said.textContent = form.dataset.draftSaved;
      } catch {
        changed = true;
        if (said) said.textContent = form.dataset.draftLost;
      }
    };
    form.addEventListener("input", () => { changed = true; });
    setInterval(send, 5000);
    drafts.add(send);
  }

  // The idle lock: shared between the tabs of one session, so that work in one keeps the others open.
  const idle = Number(data.idleSeconds || 0) * 1000;
  if (idle && data.lockUrl) {
    const tabs = "BroadcastChannel" in window ? new BroadcastChannel("ct-idle") : null;
    let last = Date.now();
    let told = last;
    let locking = false;
    const stir = () => {
      last = Date.now();
      if (tabs && last - told > 5000) { told = last; tabs.postMessage("stir"); }
    };
    if (tabs) tabs.onmessage = () => { last = Date.now(); };
    ["pointerdown", "keydown", "scroll", "input"].forEach((name) => addEventListener(name, stir, { passive: true, capture: true }));
    const check = async () => {
      if (locking || Date.now() - last < idle) return;
      locking = true;
      await Promise.allSettled([...drafts].map((send) => send()));
      root.hidden = true;
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token());
      body.append("next", location.pathname + location.search);
      try {
        const answer = await fetch(data.lockUrl, { method: "POST", body });
        location.replace(answer.redirected ? answer.url : location.href);
      } catch {
        location.reload();
      }
    };
    setInterval(check, 1000);
    document.addEventListener("visibilitychange", check);
  }

  // After «Ir al contenido» the address ends in #contenido, and a form that comes back with errors would begin there.
  const summary = document.querySelector(".govuk-error-summary");
  if (summary && location.hash) {
    history.replaceState(history.state, "", location.pathname + location.search);
    addEventListener("load", () => setTimeout(() => summary.focus()));
  }

  // A page that could not be made asks again until it can.
  each("[data-ct-retry]", (line) => setInterval(async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (answer && answer.status < 500) location.reload();
  }, Number(line.dataset.ctRetry) * 1000));

  enliven(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) enliven(event.target); });
})();
