// A live class: asks for the class's document, again and again, and lets htmx swap what has changed.
const place = document.getElementById("live");
const link = document.getElementById("link");
const OPEN_MS = 1000;
const WAIT_MS = 1000;
const HIDDEN_MS = 5000;
let version = place.dataset.version;
let failed = 0;
let over = "over" in place.dataset;
let mine = Object.fromEntries((place.dataset.mine || "").trim().split(" ").filter(Boolean).map((pair) => pair.split(":")));
let opened = performance.now();

const say = (words) => { if (link.textContent !== words) link.textContent = words; };

function pause() {
  // After an error: full jitter, the same rule that the course teaches for calls to AWS.
  if (failed) return fullJitter(failed);
  const base = document.hidden ? HIDDEN_MS : place.dataset.key?.includes("open") ? OPEN_MS : WAIT_MS;
  return base * (0.7 + 0.4 * Math.random());
}

let timer = 0;
function again(delay = pause()) {
  clearTimeout(timer);
  if (!over) timer = setTimeout(look, delay);
}

async function look() {
  try {
    const answer = await fetch(`${place.dataset.url}?v=${version}`, { credentials: "omit", signal: limit(8000) });
    keepTime(answer.headers);
    if (answer.status === 404 || answer.status >= 500) throw new Error(answer.status);
    failed = 0;
    say("");
    if (answer.status !== 204) {
      version = answer.headers.get("X-Version");
      over = answer.status === 286;
      show(await answer.text());
    }
  } catch {
    failed += 1;
    say(failed > 1 ? "Reconnecting… What is on this page may be old." : "");
  }
  again();
}

function limit(milliseconds) {
  const control = new AbortController();
  setTimeout(() => control.abort(), milliseconds);
  return control.signal;
}

function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const key = part("key").dataset.key;
  const kind = place.dataset.live;
  if (kind === "present") {
    // The presenter's panel is private: it is asked for, not carried by the document.
    if (!document.querySelector("[data-pressed]")) htmx.ajax("GET", place.dataset.panel, { target: "#live", swap: "innerHTML" });
    place.dataset.key = key;
    return;
  }
  if (key !== place.dataset.key) {
    if (over && kind === "phone") {
      location.reload();
      return;
    }
    place.dataset.key = key;
    place.dataset.round = part("key").dataset.round || "";
    place.dataset.phase = part("key").dataset.phase || "";
    htmx.swap("#live", part(kind).innerHTML, { swapStyle: "innerHTML" });
    opened = performance.now();
    dress();
    // A wall has nobody at its keys: the newest line of a run is brought into sight, not those that nobody reached.
    const newest = [...place.querySelectorAll(".run > .chain > .provider:not([data-s=never])")].pop();
    if (newest) newest.scrollIntoView({ block: "end" });
    else window.scrollTo(0, 0);
  }
  document.getElementById("count").innerHTML = part(`${kind}-count`).innerHTML;
  const timer = document.getElementById("timer");
  const wanted = part("screen-timer").innerHTML;
  if (timer && timer.dataset.text !== wanted) {
    timer.innerHTML = timer.dataset.text = wanted;
    tick();
  }
}

// The time a phase takes as a rule, on the wall and the teacher's window. It counts by the server's clock, which the page
// gives at first and every answer's Date (with the Age that a cache adds) keeps right, even after the machine has slept.
let ahead = Number(place.dataset.now) * 1000 - performance.now();
function keepTime(headers) {
  const told = Date.parse(headers.get("Date")) + 1000 * Number(headers.get("Age"));
  const wrong = told - performance.now() - ahead;
  if (Math.abs(wrong) > 2000) ahead += wrong;
}

function tick() {
  for (const timer of document.querySelectorAll(".timer")) {
    const left = Math.ceil(Number(timer.dataset.began) + Number(timer.dataset.seconds) - (performance.now() + ahead) / 1000);
    const shown = timer.querySelector("[data-left]");
    const text = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "";
    if (shown.textContent === text) continue;
    shown.textContent = text;
    if (!text) timer.querySelector("[data-then]").textContent = timer.querySelector("[data-then]").dataset.then;
  }
}
document.addEventListener("htmx:afterSwap", tick);
setInterval(tick, 250);
tick();

// What is personal is added here: the token of this page's forms, and one's own votes.
function dress() {
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  place.querySelectorAll("[data-csrf]").forEach((field) => { field.value = token; });
  const { round } = place.dataset;
  const first = mine[`${round}.1`];
  const second = mine[`${round}.2`];
  const form = place.querySelector("form[data-vote]");
  if (form) {
    const phase = form.elements.phase.value;
    const said = mine[`${form.elements.round.value}.${phase}`];
    form.querySelectorAll("input[name=choice]").forEach((box) => {
      box.checked = box.type === "radio" && box.value === said;
      if (phase === "2" && box.value === first) note(box.closest(".option").lastElementChild, "your first vote");
    });
    if (said !== undefined) place.querySelector("#said").innerHTML = '<p class="verdict" data-v="act"><b>Your vote is in.</b> You can change it until the vote closes.</p>';
  }
  place.querySelectorAll("[data-place]").forEach((line) => {
    const words = [first === line.dataset.place && "your first vote", second === line.dataset.place && "your second vote"].filter(Boolean).join(" and ");
    line.querySelector("[data-mine]").textContent = words;
  });
}

function note(at, words) {
  const small = document.createElement("small");
  small.textContent = words;
  at.append(small);
}

// A vote that did not get through is sent again while its question is on the screen; the server counts it once.
let lost = 0;
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches("form[data-vote]")) event.detail.parameters.milliseconds = Math.round(performance.now() - opened);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (!form.matches("form[data-vote], form[data-own]")) return;
  const status = event.detail.xhr.status;
  const lostNow = !status || status >= 500;
  if (form.matches("[data-own]")) {
    // One's own question, where each phone has one: asked for until it is there.
    if (lostNow) later(form);
    else lost = 0;
    return;
  }
  const said = form.querySelector("[data-voted]");
  if (status === 200 && said) {
    lost = 0;
    mine[said.dataset.voted] = said.dataset.choice;
    again(300);
  } else if (lostNow) {
    form.querySelector("#said").innerHTML = '<p class="verdict" data-v="part"><b>Not sent yet.</b> It is sent again by itself.</p>';
    later(form);
  }
});
function later(form) {
  lost += 1;
  setTimeout(() => { if (form.isConnected) htmx.trigger(form, "submit"); }, fullJitter(lost));
}
// A tap on "how sure" before any option is not a vote yet.
document.addEventListener("htmx:confirm", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-vote]") || event.detail.triggeringEvent?.type !== "change") return;
  if (!form.querySelector("input[name=choice]:checked")) event.preventDefault();
});

document.addEventListener("visibilitychange", () => { if (!document.hidden) again(0); });
for (const name of ["online", "pageshow"]) window.addEventListener(name, () => again(0));
again();
