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
  const news = bar.querySelector("[data-news]");

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
  let turns = 0;
  async function refresh(wanted) {
    turns += 1;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ticked = new Set([...document.querySelectorAll("input[name=case]:checked")].map((one) => one.value));
    for (const id of ["queue-head", "queue-fresh", "queue-chips", "queue-cases"]) {
      document.getElementById(id)?.replaceWith(document.importNode(fresh.getElementById(id), true));
    }
    for (const one of document.querySelectorAll("input[name=case]")) one.checked = ticked.has(one.value);
    document.title = fresh.title;
    picked = null;
    pick(lines().find((line) => line.dataset.case === wanted) ?? lines()[0]);
  }

  // What others do meanwhile. Nothing moves that somebody is looking at: lines change in place, one that is gone
  // stays as a grey line until the next act of our own, new ones are added at the end or wait behind a button.
  const anchor = () => document.querySelector(".t-case:hover") ?? (picked?.isConnected ? picked : null)
    ?? lines().find((line) => line.getBoundingClientRect().bottom > 0);
  function change(line, fresh) {
    const due = line.querySelector(".t-case__due"), now = fresh.querySelector(".t-case__due");
    if (due.textContent !== now.textContent) due.replaceChildren(...document.importNode(now, true).childNodes);
    if (line.dataset.state === fresh.dataset.state) return;
    const ticked = line.querySelector("input[name=case]")?.checked;
    const focused = line.contains(document.activeElement);
    for (const name of ["class", "data-state"]) line.setAttribute(name, fresh.getAttribute(name));
    line.toggleAttribute("data-quick", fresh.hasAttribute("data-quick"));
    line.replaceChildren(...document.importNode(fresh, true).childNodes);
    line.classList.toggle("is-picked", line === picked);
    const box_ = line.querySelector("input[name=case]");
    if (box_) box_.checked = Boolean(ticked);
    if (focused) line.querySelector("h3 a").focus({ preventScroll: true });
  }
  function leave(line) {
    if (line.classList.contains("is-gone")) return;
    line.classList.add("is-gone");
    line.removeAttribute("data-quick");
    const focused = line.contains(document.activeElement);
    const foot = line.querySelector(".t-case__foot");
    const told = document.createElement("p");
    told.className = "t-small";
    told.textContent = box.dataset.gone;
    foot.replaceChildren(told);
    if (focused) line.querySelector("h3 a").focus({ preventScroll: true });
  }
  function add(fresh) {
    const known = new Set(lines().map((line) => line.dataset.case));
    let hidden = 0;
    for (const lane of ["live", "normal"]) {
      const theirs = [...fresh.querySelectorAll(`[aria-labelledby=lane-${lane}] .t-case`)];
      const ours = document.querySelector(`[aria-labelledby=lane-${lane}] > ol`);
      const last = theirs.map((line) => known.has(line.dataset.case)).lastIndexOf(true);
      theirs.forEach((line, place) => {
        if (known.has(line.dataset.case)) return;
        if (ours && place > last) ours.append(document.importNode(line, true));
        else hidden += 1;
      });
    }
    news.hidden = !hidden;
    news.textContent = hidden === 1 ? box.dataset.newOne : box.dataset.newMany.replace("{n}", String(hidden));
    if (hidden) bar.hidden = false;
  }
  function settle(fresh) {
    const held = anchor();
    const before = held?.getBoundingClientRect().top;
    for (const id of ["queue-head", "queue-fresh", "queue-chips"]) {
      const old = document.getElementById(id);
      if (!old.contains(document.activeElement)) old.replaceWith(document.importNode(fresh.getElementById(id), true));
    }
    document.title = fresh.title;
    for (const line of lines()) {
      const theirs = fresh.getElementById(line.id);
      if (theirs) change(line, theirs); else leave(line);
    }
    add(fresh);
    if (held) window.scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
  }
  // The page is fetched beside the keys, so that they never wait for it; what is older than an act of our own is dropped.
  let asking = false, again = false;
  async function calm() {
    if (asking) { again = true; return; }
    asking = true;
    const since = turns;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        enqueue(() => {
          if (since !== turns) return undefined;
          return lines().length ? settle(fresh) : refresh();
        });
      }
    } catch { /* the next word asks again */ }
    asking = false;
    if (again) { again = false; calm(); }
  }
  news.addEventListener("click", () => { news.hidden = true; enqueue(() => refresh(picked?.dataset.case)); });

  let pause = 1000;
  function listen() {
    const socket = new WebSocket(new URL("/moderation/live", location.href.replace(/^http/, "ws")));
    socket.addEventListener("open", () => { pause = 1000; document.body.dataset.queueLive = ""; });
    socket.addEventListener("message", calm);
    socket.addEventListener("close", ({ code }) => {
      delete document.body.dataset.queueLive;
      if (code === 4403) return;
      setTimeout(listen, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, 30000);
    });
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
    x: () => picked?.querySelector("input[name=case]")?.click(),
    "/": () => document.getElementById("q")?.focus(),
    "?": () => { box.scrollIntoView(); box.focus(); },
  };
  document.addEventListener("keydown", (event) => {
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!on || !act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    enqueue(act);
  });
  document.addEventListener("focusin", ({ target }) => {
    const line = target.closest?.(".t-case[data-case]");
    if (line && line !== picked) { picked?.classList.remove("is-picked"); line.classList.add("is-picked"); picked = line; }
  });
  // Where minutes count, the clocks of the lines go on.
  setInterval(() => {
    if (!document.hidden && document.querySelector("[aria-labelledby=lane-live] .t-case")) calm();
  }, 15000);
  show();
  listen();
})();
