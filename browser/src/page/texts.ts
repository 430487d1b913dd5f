/**
 * Every sentence that the script shows, in the language of the page, which brings them along.
 *
 * In English they stand in src/unhindered/gate/languages/script.json: add them there, under `danger` or
 * `consent` where they are about that, and run `make languages`. Words in braces are filled in by `filled`.
 */

import type english from "../../../src/unhindered/gate/languages/script.json";

export interface Told {
  readonly sentence: string;
  readonly advice: string;
}

type English = typeof english;
export type TextKey = keyof (English["texts"] & English["danger"] & English["consent"]);
export type ErrorKey = keyof English["errors"];

interface PageTexts {
  readonly texts: Readonly<Record<TextKey, string>>;
  readonly errors: Readonly<Record<ErrorKey, Told>>;
}

/** The page's own. */
export const { texts: TEXTS, errors: ERRORS } = textsOfPage();

/** What to say of an error. Where there is no page, as in tests, its key stands for it. */
export function toldOf(key: ErrorKey): Told {
  return key in ERRORS ? ERRORS[key] : { sentence: key, advice: "" };
}

/** `text` with each word in braces replaced by its value. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** What the gate answered, in the language of the page where it can be; its own English where not. */
export function saidByGate(text: string, values: Readonly<Record<string, string>>): string {
  return (refusals()[text] ?? text).replace(/%\((\w+)\)s/g, (whole, name: string) => values[name] ?? whole);
}

function textsOfPage(): PageTexts {
  const empty = { texts: {}, errors: {} } as PageTexts;
  return { ...empty, ...(jsonOnPage("texts") as Partial<PageTexts>) };
}

function refusals(): Readonly<Record<string, string>> {
  return jsonOnPage("refusals") as Readonly<Record<string, string>>;
}

function jsonOnPage(id: string): object {
  const found = typeof document === "undefined" ? null : document.getElementById(id);
  return JSON.parse(found?.textContent ?? "{}") as object;
}
