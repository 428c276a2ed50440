/* <button hidden data-copy="#id or text" data-done="Copied">: shown only where copying works. */
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = button.dataset.copy.startsWith("#") ? document.querySelector(button.dataset.copy) : null;
      const text = source ? source.value || source.href || source.textContent.trim() : button.dataset.copy;
      try {
        await navigator.clipboard.writeText(text);
        const before = button.textContent;
        button.textContent = button.dataset.done || before;
        setTimeout(() => { button.textContent = before; }, 3000);
      } catch {
        if (source && source.select) source.select();
      }
    });
  }
}
