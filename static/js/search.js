// Search. "/" or Ctrl+K (Cmd+K) and the link in the header open a dialog that finds while somebody types; on the
// search page itself they go to its field. Without script, or without the dialog, the link leads to that page.
(() => {
  const dialog = document.getElementById("seek"), link = document.querySelector("a[data-search]");
  const field = dialog?.querySelector("input") || document.getElementById("q");

  const open = (event) => {
    if (!field) { if (event.type === "keydown" && link) location.assign(link.href); return; }
    event.preventDefault();
    if (dialog && !dialog.open) dialog.showModal();
    field.focus();
    field.select();
  };

  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!event.defaultPrevented && (slash || k) && (field || link)) open(event);
  });
  if (!dialog) return;

  link?.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
  });

  // Up and down walk through field and finds; a letter typed on a find goes on in the field.
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = [field, ...dialog.querySelectorAll(".finds a")], at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0) {
      event.preventDefault();
      stops[(at + step + stops.length) % stops.length].focus();
    } else if (at > 0 && (event.key.length === 1 || event.key === "Backspace")) field.focus();
  });

  dialog.addEventListener("click", (event) => {
    const word = event.target.closest("a[data-word]");
    if (word) {
      event.preventDefault();
      field.value = word.dataset.word;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.target === dialog || event.target.closest("[data-close], a")) dialog.close();
  });

  // One place says how many were found: a region that is there before its words are is the one that is read out.
  dialog.addEventListener("htmx:afterSwap", () => {
    dialog.querySelector("[role=status]").textContent = dialog.querySelector(".said")?.textContent || "";
  });
})();
