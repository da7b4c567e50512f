// How long an answer took, from the moment the question could be read.
const opened = new WeakMap();

function start(form) {
  if (!opened.has(form)) opened.set(form, performance.now());
}

document.querySelectorAll("form.ask:has([data-timer])").forEach(start);
document.addEventListener("htmx:load", (event) => {
  event.target.querySelectorAll?.("form.ask:has([data-timer])").forEach(start);
});

function note(form) {
  const field = form?.querySelector?.("[data-timer]");
  if (field && opened.has(form)) field.value = Math.round(performance.now() - opened.get(form));
}

document.addEventListener("submit", (event) => note(event.target), true);
document.addEventListener("htmx:configRequest", (event) => {
  const field = event.target.querySelector?.("[data-timer]");
  if (field && opened.has(event.target)) {
    event.detail.parameters.milliseconds = Math.round(performance.now() - opened.get(event.target));
  }
});

// After an answer comes back in place, the verdict is what to read next.
document.addEventListener("htmx:afterSettle", (event) => {
  const verdict = event.target.querySelector?.(".verdict[role=status]");
  if (!verdict || !event.target.matches(".check")) return;
  verdict.tabIndex = -1;
  verdict.focus({ preventScroll: true });
});

// 1 to 9 choose an answer, unless one is typing; Enter sends, as everywhere.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.closest("input:not([type=radio]), textarea, select")) return;
  const form = event.target.closest("form.ask") || document.querySelector("main > .quiz form.ask");
  const option = form?.querySelectorAll("input[name=choice]")[event.key - 1];
  if (option) {
    option.checked = true;
    option.focus();
  }
});
