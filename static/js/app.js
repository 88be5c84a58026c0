// What the pages gain with a script; everything works without it. Three things: focus on the error summary,
// the live log (cursor, what was seen, lost connection, reading aloud), and clocks that run.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const words = () => one("#connection")?.dataset ?? {};
  const clockTime = (moment, timeZone) => moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });

  // Focus: once for each summary, so that a line in the chat does not pull the reader back to it.
  function focusSummary() {
    const summary = one("[data-focus]");
    if (!summary) return;
    summary.removeAttribute("data-focus");
    summary.focus();
  }
  document.addEventListener("htmx:after:swap", focusSummary);
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && one("details.t-me[open]");
    if (!menu) return;
    menu.open = false;
    one("summary", menu).focus();
  });

  // The live log. hx-ws reconnects with `connection.url` as it stands, so the cursor is written into it.
  const states = new WeakMap();
  function stateOf(element) {
    if (!states.has(element)) states.set(element, { seen: Number(element.dataset.seq || 0), pending: 0 });
    return states.get(element);
  }
  function point(connection, seen) {
    const url = new URL(connection.url);
    url.searchParams.set("after", String(seen));
    connection.url = url.href;
  }
  // hx-partial becomes a template, as in htmx itself, or the parser would drop rows of tables.
  function unitsOf(text) {
    const holder = document.createElement("template");
    holder.innerHTML = text.replace(/<hx-([a-z]+)(\s+|>)/gi, '<template hx type="$1"$2').replace(/<\/hx-[a-z]+>/gi, "</template>");
    return [...holder.content.children];
  }
  const within = (unit, selector) => [...(unit.matches(selector) ? [unit] : []), ...all(selector, unit), ...(unit.content ? all(selector, unit.content) : [])];
  const numberOf = (unit) => Math.max(0, ...within(unit, "[data-seq]").map((element) => Number(element.dataset.seq)));

  document.addEventListener("htmx:ws:before:connection", ({ target, detail }) => {
    if (target.matches("[data-live]")) point(detail.connection, stateOf(target).seen);
  });
  document.addEventListener("htmx:ws:before:message:incoming", ({ target, detail }) => {
    if (!target.matches("[data-live]") || typeof detail.message.data !== "string") return;
    const state = stateOf(target);
    const units = unitsOf(detail.message.data);
    if (units.some((unit) => within(unit, "[data-resync]").length)) {
      detail.cancelled = true;
      location.reload();
      return;
    }
    const fresh = units.filter((unit) => numberOf(unit) === 0 || numberOf(unit) > state.seen);
    state.pending = Math.max(state.seen, ...fresh.map(numberOf));
    if (fresh.length < units.length) detail.message.data = fresh.map((unit) => unit.outerHTML).join("");
    if (!fresh.length) detail.cancelled = true;
    for (const unit of fresh) {
      for (const element of within(unit, "[data-say-now]")) tell("#announcements-now", element.dataset.sayNow);
      if (!target.hasAttribute("data-quiet")) within(unit, "[data-say]").forEach((element) => waiting.push(element.dataset.say));
    }
    announce();
  });
  document.addEventListener("htmx:ws:after:message:incoming", ({ target, detail }) => {
    if (!target.matches("[data-live]")) return;
    const state = stateOf(target);
    state.seen = state.pending;
    target.dataset.seq = String(state.seen);
    point(detail.connection, state.seen);
    if (heading()) document.title = heading() + ending;
  });

  // The title of the tab names what runs now; its end is that of the page.
  const heading = () => one("[data-title]")?.dataset.title.trim() ?? "";
  const ending = document.title.startsWith(heading()) ? document.title.slice(heading().length) : "";

  // Reading aloud: one short sentence in five seconds, several become their number.
  const waiting = [];
  let resting = false;
  function tell(place, sentence) {
    const node = one(place);
    if (node) node.textContent = sentence;
  }
  function announce() {
    if (resting || !waiting.length) return;
    const many = (words().sayMany ?? "{n}").replace("{n}", String(waiting.length));
    tell("#announcements", waiting.length > 1 ? many : waiting[0]);
    waiting.length = 0;
    resting = true;
    setTimeout(() => { resting = false; announce(); }, 5000);
  }
  document.addEventListener("click", ({ target }) => {
    const toggle = target.closest("[data-read-aloud]");
    if (!toggle) return;
    const quiet = one("[data-live]")?.toggleAttribute("data-quiet");
    toggle.setAttribute("aria-pressed", String(!quiet));
  });

  // The connection: a short gap is nobody's business, a longer one is said with the time of the last state.
  let lost, joined = false, connected = false, leaving = false;
  function sayLost(code, since) {
    const banner = one("#connection");
    if (!banner) return;
    const ended = code >= 4400;
    const text = ended ? banner.dataset.ended : banner.dataset.lost;
    all("[data-lost-more]", banner).forEach((more) => { more.hidden = ended; });
    within(banner, "[data-lost-text]")[0].textContent = text.replace("{time}", clockTime(since, banner.dataset.zone));
    banner.hidden = false;
    all("[data-live-mark]").forEach((mark) => { mark.hidden = true; });
    // Where a network lets no socket through at all, the buttons still do their work by plain requests.
    if (joined) all("[data-needs-live] button:enabled").forEach((control) => { control.disabled = true; control.dataset.waits = ""; });
  }
  function sayBack() {
    clearTimeout(lost);
    lost = undefined;
    if (one("#connection")) one("#connection").hidden = true;
    all("[data-live-mark]").forEach((mark) => { mark.hidden = false; });
    all("[data-waits]").forEach((control) => { control.disabled = false; delete control.dataset.waits; });
  }
  document.addEventListener("htmx:ws:close", ({ target, detail }) => {
    if (!target.matches("[data-live]")) return;
    connected = false;
    if (detail.reason !== "closed" || document.hidden || leaving) return;
    const since = new Date();
    lost ??= setTimeout(sayLost, detail.code >= 4400 ? 0 : 1500, detail.code, since);
  });
  document.addEventListener("htmx:ws:after:connection", ({ target }) => {
    if (!target.matches("[data-live]")) return;
    joined = connected = true;
    sayBack();
  });
  addEventListener("offline", () => { if (one("[data-live]")) sayLost(0, new Date()); });
  addEventListener("online", () => { if (connected) sayBack(); });

  // What was not sent is still in the field, and is said to be: also before a browser leaves for its own error page.
  function unsent(form) {
    const told = one("[data-unsent-text]", form);
    told.textContent = form.dataset.unsent;
    told.parentElement.hidden = false;
  }
  document.addEventListener("htmx:error", ({ target }) => {
    if (target.matches("form[data-unsent]")) unsent(target);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-unsent]")) return;
    one("[data-unsent-text]", event.target).parentElement.hidden = true;
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unsent(event.target);
  }, true);
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", (event) => { if (event.persisted && one("[data-live]")) location.reload(); });

  // The log follows its end, unless the reader has scrolled up: then new lines are offered.
  function follow(log) {
    const offer = one("[data-log-new]");
    const end = () => { log.scrollTop = log.scrollHeight; };
    let atEnd = true, count = 0;
    const settle = () => { count = 0; if (offer) offer.hidden = true; };
    log.addEventListener("scroll", () => {
      atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
      if (atEnd) settle();
    }, { passive: true });
    new MutationObserver((changes) => {
      const added = changes.flatMap((change) => [...change.addedNodes].filter((node) => node.nodeType === 1 && !change.removedNodes.length)).length;
      if (!added) return;
      if (atEnd) { end(); return; }
      count += added;
      if (!offer) return;
      offer.hidden = false;
      one("button", offer).textContent = count === 1 ? words().newOne : (words().newMany ?? "{n}").replace("{n}", String(count));
    }).observe(log, { childList: true, subtree: !log.matches("ol, ul") });
    offer?.addEventListener("click", () => { atEnd = true; settle(); end(); log.focus(); });
    end();
  }

  // Clocks: from the time the server said it was, so that a wrong clock in the house does no harm.
  // One difference for the whole page, so that no two clocks disagree; the smallest has the shortest way in it.
  const known = new WeakSet();
  let skew;
  function learn(element) {
    known.add(element);
    const seen = Date.now() - Date.parse(element.dataset.clockNow);
    skew = Math.min(skew ?? seen, seen);
  }
  function tick() {
    all("[data-clock-now]").forEach((element) => { if (!known.has(element)) learn(element); });
    const here = Date.now() - (skew ?? 0);
    for (const element of all("[data-time]")) element.textContent = clockTime(new Date(here), element.dataset.zone);
    for (const element of all("[data-clock]:not([data-clock-stopped])")) {
      const left = Math.ceil((Date.parse(element.dataset.clock) - here) / 1000);
      if (element.localName === "progress") { element.value = Math.max(0, left); continue; }
      const seconds = Math.abs(left);
      element.textContent = `${left < 0 ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      element.classList.toggle("is-short", left > 0 && left <= 30);
      element.classList.toggle("is-over", left <= 0);
      const said = element.dataset[`at-${left}`];
      if (!said) continue;
      const word = one("[data-clock-word]", element.parentElement.parentElement);
      if (word) word.textContent = said;
      if (element.hasAttribute("data-clock-aloud")) tell("#announcements-now", said);
    }
  }

  focusSummary();
  all("[data-log]").forEach(follow);
  tick();
  setInterval(tick, 1000);
})();
