/* Counts what is typed in a field with a limit: <textarea maxlength id=x> and <span data-count-for="x">13 of 280</span>. */
for (const count of document.querySelectorAll("[data-count-for]")) {
  const field = document.getElementById(count.dataset.countFor);
  if (!field) continue;
  const words = count.dataset.words || "%n of %m";
  const show = () => {
    const most = Number(count.dataset.most);
    // A browser sends each line break as two characters; the server counts them as two as well.
    const typed = field.value.replace(/\r?\n/g, "\r\n").length;
    count.textContent = words.replace("%n", typed).replace("%m", most);
    count.classList.toggle("over", typed > most);
  };
  field.addEventListener("input", show);
  show();
}
