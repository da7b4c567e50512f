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
