/** JSON whose bytes are fixed by its meaning (RFC 8785): whole numbers only, keys in ASCII. */

import { equal, fromUtf8, utf8, type Bytes } from "./bytes.ts";
import { Refused, orRefused } from "../errors.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const MAX_DEPTH = 64;

/** The RFC 8785 form of `value`; what could be written in several ways is refused. */
export function canonicalJson(value: Json): Bytes {
  return utf8(written(value, 0));
}

/** The JSON object in bytes that are in RFC 8785 form; so no key can stand twice. */
export function parseCanonicalObject(raw: Uint8Array): JsonObject {
  const text = fromUtf8(raw, "json");
  const value = orRefused("json", () => JSON.parse(text) as Json);
  if (!isObject(value) || !equal(canonicalJson(value), raw)) throw new Refused("json");
  return value;
}

/** Whether `value` is an object, not a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function written(value: Json, depth: number): string {
  if (depth > MAX_DEPTH) throw new Refused("json");
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Refused("json");
  if (typeof value === "string") return quoted(value);
  // JSON writes minus zero as 0, as RFC 8785 does.
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => written(item, depth + 1)).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => member(name, value[name] ?? null, depth)).join(",")}}`;
}

function member(name: string, value: Json, depth: number): string {
  if (!/^[\u0000-\u007f]*$/.test(name)) throw new Refused("json");
  return `${JSON.stringify(name)}:${written(value, depth + 1)}`;
}

function quoted(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new Refused("json");
  return JSON.stringify(text);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
