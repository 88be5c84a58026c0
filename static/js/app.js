// What the pages gain with a script; everything works without it. Three things: focus on the error summary,
// the live log (cursor, what was seen, lost connection, reading aloud), and clocks that run.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const words = () => one("#connection")?.dataset ?? {};
  const clockTime = (moment) => moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

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
  });

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
  let lost, leaving = false;
  function sayLost(code, since) {
    const banner = one("#connection");
    if (!banner) return;
    const ended = code >= 4400;
    const text = ended ? banner.dataset.ended : banner.dataset.lost;
    one("[data-lost-more]", banner).hidden = ended;
    one("[data-lost-text]", banner).textContent = text.replace("{time}", clockTime(since));
    banner.hidden = false;
    all("[data-needs-live]:enabled").forEach((control) => { control.disabled = true; control.dataset.waits = ""; });
  }
  document.addEventListener("htmx:ws:close", ({ target, detail }) => {
    if (!target.matches("[data-live]") || detail.reason !== "closed" || document.hidden || leaving) return;
    const since = new Date();
    lost ??= setTimeout(sayLost, detail.code >= 4400 ? 0 : 1500, detail.code, since);
  });
  document.addEventListener("htmx:ws:after:connection", ({ target }) => {
    if (!target.matches("[data-live]")) return;
    clearTimeout(lost);
    lost = undefined;
    if (one("#connection")) one("#connection").hidden = true;
    all("[data-waits]").forEach((control) => { control.disabled = false; delete control.dataset.waits; });
  });
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
  const skews = new WeakMap();
  function tick() {
    for (const element of all("[data-clock]:not([data-clock-stopped])")) {
      if (!skews.has(element)) skews.set(element, element.dataset.clockNow ? Date.now() - Date.parse(element.dataset.clockNow) : 0);
      const left = Math.ceil((Date.parse(element.dataset.clock) - Date.now() + skews.get(element)) / 1000);
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
