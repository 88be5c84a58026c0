// What the pages gain with a script; everything works without it. Four things: focus on the error summary,
// the live log (cursor, what was seen, lost connection, reading aloud), what is being typed, and clocks that run.
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

  let unfolded = [];
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
    unfolded = all("details[data-fold][open]").map((fold) => fold.dataset.fold);
    const fresh = units.filter((unit) => numberOf(unit) === 0 || numberOf(unit) > state.seen);
    state.pending = Math.max(state.seen, ...fresh.map(numberOf));
    if (fresh.length < units.length) detail.message.data = fresh.map((unit) => unit.outerHTML).join("");
    if (!fresh.length) detail.cancelled = true;
    if (target.hasAttribute("data-quiet")) return;
    for (const unit of fresh) {
      within(unit, "[data-say-now]").forEach((element) => { first = element.dataset.sayNow; });
      within(unit, "[data-say]").forEach((element) => waiting.push(element.dataset.say));
    }
    announce();
  });
  document.addEventListener("htmx:ws:after:message:incoming", ({ target, detail }) => {
    if (!target.matches("[data-live]")) return;
    // What somebody has unfolded stays so when it is drawn anew.
    for (const name of unfolded) all(`details[data-fold="${name}"]`).forEach((fold) => { fold.open = true; });
    const state = stateOf(target);
    state.seen = state.pending;
    target.dataset.seq = String(state.seen);
    point(detail.connection, state.seen);
    if (heading()) document.title = heading() + ending;
  });

  // The title of the tab names what runs now; its end is that of the page.
  const heading = () => one("[data-title]")?.dataset.title.trim() ?? "";
  const ending = document.title.startsWith(heading()) ? document.title.slice(heading().length) : "";

  // Reading aloud, politely: one short sentence in five seconds, several become their number. What the chair does
  // comes first. It can be switched off; the browser remembers that, and nobody else.
  const waiting = [];
  let resting = false, first = "";
  const MUTE = "read-aloud-off";
  function tell(place, sentence) {
    const node = one(place);
    if (node) node.textContent = sentence;
  }
  function announce() {
    if (resting || !(first || waiting.length)) return;
    const many = (words().sayMany ?? "{n}").replace("{n}", String(waiting.length));
    tell("#announcements", first || (waiting.length > 1 ? many : waiting[0]));
    if (first) first = "";
    else waiting.length = 0;
    resting = true;
    setTimeout(() => { resting = false; announce(); }, 5000);
  }
  document.addEventListener("click", ({ target }) => {
    const toggle = target.closest("[data-read-aloud]");
    if (!toggle) return;
    mute(!one("[data-live]").hasAttribute("data-quiet"));
  });
  function mute(quiet) {
    one("[data-live]").toggleAttribute("data-quiet", quiet);
    all("[data-read-aloud]").forEach((toggle) => toggle.setAttribute("aria-pressed", String(!quiet)));
    waiting.length = 0;
    first = "";
    tell("#announcements", "");
    try {
      if (quiet) localStorage.setItem(MUTE, "1");
      else localStorage.removeItem(MUTE);
    } catch { /* a browser that keeps nothing */ }
  }
  function offerAloud() {
    const toggles = all("[data-read-aloud]");
    if (!toggles.length || !one("[data-live]")) return;
    toggles.forEach((toggle) => { toggle.hidden = false; });
    try {
      if (localStorage.getItem(MUTE)) mute(true);
    } catch { /* then it reads */ }
  }

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
    if (!told) return;
    told.textContent = form.dataset.unsent;
    told.parentElement.hidden = false;
  }
  document.addEventListener("htmx:error", ({ target }) => {
    if (target.matches?.("form[data-unsent]")) unsent(target);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-unsent]")) return;
    const told = one("[data-unsent-text]", event.target);
    if (told) told.parentElement.hidden = true;
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unsent(event.target);
  }, true);
  addEventListener("pagehide", () => { leaving = true; keepDrafts(); });
  addEventListener("pageshow", (event) => { if (event.persisted && one("[data-live]")) location.reload(); });

  // What somebody is typing stays. New content takes it over; where it has no place for it, the old content stays.
  // A form's own answer may clear what was sent with it, but not what has been typed since.
  const sent = new WeakMap();
  const isText = (field) => field.matches("textarea, input:not([type=checkbox], [type=radio], [type=hidden], [type=submit])");
  function touched(field) {
    if (field.matches("[type=hidden], [type=submit]")) return false;
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    if (field.localName !== "select") return field.value !== field.defaultValue;
    const usual = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, usual);
  }
  const typed = (root) => all("input, textarea, select", root).filter((field) => field.id && touched(field));
  function put(field, value) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = value === "on";
    else field.value = value;
  }
  const valueOf = (field) => (field.matches("[type=checkbox], [type=radio]") ? (field.checked ? "on" : "off") : field.value);
  document.addEventListener("htmx:before:request", ({ target }) => {
    if (target.matches?.("form")) sent.set(target, new Map(typed(target).map((field) => [field.id, valueOf(field)])));
  });
  document.addEventListener("htmx:before:swap", ({ target, detail }) => {
    // What asked for this may be gone from the page by now: then the document itself tells of the swap.
    const answered = target.matches?.("form") ? sent.get(target) : undefined;
    const accepted = detail.ctx.response?.status < 400;
    for (const task of [...detail.tasks]) {
      const place = typeof task.target === "string" ? one(task.target) : task.target;
      const style = task.swapSpec?.style ?? task.swapSpec;
      if (!place || !["innerHTML", "outerHTML", "delete"].includes(style)) continue;
      const kept = typed(place).filter((field) => !(answered && field.form === target && answered.get(field.id) === valueOf(field)));
      const places = kept.map((field) => {
        const twin = style === "delete" ? null : one(`#${CSS.escape(field.id)}`, task.fragment);
        return twin?.form?.getAttribute("action") === field.form?.getAttribute("action") ? twin : null;
      });
      if (kept.some((field, at) => isText(field) && !places[at])) {
        detail.tasks.splice(detail.tasks.indexOf(task), 1);
        continue;
      }
      kept.forEach((field, at) => {
        const before = answered && field.form === target ? answered.get(field.id) ?? "" : "";
        const value = valueOf(field);
        if (places[at]) put(places[at], accepted && before && value.startsWith(before) ? value.slice(before.length).trimStart() : value);
      });
    }
  });
  // Over a reload, too: by a form of the page, or because the log had run too far ahead. In this tab, for a moment.
  const DRAFTS = `drafts ${location.pathname}`;
  let leavingBy;
  document.addEventListener("submit", ({ target }) => { leavingBy = target; });
  function keepDrafts() {
    const fields = one("[data-live]") ? typed(document).filter((field) => field.form !== leavingBy && field.type !== "password") : [];
    if (!fields.length) return;
    try {
      sessionStorage.setItem(DRAFTS, JSON.stringify({ at: Date.now(), fields: fields.map((field) => [field.id, valueOf(field)]) }));
    } catch { /* then it is lost, as everywhere */ }
  }
  function bringDrafts() {
    try {
      const draft = JSON.parse(sessionStorage.getItem(DRAFTS) ?? "null");
      sessionStorage.removeItem(DRAFTS);
      if (!draft || Date.now() - draft.at > 60000) return;
      for (const [id, value] of draft.fields) {
        const field = document.getElementById(id);
        if (field && !touched(field)) put(field, value);
      }
    } catch { /* nothing was kept */ }
  }

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

  // A file that is too large is never sent, so that nothing that was typed is at risk.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches("input[type=file][data-most]")) return;
    const large = [...field.files].some((file) => file.size > Number(field.dataset.most));
    if (large) field.value = "";
    one("[data-too-large]", field.parentElement).hidden = !large;
  });

  focusSummary();
  bringDrafts();
  offerAloud();
  all("[data-log]").forEach(follow);
  tick();
  setInterval(tick, 1000);
})();
