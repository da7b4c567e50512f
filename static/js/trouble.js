// Says at the form what went wrong when its answer is an error or never comes.
(() => {
  const words = (xhr) => {
    if (!xhr || !xhr.status) return "No answer came. Check the connection and send it again.";
    if (xhr.status === 429) return `Too many requests at once. Wait ${xhr.getResponseHeader("Retry-After") || "a few"} seconds, then send it again.`;
    if (xhr.status === 403) return "This page has been open for too long. Reload it and send it again.";
    if (xhr.status === 413) return "That is more than the server takes. Send less.";
    if (xhr.status >= 500) return "Something broke on the server, and it is not your doing. Try once more.";
    return "The server could not use that. Reload the page and try again.";
  };
  const say = (event) => {
    const at = event.detail.elt.closest("form") || event.detail.elt;
    clear(event);
    const note = document.createElement("p");
    note.className = "verdict trouble";
    note.dataset.v = "no";
    note.setAttribute("role", "alert");
    note.textContent = words(event.detail.xhr);
    at.append(note);
  };
  const clear = (event) => {
    const at = event.detail.elt.closest("form") || event.detail.elt;
    at.querySelectorAll(":scope > .trouble").forEach((note) => note.remove());
  };
  document.addEventListener("htmx:beforeRequest", clear);
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, say);
})();
