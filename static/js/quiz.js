// How long an answer took, from the moment the question could be read.
const opened = new WeakMap();

function start(form) {
  if (!opened.has(form)) opened.set(form, performance.now());
}

document.querySelectorAll("form.ask:has([data-timer])").forEach(start);
document.addEventListener("htmx:load", (event) => {
  event.target.querySelectorAll?.("form.ask:has([data-timer])").forEach(start);
});

// A hint that was seen cannot be given back.
document.addEventListener("change", (event) => {
  if (event.target.matches(".hints input")) event.target.checked = true;
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

// Ordering: two buttons a line move it, and the numbers follow. Without script the numbers alone do.
function number(list) {
  [...list.children].forEach((line, place) => { line.querySelector("select").value = String(place + 1); });
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function arrange(list) {
  if (list.dataset.ready) return;
  list.dataset.ready = "1";
  const lines = [...list.children];
  if (lines.every((line) => line.querySelector("select").value)) {
    lines.sort((a, b) => a.querySelector("select").value - b.querySelector("select").value);
    list.append(...lines);
  }
  for (const line of list.children) {
    const name = line.querySelector("label").textContent;
    const box = document.createElement("span");
    box.className = "move";
    for (const [sign, words, step] of [["↑", "Up", -1], ["↓", "Down", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${words}: ${name}`);
      button.addEventListener("click", () => {
        const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
        if (!other) return;
        if (step < 0) other.before(line); else other.after(line);
        number(list);
        button.focus();
      });
      box.append(button);
    }
    line.append(box);
  }
}

document.querySelectorAll("[data-ordering]").forEach(arrange);
document.addEventListener("htmx:load", (event) => {
  event.target.querySelectorAll?.("[data-ordering]").forEach(arrange);
});

// Keys: 1 to 9 choose, g f s say how sure, Enter answers or goes on, ? shows the list. Not while one is typing.
const SURE = { g: "1", f: "2", s: "3" };

function typing(target) {
  return target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
}

function pick(form, key) {
  if (SURE[key]) return form.querySelector(`input[name=confidence][value="${SURE[key]}"]`);
  return /^[1-9]$/.test(key) ? form.querySelectorAll("input[name=choice], input[name=edit]")[key - 1] : null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
  if (event.key === "?") {
    document.getElementById("keys")?.togglePopover?.();
    return;
  }
  const form = event.target.closest("form.ask, form.sitting") || document.querySelector("main > .quiz form.ask, main > form.sitting");
  if (event.key === "Enter") {
    if (event.target.closest("a, button, summary")) return;
    const next = document.querySelector("[data-next]");
    if (form) form.querySelector("button.primary").click();
    else if (next) next.click();
    else return;
    event.preventDefault();
    return;
  }
  const box = form && pick(form, event.key);
  if (!box) return;
  box.checked = box.type === "checkbox" ? !box.checked : true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
});
