// What a page gains with scripts: every part works without them too. Loaded with `defer`; no inline code anywhere.
"use strict";
(() => {
  const root = document.documentElement;
  const each = (query, act, from = document) => from.querySelectorAll(query).forEach(act);
  const data = document.body.dataset;
  const drafts = new Set();
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  // Leaving at once: the page goes blank first, the session is locked, and «back» does not return here.
  function leave() {
    drafts.forEach((draft) => draft.flush());
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
    const once = "ctOnce" in form.dataset;
    if (once && form.dataset.sent) { event.preventDefault(); return; }
    // What stands in any form is kept first; a draft still on its way would outlive the act that it was for.
    const waiting = [...drafts].filter((draft) => draft.dirty() || draft.sending());
    if (waiting.length && !form.dataset.kept) {
      event.preventDefault();
      keepAll(waiting).then(() => {
        // The session ended: what was typed would be lost with the answer. It stays here, and the page says so.
        if (waiting.some((draft) => draft.ended && draft.form === form)) return;
        form.dataset.kept = "1";
        form.requestSubmit(event.submitter);
      });
      return;
    }
    if (!once) return;
    form.dataset.sent = "1";
    setTimeout(() => each("button:not([type=button])", (button) => { button.disabled = true; }, form));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && root.hidden) { location.reload(); return; }
    each("[data-ct-once]", (form) => {
      delete form.dataset.sent;
      delete form.dataset.kept;
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
    each("[data-ct-most]", (box) => box.addEventListener("change", () => {
      const name = `${box.id}-too-big`;
      document.getElementById(name)?.remove();
      if (![...box.files].some((file) => file.size > Number(box.dataset.ctMost))) return;
      box.value = "";
      const words = document.createElement("p");
      Object.assign(words, { id: name, className: "govuk-error-message", textContent: box.dataset.ctTooBig });
      words.setAttribute("role", "alert");
      box.before(words);
    }), from);
    each("form[data-draft]", keepDraft, from);
  }

  // Drafts: kept a moment after typing, before a link is followed or another form is sent, before the screen locks
  // and when the page is left in any other way. Restoring is the server's.
  function keepDraft(form) {
    let typed = 0;
    let kept = 0;
    let timer = 0;
    let sending = null;
    const said = form.querySelector(".ct-saved");
    const tell = (words, url) => {
      if (!said) return;
      said.textContent = words;
      if (!url) return;
      const link = document.createElement("a");
      link.href = `${url}?next=${encodeURIComponent(location.pathname + location.search)}`;
      link.target = "_blank";
      link.textContent = form.dataset.draftEnter;
      said.append(" ", link);
    };
    const body = () => {
      const fields = new FormData(form);
      for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
      fields.set("draft", form.dataset.draft);
      return fields;
    };
    const draft = { form, ended: false, dirty: () => typed > kept && !form.dataset.sent, sending: () => sending !== null };
    const post = () => fetch(form.dataset.draftUrl, { method: "POST", body: body(), redirect: "manual" });
    draft.send = async () => {
      if (sending) await sending;
      if (!draft.dirty()) return;
      clearTimeout(timer);
      const now = typed;
      let words = "";
      sending = (async () => {
        try {
          let answer = await post();
          // Signed in again in another tab: this page's token is of the session that ended.
          const token = answer.status === 403 ? await renewToken(form) : "";
          if (token === "fresh") answer = await post();
          draft.ended = token === "ended" || answer.type === "opaqueredirect";
          if (answer.ok || answer.status === 400) words = await answer.text();
          if (!answer.ok) throw new Error(answer.status);
          kept = Math.max(kept, now);
          tell(words || form.dataset.draftSaved);
        } catch {
          tell(draft.ended ? form.dataset.draftEnded : words || form.dataset.draftLost, draft.ended && form.dataset.draftLogin);
          timer = setTimeout(draft.send, 5000);
        }
      })();
      await sending;
      sending = null;
    };
    // The page goes: nothing can be waited for.
    draft.flush = () => {
      if (draft.dirty() && navigator.sendBeacon(form.dataset.draftUrl, body())) kept = typed;
    };
    form.addEventListener("input", () => {
      typed += 1;
      clearTimeout(timer);
      timer = setTimeout(draft.send, 2000);
    });
    drafts.add(draft);
  }
  const keepAll = (which) => Promise.race([
    Promise.allSettled(which.map((draft) => draft.send())), new Promise((go) => { setTimeout(go, 4000); }),
  ]);
  async function renewToken(form) {
    const answer = await fetch(location.href);
    if (answer.redirected) return "ended";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Only for the same user in the same organisation: the address of the drafts says whose they are.
    const fresh = page.querySelector(`form[data-draft-url="${form.dataset.draftUrl}"] [name=csrfmiddlewaretoken]`);
    each("[name=csrfmiddlewaretoken]", (field) => { if (fresh) field.value = fresh.value; });
    return fresh ? "fresh" : "";
  }
  const flushAll = () => drafts.forEach((draft) => draft.flush());
  addEventListener("pagehide", flushAll);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flushAll(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const waiting = [...drafts].filter((draft) => draft.dirty() || draft.sending());
    if (!link || !waiting.length || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.hash && link.pathname + link.search === location.pathname + location.search) return;
    event.preventDefault();
    keepAll(waiting).then(() => location.assign(link.href));
  });

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
      await keepAll([...drafts]);
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

  // What changes by itself is taken anew from its own page; once that answers otherwise, the page is opened again.
  each("[data-ct-renew]", (part) => setInterval(async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes); else location.reload();
  }, Number(part.dataset.ctRenew) * 1000));

  // A page that could not be made asks again until it can.
  each("[data-ct-retry]", (line) => setInterval(async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (answer && answer.status < 500) location.reload();
  }, Number(line.dataset.ctRetry) * 1000));

  enliven(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) enliven(event.target); });
})();
