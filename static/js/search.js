// "/" or Ctrl+K (Cmd+K) goes to the search field, from any page and not out of a field.
(() => {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !(slash || k)) return;
    const field = document.getElementById("q"), link = document.querySelector("a[data-search]");
    if (!field && !link) return;
    event.preventDefault();
    if (field) { field.focus(); field.select(); } else location.assign(link.href);
  });
})();
