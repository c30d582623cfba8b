// Sending files in: dropped files go into the form as if chosen, with the time each was changed.
(() => {
  // A hidden tab need not ask how far a file is; it catches up when somebody looks.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-polls]") && document.hidden) event.preventDefault();
  });

  const form = document.querySelector("form[data-drop]");
  const input = form?.querySelector("[data-dropped]");
  if (!input) return;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mark = (over) => form.toggleAttribute("data-over", over);
  const asOf = form.querySelector("[data-file-time]");
  let filled = "";

  const size = (bytes) =>
    bytes < 1024
      ? `${bytes} bytes`
      : bytes < 1024 * 1024
        ? `${Math.round(bytes / 1024)} KB`
        : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  // What was chosen, in words, and when each file was changed last, for the server.
  const told = () => {
    form.querySelectorAll("input[name=modified]").forEach((each) => each.remove());
    const list = form.querySelector("[data-chosen]");
    list.replaceChildren();
    for (const file of input.files) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "modified";
      hidden.value = file.lastModified;
      form.append(hidden);
      const item = document.createElement("li");
      const changed = new Date(file.lastModified).toISOString();
      item.textContent = `${file.name}, ${size(file.size)}, of ${changed.slice(0, 10)} ${changed.slice(11, 16)}Z`;
      list.append(item);
    }
    // A time that a person gave stays.
    if (asOf.value && asOf.value !== filled) return;
    const one = input.files.length === 1 ? input.files[0] : null;
    filled = one ? new Date(one.lastModified).toISOString().slice(0, 16) : "";
    asOf.value = filled;
  };

  input.addEventListener("change", told);
  form.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) mark(false);
  });
  form.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(false);
    input.files = event.dataTransfer.files;
    told();
    form.querySelector("[data-save]").focus();
  });
  // The browser may have kept the choice over a reload.
  if (input.files.length) told();
})();
