// The sum on the button and the fee to cover follow what is typed. Without this file the server shows them once more.
(() => {
  const form = document.querySelector("form[data-give]");
  if (!form) return;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: form.dataset.currency }).resolvedOptions().maximumFractionDigits;
  const scale = 10 ** digits;
  // Money is written one way in every language, as the server writes it: $1,240.
  const say = (minor) => new Intl.NumberFormat("en", {
    style: "currency", currency: form.dataset.currency, currencyDisplay: "narrowSymbol",
    minimumFractionDigits: minor % scale ? digits : 0,
  }).format(minor / scale);
  const other = form.elements.other;
  const cover = form.elements.cover_fees;
  const shown = form.elements.fee_shown_for;
  const coverWords = form.querySelector("[data-cover]");
  const buttonWords = form.querySelector("[data-button]");

  const typed = () => {
    const text = other.value.replace(/[\s$€£¥]/g, "");
    if (!text) return form.elements.amount.value || "";
    // Plain figures only; anything else is read and answered by the server.
    return /^\d+([.,]\d{1,2})?$/.test(text) ? text.replace(",", ".") : "";
  };

  const draw = () => {
    const minor = Math.round(Number(typed()) * scale);
    if (!minor) return;
    const gross = Math.ceil((minor + Number(form.dataset.fixed)) / (1 - Number(form.dataset.rate)) - 1e-9);
    coverWords.textContent = form.dataset.coverWords.replace("{cover}", say(gross - minor)).replace("{net}", say(minor));
    buttonWords.textContent = form.dataset.giveWords.replace("{sum}", say(cover.checked ? gross : minor));
    shown.value = minor;
  };

  form.addEventListener("input", (event) => {
    if (event.target === other && other.value) form.querySelectorAll("[name=amount]").forEach((choice) => { choice.checked = false; });
    if (event.target.name === "amount") other.value = "";
    draw();
  });
  // Another currency: the server draws its amounts, with everything else as it was typed.
  form.elements.currency?.addEventListener("change", () => form.elements.change_currency.click());
  // Back from the payment page with the browser's own button: the form is as it was left.
  window.addEventListener("pageshow", draw);
})();
