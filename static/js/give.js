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

  // As the server reads it (forms/give.py): which of comma and point stands last is the decimal sign.
  const read = (text) => {
    let plain = text.normalize("NFKC").replace(/[\s$€£¥]/g, "").replace(/(\d)['’](?=\d)/g, "$1");
    const comma = plain.lastIndexOf(","), point = plain.lastIndexOf(".");
    if (comma >= 0 && point >= 0) plain = plain.replaceAll(comma > point ? "." : ",", "").replace(",", ".");
    else if (comma >= 0 && comma === plain.indexOf(",") && plain.length - comma <= digits + 1) plain = plain.replace(",", ".");
    plain = plain.replaceAll(",", "");
    return new RegExp(`^\\d{1,9}(\\.\\d{0,${digits}})?$`).test(plain) ? Math.round(Number(plain) * scale) : 0;
  };
  // Minor units; 0 for what only the server can answer.
  const chosen = () => other.value.trim() ? read(other.value) : read(form.elements.amount.value || "");

  const draw = () => {
    const minor = chosen();
    if (!minor) {
      // No sum stands on a button that would send another one.
      buttonWords.textContent = form.dataset.goWords;
      shown.value = "";
      return;
    }
    const gross = Math.ceil((minor + Number(form.dataset.fixed)) / (1 - Number(form.dataset.rate)) - 1e-9);
    coverWords.textContent = form.dataset.coverWords.replace("{cover}", say(gross - minor)).replace("{net}", say(minor));
    const words = form.elements.rhythm?.value === "monthly" ? form.dataset.monthlyWords : form.dataset.giveWords;
    buttonWords.textContent = words.replace("{sum}", say(cover.checked ? gross : minor));
    shown.value = minor;
  };

  form.addEventListener("input", (event) => {
    if (event.target === other && other.value) form.querySelectorAll("[name=amount]").forEach((choice) => { choice.checked = false; });
    if (event.target.name === "amount") other.value = "";
    draw();
  });
  // Another currency: the server draws its amounts, with everything else as it was typed.
  const show = form.elements.change_currency;
  form.elements.currency?.addEventListener("change", () => show.click());
  if (show) show.hidden = true;

  // Whoever comes back from the payment page unpaid finds their name and address again, in this tab and once.
  const KEPT = "give.typed";
  const fields = ["email", "name", "message", "show_name", "hide_amount", "is_family"].map((name) => form.elements[name]).filter(Boolean);
  const isBox = (field) => field.type === "checkbox";
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    sessionStorage.removeItem(KEPT);
    if ("left" in form.dataset && kept.at === location.pathname) {
      for (const field of fields) {
        if (isBox(field)) field.checked = Boolean(kept[field.name]);
        else if (!field.value) field.value = kept[field.name] || "";
      }
      if (fields.some((field) => field.closest("details") && (isBox(field) ? field.checked : field.value))) form.querySelector("details").open = true;
    }
    form.addEventListener("submit", () => {
      const typed = Object.fromEntries(fields.map((field) => [field.name, isBox(field) ? field.checked : field.value]));
      sessionStorage.setItem(KEPT, JSON.stringify({ ...typed, at: location.pathname }));
    });
  } catch { /* a browser that keeps nothing */ }
  // Back from the payment page with the browser's own button: the form is as it was left.
  window.addEventListener("pageshow", draw);
})();
