// A run that takes its time says so, and can be cancelled. Without scripts the browser's own stop button does that.
(() => {
  const SHOWN = 400; // ms: below that nothing flickers
  const TICK = 1000;
  const GOODBYE = 2000;
  const runs = new WeakMap(); // form to its run: the request, the strip, the timers

  const isRun = (form) => form.matches?.(".lab form");
  const outcomeOf = (form) => form.closest(".lab").querySelector(".outcome");

  function strip(form, run) {
    const made = document.createElement("div");
    made.className = "running row";
    made.popover = "manual"; // the top layer: in sight wherever in a long lab the reader is
    const words = document.createElement("p");
    words.textContent = "Running…";
    made.append(words);
    if (run.cancel) {
      const stop = document.createElement("button");
      stop.type = "button";
      stop.textContent = "Cancel";
      stop.title = "Escape does the same";
      stop.addEventListener("click", () => cancel(form));
      made.append(stop);
    }
    // Right behind the button that runs it, so that Tab finds it.
    const button = form.querySelector("button.primary");
    if (button) button.after(made);
    else form.append(made);
    made.showPopover?.();
    return { made, words };
  }

  function start(form, detail) {
    finish(form);
    form.querySelectorAll(".running").forEach((one) => one.remove());
    say("");
    outcomeOf(form)?.querySelector(":scope > .cancelled")?.remove();
    // A prediction is kept as soon as it arrives: there is nothing to take back.
    const run = { detail, begun: Date.now(), cancel: !form.elements.namedItem("bet") };
    run.timer = setTimeout(() => {
      // A form that stands in its own result is gone with it, and hears of no end.
      if (!form.isConnected) { finish(form); return; }
      Object.assign(run, strip(form, run));
      run.timer = setInterval(() => tick(run), TICK);
    }, SHOWN);
    runs.set(form, run);
  }

  function tick(run) {
    const seconds = Math.round((Date.now() - run.begun) / 1000);
    // The words are for the eyes; a screen reader hears it once and not every second.
    run.words.textContent = `Still running, for ${seconds} second${seconds === 1 ? "" : "s"}.`;
    if (!run.said) say(`Still running.${run.cancel ? " Escape cancels it." : ""}`);
    run.said = true;
  }

  function finish(form, xhr) {
    const run = runs.get(form);
    if (!run || (xhr && run.detail.xhr !== xhr)) return;
    clearTimeout(run.timer);
    clearInterval(run.timer);
    run.made?.remove();
    runs.delete(form);
    if (run.said) say("");
  }

  // On a phone the note at the result may be out of sight, so the strip says it too, and goes.
  function farewell(form) {
    const { made, words } = strip(form, { cancel: false });
    words.textContent = "Cancelled.";
    setTimeout(() => made.remove(), GOODBYE);
  }

  function cancel(form) {
    const run = runs.get(form);
    if (!run?.cancel) return;
    const inside = run.made?.contains(document.activeElement);
    window.htmx.trigger(form, "htmx:abort");
    finish(form);
    const note = document.createElement("p");
    note.className = "verdict cancelled";
    note.dataset.v = "part";
    note.textContent = "Cancelled. This is still the result of the run before; the fields are as you left them. What was begun on the server ends by itself: no run may take it more than about two seconds.";
    outcomeOf(form)?.prepend(note);
    say(note.textContent);
    farewell(form);
    if (inside) form.querySelector("button.primary")?.focus();
  }

  const live = document.createElement("p");
  live.className = "vh";
  live.setAttribute("role", "status");
  document.body.append(live);
  function say(words) { live.textContent = words; }

  document.addEventListener("htmx:beforeSend", (event) => {
    if (isRun(event.detail.elt)) start(event.detail.elt, event.detail);
  });
  // A run that is taken back, or replaced by a newer one, is no error, and the console is not told that it is.
  document.addEventListener("htmx:abort", (event) => {
    const run = runs.get(event.target);
    if (run) run.detail.error = "";
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isRun(event.detail.elt)) finish(event.detail.elt, event.detail.xhr);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".lab form").forEach(cancel);
  });
})();
