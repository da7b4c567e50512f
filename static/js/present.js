// The presenter's keys: space goes on, 1 to 9 choose a question, N the next line, U undoes, B blanks the wall.
const place = document.getElementById("live");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=hidden]), textarea, select, summary, a")) return;
  if (event.target.closest("button") && (event.key === " " || event.key === "Enter")) return;
  const wanted = event.key.toLowerCase();
  const button = [...place.querySelectorAll("button[data-key]")].find((one) => one.dataset.key === wanted);
  if (!button || button.closest("[data-hold]")) return;
  event.preventDefault();
  button.click();
});

// What cannot be taken back wants a long press; the keyboard and a page without this script ask no more than a click.
const HOLD_MS = 700;
let held = 0;
place.addEventListener("pointerdown", (event) => {
  const button = event.target.closest("[data-hold] button");
  if (!button) return;
  button.dataset.pressed = "";
  held = 0;
  const began = performance.now();
  const up = () => {
    held = performance.now() - began;
    delete button.dataset.pressed;
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", up);
  };
  addEventListener("pointerup", up);
  addEventListener("pointercancel", up);
});
place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-hold] button");
  if (!button || event.detail === 0 || held >= HOLD_MS) return;
  event.preventDefault();
  event.stopPropagation();
  const words = document.getElementById("link");
  words.textContent = "Press and hold for a moment.";
}, true);

// Answers may cross on the way, and an old panel would show old buttons: of two, the newer one stays.
let shown = Number(place.dataset.version);
place.addEventListener("htmx:beforeSwap", (event) => {
  const version = Number(event.detail.xhr?.getResponseHeader("X-Version"));
  if (version < shown) event.detail.shouldSwap = false;
  else shown = version;
});
