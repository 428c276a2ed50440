/* A form is sent once: the second press of its button is dropped, and the button says it works. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (form.method.toLowerCase() !== "post" || event.defaultPrevented) return;
  form.dataset.sent = "yes";
  const button = event.submitter || form.querySelector("button[type=submit], button:not([type])");
  if (button) button.setAttribute("aria-busy", "true");
});
// The page may come back from the browser's memory with its form still marked as sent.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy=true]")) button.removeAttribute("aria-busy");
});
