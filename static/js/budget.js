// The running total of a ballot on money. Without a script the button "show the sum" does the same. Loaded there only.
(() => {
  "use strict";
  const box = document.querySelector("[data-basket]");
  if (!box) return;
  const form = box.closest("form");
  const sum = box.querySelector("[data-basket-sum]");
  const said = box.querySelector("[data-basket-said]");
  const bar = box.querySelector("[data-basket-bar]");
  const fields = [...form.querySelectorAll("[data-cost]")];
  const limit = Number(box.dataset.limit);
  const capped = "capped" in box.dataset;
  const language = document.documentElement.lang;
  const plain = (value) => new Intl.NumberFormat(language, { useGrouping: "always" }).format(value);
  const money = (cents) => {
    const digits = cents % 100 ? 2 : 0;
    const amount = new Intl.NumberFormat(language, { useGrouping: "always", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(cents / 100);
    return box.dataset.money.replace("{amount}", amount);
  };
  const given = (field) => ("points" in field.dataset ? Math.max(0, Number.parseInt(field.value, 10) || 0) : Number(field.checked));
  let timer = 0;

  function show(event) {
    const number = fields.reduce((all, field) => all + given(field), 0);
    const spent = fields.reduce((all, field) => all + (given(field) ? Number(field.dataset.cost) : 0), 0);
    const value = capped ? spent : number;
    const over = limit > 0 && value > limit;
    const unit = capped ? money : plain;
    const words = { number: plain(number), spent: money(spent), left: unit(Math.abs(limit - value)), over: unit(Math.abs(value - limit)) };
    sum.textContent = (over ? box.dataset.beyond : box.dataset.within).replace(/\{(\w+)\}/g, (_, name) => words[name]);
    box.classList.toggle("is-over", over);
    if (bar) {
      bar.value = Math.min(value, limit);
      bar.classList.toggle("t-bar--no", over);
    }
    // Read aloud once somebody pauses, not at every tick.
    clearTimeout(timer);
    if (event) timer = setTimeout(() => { said.textContent = sum.textContent; }, 700);
  }
  box.querySelector("[data-basket-ask]").hidden = true;
  form.addEventListener("input", show);
  show();
})();
