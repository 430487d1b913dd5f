// Keys for people who work here all day. Every page works without this file.
"use strict";
(() => {
  const OFF = "keys-off";
  const places = { t: "/today", i: "/", c: "/cases", r: "/review", p: "/publish", d: "/documents", o: "/officers" };
  const box = document.getElementById("keys-off");
  const isOff = () => localStorage.getItem(OFF) === "yes";
  if (box) {
    box.checked = isOff();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "yes" : "no"));
  }
  const problem = document.getElementById("problem");
  if (problem) problem.focus();

  // The inbox looks again by itself, but never under somebody's hands.
  const every = Number(document.body.dataset.reload ?? 0) * 1000;
  let touched = Date.now();
  for (const kind of ["keydown", "pointerdown", "wheel"]) {
    document.addEventListener(kind, () => (touched = Date.now()), { passive: true });
  }
  if (every) {
    setInterval(() => {
      if (Date.now() - touched >= every / 2 && document.activeElement === document.body) location.reload();
    }, every);
  }

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const linkOf = (row) => row.querySelector("a, input, button");
  const step = (by) => {
    const all = rows();
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
    if (!next) return;
    linkOf(next)?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const row = rows().find((found) => found.contains(document.activeElement) || found.matches(":target"));
    // What decides on one thing works only on the thing that is marked.
    const place = "ynxu".includes(key) ? row : document;
    place?.querySelector(`[data-key="${key}"]`)?.click();
  };
  const showKeys = () => {
    const help = document.querySelector(".keys");
    if (!help) return;
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  };

  // A text that was begun is kept on this machine while it is typed, until it is recorded.
  const form = document.querySelector("form[data-keep]");
  const KEEP_EVERY = 5000;
  if (form) {
    const typed = () => {
      const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
      return new URLSearchParams([...fields, ["begun_quiet", "yes"]]).toString();
    };
    let kept = typed();
    const keep = () => {
      const now = typed();
      if (now === kept) return;
      kept = now;
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      fetch("/begun", { method: "POST", body: now, headers, keepalive: now.length < 60000 }).catch(() => (kept = ""));
    };
    const timer = setInterval(keep, KEEP_EVERY);
    document.addEventListener("visibilitychange", keep);
    form.addEventListener("submit", () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", keep);
    });
  }
  const toSearch = () => {
    const field = document.getElementById("search-text");
    if (field) field.select();
    else location.assign("/search");
  };
  let waitsForPlace = false;
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    const key = event.key;
    if (waitsForPlace) {
      waitsForPlace = false;
      if (places[key]) location.assign(places[key]);
      return;
    }
    if (key === "g") waitsForPlace = true;
    else if (key === "?") showKeys();
    else if (key === "/") toSearch();
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (["s", "a", "y", "n", "x", "u"].includes(key)) press(key);
    else return;
    event.preventDefault();
  });
})();
