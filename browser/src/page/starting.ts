/** Starts a page, if the browser has what is needed; else the page works as it does without script. */

const NEEDED: readonly unknown[] = [
  (globalThis as Partial<typeof globalThis>).fetch,
  (globalThis as Partial<typeof globalThis>).TransformStream,
  (globalThis as Partial<typeof globalThis>).AbortController,
  (globalThis.crypto as Partial<Crypto> | undefined)?.getRandomValues,
  (Blob.prototype as Partial<Blob>).arrayBuffer,
  (Element.prototype as Partial<Element>).replaceChildren,
];

/** Hands over the form with this id, where there is one. */
export function startPage(id: string, start: (form: HTMLFormElement) => void): void {
  const form = document.getElementById(id);
  if (!(form instanceof HTMLFormElement)) return;
  startPlainPage(() => {
    start(form);
  });
}

/** As `startPage`, for a page without a form of its own. */
export function startPlainPage(start: () => void): void {
  if (!NEEDED.every((part) => part !== undefined)) return;
  start();
  // Only now: where something above failed, the page must go on saying that no script seals what is typed.
  const root = document.documentElement;
  root.dataset["script"] = "ready";
  root.classList.remove("no-script");
}
