// In development: reload when the code or the content behind the page has changed. What is typed is never thrown away.
(() => {
  let known = null;
  let typed = false;
  document.addEventListener("input", () => { typed = true; });
  const look = async () => {
    try {
      const answer = await fetch("/preview/version", { cache: "no-store" });
      const now = answer.ok ? await answer.text() : known;
      if (known && now !== known && !typed) location.reload();
      known = known || now;
    } catch {
      // The server is being restarted; the next look finds it.
    }
    setTimeout(look, 1000);
  };
  look();
})();
