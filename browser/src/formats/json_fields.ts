/** Reading single fields out of a stranger's JSON, each with its kind and a limit; all else is refused. */

import { fromHex, lettersOf, type Bytes } from "./bytes.ts";
import { isObject, type Json, type JsonObject } from "./canonical.ts";
import { Refused } from "../errors.ts";

/** Refuses an object that has not just these fields. */
export function requireFields(content: JsonObject, names: readonly string[]): void {
  const found = Object.keys(content).sort().join("\n");
  if (found !== [...names].sort().join("\n")) throw new Refused("field");
}

export function textField(content: JsonObject, name: string, limit = 1_000_000): string {
  const value = content[name];
  if (typeof value !== "string" || lettersOf(value).length > limit) throw new Refused("field");
  return value;
}

export function numberField(content: JsonObject, name: string, least = 0, most = 2 ** 53 - 1): number {
  const value = content[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new Refused("field");
  if (value < least || value > most) throw new Refused("field");
  return value;
}

export function hexField(content: JsonObject, name: string, length = 32): Bytes {
  const raw = fromHex(textField(content, name, 2 * length), "field");
  if (raw.length !== length) throw new Refused("field");
  return raw;
}

export function textsField(content: JsonObject, name: string): readonly string[] {
  const value = content[name];
  if (!Array.isArray(value)) throw new Refused("field");
  return value.map((item: unknown) => {
    if (typeof item !== "string") throw new Refused("field");
    return item;
  });
}

/** The one of `choices` that a field holds. */
export function choiceField<T extends string>(content: JsonObject, name: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === content[name]);
  if (found === undefined) throw new Refused("field");
  return found;
}

export function booleanField(content: JsonObject, name: string): boolean {
  const value = content[name];
  if (typeof value !== "boolean") throw new Refused("field");
  return value;
}

/** The objects in a field's list, at most so many. */
export function listField(content: JsonObject, name: string, most: number): readonly JsonObject[] {
  const value = content[name];
  if (!Array.isArray(value) || value.length > most) throw new Refused("field");
  return value.map((item: Json) => {
    if (!isObject(item)) throw new Refused("field");
    return item;
  });
}

export function objectField(content: JsonObject, name: string): JsonObject {
  const value = content[name];
  if (!isObject(value)) throw new Refused("field");
  return value;
}

/** A day as YYYY-MM-DD; such texts sort as their days do. */
export function dayField(content: JsonObject, name: string): string {
  const day = textField(content, name, 10);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Some engines read 30 February as 2 March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) throw new Refused("field");
  return day;
}
