// The queue by keyboard; everything here can also be done with links and buttons. Loaded on the queue only.
(() => {
  "use strict";
  const box = document.getElementById("keys");
  const form = document.getElementById("quick");
  const said = document.getElementById("keys-said");
  if (!box || !form) return;
  const toggle = box.querySelector("[data-keys-toggle]");
  const lines = () => [...document.querySelectorAll(".t-case[data-case]")];
  const stored = (store, name) => { try { return store.getItem(name); } catch { return null; } };
  const store = (where, name, value) => { try { where.setItem(name, value); } catch { /* a browser without memory */ } };
  let on = stored(localStorage, "keys") !== "off";
  let picked = null;
  let work = Promise.resolve();

  function show() {
    box.hidden = false;
    toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off;
    toggle.setAttribute("aria-pressed", String(on));
  }
  toggle.addEventListener("click", () => {
    on = !on;
    store(localStorage, "keys", on ? "on" : "off");
    show();
  });

  function pick(line) {
    picked?.classList.remove("is-picked");
    picked = line ?? null;
    if (!line) return;
    line.classList.add("is-picked");
    line.querySelector("h3 a").focus();
  }
  function step(by) {
    const all = lines();
    const at = picked ? all.indexOf(picked) : -1;
    pick(all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
  }

  // A redirect is the answer to a success; it is not followed, the page stays as it is.
  async function send(path, fields) {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(path, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    return answer.type === "opaqueredirect";
  }
  const undoable = () => JSON.parse(stored(sessionStorage, "undoable") ?? "[]");
  const remember = (list) => store(sessionStorage, "undoable", JSON.stringify(list.slice(-50)));
  const gone = new Map();

  async function decide(action) {
    const line = picked ?? lines()[0];
    if (!line) return;
    if (!("quick" in line.dataset) || !(await send(`/moderation/cases/${line.dataset.case}/quick`, { action }))) {
      said.textContent = box.dataset.refused;
      pick(line);
      return;
    }
    const all = lines();
    const next = all[all.indexOf(line) + 1] ?? all[all.indexOf(line) - 1];
    gone.set(line.dataset.case, { line, list: line.parentElement, before: line.nextElementSibling });
    remember([...undoable(), line.dataset.case]);
    line.remove();
    said.textContent = action === "keep" ? box.dataset.kept : box.dataset.hid;
    if (next) pick(next); else location.reload();
  }
  async function undo() {
    const list = undoable();
    const id = list.pop();
    if (!id) { said.textContent = box.dataset.nothing; return; }
    remember(list);
    if (!(await send(`/moderation/cases/${id}/undo`, {}))) { said.textContent = box.dataset.refused; return; }
    const old = gone.get(id);
    if (!old?.list.isConnected) { location.reload(); return; }
    old.list.insertBefore(old.line, old.before?.parentElement === old.list ? old.before : null);
    gone.delete(id);
    said.textContent = box.dataset.undone;
    pick(old.line);
  }

  const acts = {
    j: () => step(1),
    k: () => step(-1),
    e: () => picked?.querySelector("h3 a").click(),
    a: () => decide("keep"),
    h: () => decide("hide"),
    u: undo,
    "/": () => document.getElementById("q")?.focus(),
    "?": () => { box.scrollIntoView(); box.focus(); },
  };
  document.addEventListener("keydown", (event) => {
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!on || !act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    work = work.then(act).catch(() => { said.textContent = box.dataset.refused; });
  });
  document.addEventListener("focusin", ({ target }) => {
    const line = target.closest?.(".t-case[data-case]");
    if (line && line !== picked) { picked?.classList.remove("is-picked"); line.classList.add("is-picked"); picked = line; }
  });
  show();
})();
