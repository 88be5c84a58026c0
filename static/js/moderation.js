// The queue by keyboard; everything here can also be done with links and buttons. Loaded on the queue only.
(() => {
  "use strict";
  const box = document.getElementById("keys");
  const form = document.getElementById("quick");
  const bar = document.getElementById("keys-bar");
  const said = document.getElementById("keys-said");
  if (!box || !form) return;
  const back = bar.querySelector("[data-keys-undo]");
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

  function say(text, undoable) {
    bar.hidden = false;
    back.hidden = !undoable;
    said.textContent = text;
  }
  // A redirect is the answer to a success; it is not followed, the page stays as it is. Returns why not, or "".
  async function send(path, fields) {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const headers = { accept: "application/json" };
    const answer = await fetch(path, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect") return "";
    const why = await answer.json().catch(() => ({}));
    return why.title || box.dataset.refused;
  }
  const undoable = () => JSON.parse(stored(sessionStorage, "undoable") ?? "[]");
  const remember = (list) => store(sessionStorage, "undoable", JSON.stringify(list.slice(-50)));

  // The sentence, the chips and the lanes as the server counts them now; what was ticked stays ticked.
  async function refresh(wanted) {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ticked = new Set([...document.querySelectorAll("input[name=case]:checked")].map((one) => one.value));
    for (const id of ["queue-head", "queue-chips", "queue-cases"]) {
      document.getElementById(id)?.replaceWith(document.importNode(fresh.getElementById(id), true));
    }
    for (const one of document.querySelectorAll("input[name=case]")) one.checked = ticked.has(one.value);
    document.title = fresh.title;
    picked = null;
    pick(lines().find((line) => line.dataset.case === wanted) ?? lines()[0]);
  }

  async function decide(action) {
    if (!picked?.isConnected) {
      pick(lines()[0]);
      return;
    }
    const line = picked;
    const why = await send(`/moderation/cases/${line.dataset.case}/quick`, { action });
    if (why) {
      say(why, false);
      pick(line);
      return;
    }
    const all = lines();
    const next = all[all.indexOf(line) + 1] ?? all[all.indexOf(line) - 1];
    remember([...undoable(), line.dataset.case]);
    await refresh(next?.dataset.case);
    say(action === "keep" ? box.dataset.kept : box.dataset.hid, true);
  }
  async function undo() {
    const list = undoable();
    const id = list.pop();
    if (!id) { say(box.dataset.nothing, false); return; }
    remember(list);
    const why = await send(`/moderation/cases/${id}/undo`, {});
    if (why) { say(why, false); return; }
    await refresh(id);
    say(box.dataset.undone, false);
  }
  const enqueue = (act) => { work = work.then(act).catch(() => say(box.dataset.refused, false)); };
  back.addEventListener("click", () => enqueue(undo));

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
    enqueue(act);
  });
  document.addEventListener("focusin", ({ target }) => {
    const line = target.closest?.(".t-case[data-case]");
    if (line && line !== picked) { picked?.classList.remove("is-picked"); line.classList.add("is-picked"); picked = line; }
  });
  show();
})();
