/**
 * Loads a part of the script that most people never need, when it is needed.
 *
 * The page names each part and its hash (`data-lazy` on the body: JSON of file name to integrity), and the
 * browser runs it only if it fits. A part hands over what it can do by one event on its own element, so that
 * nothing global is left behind.
 */

import { Unavailable } from "../errors.ts";
import { OFFERED } from "./offer.ts";

const loading = new Map<string, Promise<unknown>>();

/** What the part `name` (as `uploads.js`) offers; loaded once. Raises `Unavailable` if it cannot be loaded. */
export async function loadPart<T>(name: string): Promise<T> {
  const known = loading.get(name) ?? loadScript(name);
  loading.set(name, known);
  try {
    return (await known) as T;
  } catch (error) {
    // The line may be back the next time.
    loading.delete(name);
    throw error;
  }
}

function loadScript(name: string): Promise<unknown> {
  const integrity = integrityOf(name);
  if (integrity === null) return Promise.reject(new Unavailable("partMissing"));
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = (): void => {
      script.remove();
      reject(new Unavailable("partMissing"));
    };
    script.addEventListener(OFFERED, (event) => {
      resolve((event as CustomEvent<unknown>).detail);
    });
    script.addEventListener("error", fail);
    // Comes after the part's own event; alone, it says that the part offered nothing.
    script.addEventListener("load", fail);
    script.integrity = integrity;
    script.src = `/static/${name}`;
    document.head.append(script);
  });
}

function integrityOf(name: string): string | null {
  try {
    const hashes = JSON.parse(document.body.dataset["lazy"] ?? "{}") as Readonly<Record<string, unknown>>;
    const hash = hashes[name];
    return typeof hash === "string" && hash !== "" ? hash : null;
  } catch {
    return null;
  }
}
