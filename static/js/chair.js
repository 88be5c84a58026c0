// The run sheet by keyboard and by dragging; all of it can also be done with the buttons. Loaded for the chair only.
(() => {
  "use strict";
  const keys = { n: "#next", w: "#call button", p: "#stop button", m: "#extend button", u: "#undo button" };
  const box = () => document.getElementById("keys");
  const read = () => { try { return localStorage.getItem("chair-keys"); } catch { return null; } };
  const write = (value) => { try { localStorage.setItem("chair-keys", value); } catch { /* a browser without memory */ } };
  let on = read() !== "off";

  function show() {
    if (!box()) return;
    const toggle = box().querySelector("[data-keys-toggle]");
    box().hidden = false;
    toggle.textContent = on ? box().dataset.on : box().dataset.off;
    toggle.setAttribute("aria-pressed", String(on));
  }
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-keys-toggle]")) return;
    on = !on;
    write(on ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const button = keys[event.key.toLowerCase()] && document.querySelector(keys[event.key.toLowerCase()]);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  // Dragging: a row takes the place of the one it is dropped on. The reason comes first, as with the arrows.
  let dragged = null;
  const row = (target) => target instanceof Element && target.closest("#queue li[data-request]");
  const ready = () => document.querySelectorAll("#queue li[data-request]").forEach((line) => { line.draggable = true; });
  const clear = () => document.querySelectorAll("#queue .is-over").forEach((line) => line.classList.remove("is-over"));
  document.addEventListener("dragstart", (event) => {
    dragged = row(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.request);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const over = row(event.target);
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    clear();
    over.classList.add("is-over");
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });
  document.addEventListener("drop", (event) => {
    const over = row(event.target);
    const form = document.getElementById("move");
    if (!dragged || !over || over === dragged || !form) return;
    event.preventDefault();
    for (const [name, value] of [["request", dragged.dataset.request], ["to", over.dataset.request]]) {
      const field = form.querySelector(`input[name="${name}"]`) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      field.value = value;
    }
    form.reportValidity() && form.submit();
  });
  document.addEventListener("htmx:after:swap", () => { ready(); show(); });
  ready();
  show();
})();
