/** Starts the page this script stands on, if the browser has what is needed; else the page works without it. */

import { startMailboxPage } from "./mailbox_page.ts";
import { startReportPage } from "./report_page.ts";

const NEEDED: readonly unknown[] = [
  (globalThis as Partial<typeof globalThis>).fetch,
  (globalThis as Partial<typeof globalThis>).TransformStream,
  (globalThis as Partial<typeof globalThis>).AbortController,
  (globalThis.crypto as Partial<Crypto> | undefined)?.getRandomValues,
  (Blob.prototype as Partial<Blob>).arrayBuffer,
  (Element.prototype as Partial<Element>).replaceChildren,
];

if (NEEDED.every((part) => part !== undefined)) {
  const report = document.getElementById("report-form");
  if (report instanceof HTMLFormElement) startReportPage(report);
  const back = document.getElementById("return-form");
  if (back instanceof HTMLFormElement) startMailboxPage(back);
  // Only now: where something above failed, the page must go on saying that no script seals what is typed.
  const root = document.documentElement;
  root.dataset["script"] = "ready";
  root.classList.remove("no-script");
}
