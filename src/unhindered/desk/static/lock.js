// Covers the page when nobody touches it, without losing what was typed. The desk itself locks too.
"use strict";
(() => {
  const cover = document.getElementById("cover");
  const idle = Number(cover?.dataset.idle ?? 0) * 1000;
  if (!idle) return;
  let touched = Date.now();
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    document.addEventListener(kind, () => (touched = Date.now()), { passive: true });
  }
  const lock = async () => {
    if (cover.open) return;
    document.documentElement.classList.add("covered");
    cover.showModal();
    await fetch("/lock", { method: "POST", redirect: "manual" });
  };
  setInterval(() => {
    if (Date.now() - touched >= idle) void lock();
  }, 5000);
  document.getElementById("lock-now")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void lock();
  });
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch("/unlock", { method: "POST", body: new URLSearchParams(new FormData(form)) });
    form.reset();
    const isOpen = answer.ok;
    document.getElementById("cover-problem").hidden = isOpen;
    if (!isOpen) return;
    touched = Date.now();
    cover.close();
    document.documentElement.classList.remove("covered");
  });
})();
