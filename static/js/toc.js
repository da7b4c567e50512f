// Marks in the table of contents what has been read and where the reader is. Without it the list is a list.
(() => {
  const links = [...document.querySelectorAll(".toc a")];
  const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!links.length) return;

  let waiting = false;
  const update = () => {
    waiting = false;
    const line = window.innerHeight / 3;
    let here = -1;
    targets.forEach((target, place) => {
      if (target && target.getBoundingClientRect().top < line) here = place;
    });
    if (window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2) here = links.length - 1;
    links.forEach((link, place) => {
      link.parentElement.classList.toggle("done", place < here);
      if (place === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(update);
    waiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  update();
})();
