/** The answers of a form as texts by name, and back. Files are not among them: a page may not choose them itself. */

import { tidied } from "../formats/bytes.ts";
import type { Fields } from "./content.ts";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function readFields(form: HTMLFormElement): Fields {
  const found: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") found[name] = [...(found[name] ?? []), tidied(value)];
  }
  return found;
}

/** Fills in what is known, and tells the page of each change. */
export function restoreFields(form: HTMLFormElement, fields: Fields): void {
  for (const control of form.elements) {
    if (isField(control) && control.name !== "" && control.name in fields) restore(control, fields[control.name] ?? []);
  }
}

function restore(field: Field, values: readonly string[]): void {
  if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) {
    field.checked = values.includes(field.value);
  } else {
    field.value = values[0] ?? "";
  }
  ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
}

function isField(control: Element): control is Field {
  if (control instanceof HTMLInputElement) return control.type !== "file";
  return control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement;
}
