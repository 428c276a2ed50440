/* A row of links that scrolls sideways on a phone opens with the link of the page that stands open in sight. */
for (const link of document.querySelectorAll(".tabs [aria-current], .subtabs [aria-current]")) {
  const row = link.parentElement;
  row.scrollLeft = Math.max(0, link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2);
}
