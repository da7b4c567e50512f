// Keeps the drafts of a test: saves on every change, holds back what could not be sent, and says which of the two it is.
// The store on this device holds ids of options, numbers and times; nothing else that was typed.
(() => {
  const form = document.querySelector("form[data-draft], form[data-hand-in], [data-over]");
  if (!form) return;
  const status = form.querySelector("[data-status]");
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const store = `rolecall.outbox.${form.dataset.attempt}`;
  const FRAME = new Set(["csrfmiddlewaretoken", "rev", "key", "milliseconds", "go", "confidence", "flagged"]);
  const PLAIN = /^[\d:.,\s-]{0,24}$/;
  const PATIENCE_MS = 10000;  // a worker that stands still answers nobody; the same save is sent to another
  let tries = 0, timer = 0, sending = null;

  // Ids without crypto.randomUUID, which plain http on a local network does not have.
  const id = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  const held = {};  // what this page holds, in case there is no store
  const box = () => {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return held; }
  };
  const keep = (waiting) => {
    Object.keys(held).forEach((name) => delete held[name]);
    Object.assign(held, waiting);
    try {
      if (Object.keys(waiting).length) localStorage.setItem(store, JSON.stringify(waiting));
      else localStorage.removeItem(store);
    } catch { /* full or forbidden: the page itself still holds it */ }
  };

  const say = (words, state) => {
    if (!status) return;
    status.textContent = words;
    status.dataset.v = state || "";
  };
  const time = (text) => new Date(text).toLocaleTimeString("en-GB", { timeZone: "UTC" });

  const limit = () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), PATIENCE_MS);
    return control.signal;
  };

  async function send(place, entry) {
    const { url, ...body } = entry;
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
      keepalive: true,
      signal: limit(),
    });
    // What waits is read when it is dropped: while the reply was being read, a newer answer may have joined it.
    const drop = () => {
      const waiting = box();
      if (waiting[place]?.key === entry.key) { delete waiting[place]; keep(waiting); }
    };
    if (response.status === 200) {
      const now = await response.json();
      drop();
      if (place === form.dataset.place) noted(now);
      return now.saved_at;
    }
    if (response.status === 409) {
      const now = await response.json();
      drop();
      if ("over" in form.dataset) return "";
      if (now.status === "over") location.assign(form.dataset.report || "../report/");
      else if (now.status === "paused") location.reload();
      else if (place === form.dataset.place) conflict(now);
      return "";
    }
    if (response.status === 403 || response.status === 404) throw new Error("Not saved: sign in again in another tab, then come back to this one.");
    if (response.status === 422) { drop(); throw new Error("Not saved: the server could not read this answer."); }
    throw new Error("");
  }

  // Sends until nothing waits: an answer may be given while the one before it is on its way.
  async function flush() {
    clearTimeout(timer);
    try {
      let saved = null;
      while (Object.keys(box()).length) for (const [place, entry] of Object.entries(box())) saved = await send(place, entry) ?? saved;
      tries = 0;
      if (saved) say(`Saved ${time(saved)}`, "yes");
    } catch (error) {
      const count = Object.keys(box()).length;
      if (error.message.startsWith("Not saved")) say(error.message, "no");
      else say(`${count} waiting`, "part");
      timer = setTimeout(politely, fullJitter(tries++));
    }
  }
  // One at a time: among all windows where the browser has locks, and in this one where it has none.
  const politely = () => (navigator.locks ? navigator.locks.request(store, flush) : sending ||= flush().finally(() => { sending = null; }));

  addEventListener("online", politely);
  addEventListener("pageshow", politely);
  document.addEventListener("visibilitychange", politely);

  // Of a test that is over, what still waits is handed over once; the server keeps it, and it does not count.
  if ("over" in form.dataset) return;

  if (!form.dataset.draft) {
    form.addEventListener("submit", (event) => {
      if (!Object.keys(box()).length) return;
      event.preventDefault();
      say("Sending what is waiting first…", "part");
      politely().then(() => { if (!Object.keys(box()).length) form.submit(); });
    });
    return;
  }

  const { rev, key, milliseconds } = form.elements;
  let known = Number(rev.value) - 1, last = "", opened = performance.now();
  const before = Number(milliseconds.value) || 0;

  function read() {
    const fields = {};
    let plain = true;
    for (const [name, value] of new FormData(form)) {
      if (FRAME.has(name)) continue;
      (fields[name] ||= []).push(value);
      const control = form.elements[name];
      if (control.tagName === "TEXTAREA" || (control.type === "text" && !PLAIN.test(value))) plain = false;
    }
    const sure = form.querySelector("[name=confidence]:checked");
    return {
      answer: { fields, confidence: sure ? Number(sure.value) : null, flagged: form.elements.flagged.checked },
      plain,
    };
  }

  function apply({ fields, confidence, flagged }) {
    for (const control of form.elements) {
      const { name } = control;
      if (!name || control.type === "hidden" || control.type === "submit" || control.tagName === "BUTTON") continue;
      if (name === "confidence") control.checked = Number(control.value) === confidence;
      else if (name === "flagged") control.checked = flagged;
      else if (control.type === "radio" || control.type === "checkbox") control.checked = (fields[name] || []).includes(control.value);
      else if (fields[name]) control.value = fields[name][0];
    }
    last = JSON.stringify(read().answer);
  }

  // A save that is new gets a key and the next number; one that is not keeps those it has.
  function queue() {
    const { answer, plain } = read();
    milliseconds.value = Math.round(before + performance.now() - opened);
    if (JSON.stringify(answer) === last) return;
    last = JSON.stringify(answer);
    known += 1;
    rev.value = known;
    key.value = id();
    const entry = { ...answer, rev: known, key: key.value, milliseconds: Number(milliseconds.value), url: form.dataset.draft };
    const waiting = box();
    waiting[form.dataset.place] = entry;
    if (plain) keep(waiting);
    else { held[form.dataset.place] = entry; send(form.dataset.place, entry).then((saved) => saved && say(`Saved ${time(saved)}`, "yes"), () => say("Not saved", "no")); return; }
    say("Saving…");
    politely();
  }

  function noted(now) {
    known = Math.max(known, now.rev);
    form.querySelector("[data-lacks]")?.remove();
    const here = form.querySelector(".palette [aria-current]");
    here.dataset.s = now.complete ? "answered" : now.lacks ? "begun" : "open";
    here.toggleAttribute("data-flagged", now.flagged);
    if (now.left !== null) { left = now.left; since = performance.now(); }
  }

  function conflict(now) {
    const mine = read().answer;
    known = now.rev;
    const note = document.createElement("div");
    note.className = "verdict";
    note.dataset.v = "part";
    note.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = "A newer answer to this question was saved in another window, and counts. Yours stands below, not saved.";
    const row = document.createElement("p");
    row.className = "row";
    for (const [label, action] of [["Keep mine", () => { last = ""; queue(); }], ["Show the other", () => { apply(now); say(`Saved ${time(now.saved_at)}`, "yes"); }]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => { action(); note.remove(); });
      row.append(button);
    }
    note.append(words, row);
    form.querySelector(".quiz").before(note);
    note.scrollIntoView({ block: "center" });
    say("Not saved", "no");
    last = JSON.stringify(mine);
  }

  let left = form.dataset.left === undefined ? null : Number(form.dataset.left), since = performance.now(), warned = 0;
  const clock = form.querySelector("[data-clock]");
  const tick = () => {
    if (left === null) return;
    const now = left - (performance.now() - since) / 1000;
    const minutes = Math.ceil(now / 60);
    clock.textContent = now > 60 ? `${minutes} minutes left` : now > 0 ? "1 minute left" : "Time is up";
    for (const mark of [5, 1]) if (minutes === mark && warned !== mark && now > 0) { warned = mark; say(`${mark} minute${mark === 1 ? "" : "s"} left`, "part"); }
    if (now <= -6) { left = null; politely().finally(() => location.assign(form.dataset.report)); }
  };
  setInterval(tick, 1000);

  last = JSON.stringify(read().answer);
  const mine = box()[form.dataset.place];
  if (mine && mine.rev > known) { apply(mine); known = mine.rev; rev.value = mine.rev; key.value = mine.key; say("1 waiting", "part"); }
  form.addEventListener("change", queue);
  form.addEventListener("input", (event) => { if (event.target.type === "text") { clearTimeout(form.typing); form.typing = setTimeout(queue, 400); } });
  form.addEventListener("submit", (event) => {
    queue();
    if (navigator.onLine) return;
    event.preventDefault();
    say("No connection. This answer is kept here and is sent when it is back.", "part");
  });
})();
