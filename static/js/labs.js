// Small helps for labs: copying, and a place to announce it. Everything works without them.
const live = document.createElement("p");
live.className = "vh";
live.setAttribute("role", "status");
document.body.append(live);

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Plain http on a local network has no clipboard API: select the text and let the browser copy it.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const label = button.textContent;
  button.textContent = "Copied";
  live.textContent = "Copied";
  setTimeout(() => { button.textContent = label; live.textContent = ""; }, 1500);
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.textContent = label;
  made.addEventListener("click", () => action(made));
  return made;
}

function dress(root) {
  root.querySelectorAll("pre[data-copy]:not([data-dressed])").forEach((pre) => {
    pre.dataset.dressed = "";
    pre.before(button("Copy the commands", (self) => copy(pre.textContent, self)));
  });
  root.querySelectorAll("a[data-copy-link]:not([data-dressed])").forEach((link) => {
    link.dataset.dressed = "";
    link.after(button("Copy the link", (self) => copy(link.href, self)));
  });
}

dress(document);
document.addEventListener("htmx:load", (event) => dress(event.target));

// Choosing what to look at changes nothing in the form, so nothing is run.
document.addEventListener("change", (event) => { if (event.target.closest("[data-still]")) event.stopPropagation(); }, true);

// Saving a file is the browser's own business, not a swap.
document.addEventListener("htmx:confirm", (event) => {
  const submitter = event.detail.triggeringEvent?.submitter;
  if (submitter?.hasAttribute("data-plain")) {
    event.preventDefault();
    const form = event.target;
    const before = form.action;
    form.action = submitter.formAction;
    form.submit();
    form.action = before;
  }
});

// Sentences stand at their fields as well as in the list of the result.
function unmark(form) {
  form.querySelectorAll(".at-field").forEach((note) => note.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-describedby"); });
}

function mark(field, sentence, number) {
  const note = document.createElement("small");
  note.className = "at-field no full";
  note.id = `${field.form.id}-note-${number}`;
  note.textContent = sentence;
  field.after(note);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", note.id);
  const fold = field.closest("details");
  if (fold) fold.open = true;
}

// The JSON's name of a field, and what the form calls it: the whole path, its end, or its beginning.
function fieldFor(form, path) {
  const steps = path.split(".");
  const names = [path, steps.slice(1).join("."), steps.slice(-2).join("."), steps.at(-1), steps[0], steps[1]];
  for (const name of names) {
    const found = name && form.elements.namedItem(name);
    const field = found instanceof RadioNodeList ? found[0] : found;
    if (field && field.type !== "hidden") return field;
  }
  return null;
}

document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll(".outcome").forEach((outcome) => {
    const form = document.getElementById(`f-${outcome.id.slice(2)}`);
    if (!form) return;
    unmark(form);
    outcome.querySelectorAll("li[data-field]").forEach((line, number) => {
      const field = fieldFor(form, line.dataset.field);
      if (field) mark(field, line.dataset.sentence, number);
    });
  });
});

// A key that looks real does not leave the page. The look-ahead finds keys that overlap.
const REAL = /(?=((?:AKIA|ASIA)[A-Z0-9]{16}))/g;
const ADVICE = "This looks like a real access key id, so it was not sent. Example keys end in EXAMPLE. If it is yours and has left your machine, deactivate it in IAM.";
const looksReal = (text) => [...text.matchAll(REAL)].some((match) => !match[1].endsWith("EXAMPLE"));

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest(".lab form");
  if (!form) return;
  const typed = [...form.elements].filter((field) => field.name && field.type !== "hidden" && typeof field.value === "string");
  const real = typed.filter((field) => looksReal(field.value));
  if (!real.length) return;
  event.preventDefault();
  unmark(form);
  real.forEach((field, number) => mark(field, ADVICE, number));
  live.textContent = ADVICE;
});

// A terminal shows its newest line, and the arrow keys bring back what was typed before.
function toTheEnd(root) {
  root.querySelectorAll(".term > ol").forEach((list) => { list.scrollTop = list.scrollHeight; });
}

function typedBefore(field) {
  const carried = field.closest(".outcome").querySelector("input[name=lines]");
  return carried ? JSON.parse(carried.value).map((line) => line.command) : [];
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.(".term input[name=command]");
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!field || !step) return;
  const typed = typedBefore(field);
  const back = Math.min(Math.max(Number(field.dataset.back || 0) + step, 0), typed.length);
  field.dataset.back = back;
  field.value = back ? typed[typed.length - back] : "";
  field.setSelectionRange(field.value.length, field.value.length);
  event.preventDefault();
});

toTheEnd(document);
document.addEventListener("htmx:afterSettle", () => toTheEnd(document));
