// Tells that something came in, and nothing of what: notices show on locked screens and wander to telephones.
"use strict";
(() => {
  const KEPT = "desk-waiting";
  const box = document.getElementById("notify");
  const waiting = Number(document.body.dataset.waiting ?? NaN);
  if (!("Notification" in window) || Number.isNaN(waiting)) return;
  const isOn = () => localStorage.getItem("notify") === "yes" && Notification.permission === "granted";
  if (box) {
    box.closest("p").hidden = false;
    box.checked = isOn();
    box.addEventListener("change", async () => {
      const isWanted = box.checked && (await Notification.requestPermission()) === "granted";
      box.checked = isWanted;
      localStorage.setItem("notify", isWanted ? "yes" : "no");
    });
  }
  const before = Number(sessionStorage.getItem(KEPT) ?? waiting);
  sessionStorage.setItem(KEPT, String(waiting));
  if (waiting > before && isOn()) new Notification("Unhindered", { body: "Look at your desk.", tag: "desk" });
})();
