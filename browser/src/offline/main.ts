/** The script of the page that seals without a network: one file, opened from a stick, that asks nobody anything. */

import { byId } from "../page/dom.ts";
import { startPage } from "../page/starting.ts";
import { OfflinePage } from "./page.ts";

startPage("report-form", (form) => {
  new OfflinePage(form, byId("offline").textContent).start();
});
