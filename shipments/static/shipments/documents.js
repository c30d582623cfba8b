// Files dropped on the documents of a shipment go into its form, as if they had been chosen.
(() => {
  const panel = document.querySelector("[data-drop]");
  const input = panel?.querySelector("[data-dropped]");
  if (!input) return;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (over) => panel.toggleAttribute("data-over", over);

  panel.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(true);
  });
  panel.addEventListener("dragleave", (event) => {
    if (!panel.contains(event.relatedTarget)) mark(false);
  });
  panel.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(false);
    input.files = event.dataTransfer.files;
    const details = input.closest("details");
    if (details) details.open = true;
    const kind = input.form.elements.kind;
    // What the files are is the one thing that cannot be seen from them.
    if (kind.value) input.form.requestSubmit();
    else kind.focus();
  });
})();
