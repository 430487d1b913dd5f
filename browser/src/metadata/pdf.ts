/**
 * PDF: its Info dictionary, its XMP, and signs of comments, earlier versions and files inside.
 * It looks at text and packed objects as they stand, and follows no action and no link.
 */

import { concatenated, type Bytes } from "../formats/bytes.ts";
import { kindOf, type Found } from "./found.ts";
import { MIB, MOST_LOOKED_AT, latin1, unpacked, type Slices } from "./slices.ts";
import type { HiddenKind } from "./types.ts";
import { readXmp } from "./xmp.ts";

const MOST_UNPACKED = 16 * MIB;
const MOST_STREAMS = 400;
const MOST_OBJECT = 64 * 1024;

const KINDS: Readonly<Record<string, HiddenKind>> = {
  Author: "person",
  Company: "person",
  Manager: "person",
  LastSavedBy: "person",
  Creator: "software",
  Producer: "software",
  CreationDate: "time",
  ModDate: "time",
  SourceModified: "time",
  Title: "comment",
  Subject: "comment",
  Keywords: "comment",
};

/** The document's bytes, one letter each; and the objects that were packed in it. */
interface Opened {
  readonly raw: Bytes;
  readonly text: string;
  readonly objects: Map<string, string>;
}

export async function lookIntoPdf(slices: Slices, found: Found): Promise<void> {
  const raw = await bothEnds(slices, found);
  const opened: Opened = { raw, text: latin1(raw), objects: new Map() };
  const isLocked = /\/Encrypt\b/.test(opened.text);
  if (isLocked) found.partly();
  else await unpackObjects(opened, found);
  await lookForXmp(opened, found);
  if (!isLocked) lookIntoInfo(opened, found);
  lookForSigns(opened, found);
}

/** All of a small document; the first and last part of a long one, where its metadata mostly stands. */
async function bothEnds(slices: Slices, found: Found): Promise<Bytes> {
  if (slices.size <= MOST_LOOKED_AT) return (await slices.bytes(0, slices.size)).slice();
  found.partly();
  const half = MOST_LOOKED_AT / 2;
  const first = (await slices.bytes(0, half)).slice();
  return concatenated(first, await slices.bytes(slices.size - half, half));
}

/** The places where `word` stands, `most` of them. */
function placesOf(text: string, word: string, most: number): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at !== -1 && places.length < most; at = text.indexOf(word, at + word.length)) places.push(at);
  return places;
}

/** What stands in a stream that has `at` in its dictionary; null where it is not one, or packed in another way. */
async function streamAround({ raw, text }: Opened, at: number): Promise<{ head: string; body: Bytes } | null> {
  // Backwards no further than an object's head is long: a file of nothing else must not make this slow.
  const before = text.slice(Math.max(0, at - MOST_OBJECT), at);
  const start = before.lastIndexOf("obj");
  const mark = text.slice(at, at + MOST_OBJECT).indexOf("stream");
  if (start === -1 || mark === -1) return null;
  const head = before.slice(start + 3) + text.slice(at, at + mark);
  const from = at + mark + 6 + (text.startsWith("\r\n", at + mark + 6) ? 2 : 1);
  const end = text.indexOf("endstream", from);
  if (end === -1) return null;
  return unpackedStream(head, raw.slice(from, end));
}

async function unpackedStream(head: string, packed: Bytes): Promise<{ head: string; body: Bytes } | null> {
  if (!head.includes("/Filter")) return { head, body: packed };
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(head) || head.includes("/DecodeParms")) return null;
  // The line's end before "endstream" is not part of it: what came before is enough.
  const body = await unpacked(packed, "deflate", MOST_LOOKED_AT, true);
  return body === null ? null : { head, body };
}

async function unpackObjects(opened: Opened, found: Found): Promise<void> {
  let size = 0;
  const places = placesOf(opened.text, "/ObjStm", MOST_STREAMS);
  if (places.length === MOST_STREAMS) found.partly();
  for (const at of places) {
    const stream = await streamAround(opened, at);
    size += stream?.body.length ?? 0;
    if (stream === null || size > MOST_UNPACKED) found.partly();
    if (size > MOST_UNPACKED) return;
    if (stream !== null) takeObjects(stream.head, latin1(stream.body), opened.objects);
  }
}

function takeObjects(head: string, text: string, objects: Map<string, string>): void {
  const first = Number(/\/First\s+(\d{1,9})/.exec(head)?.[1] ?? 0);
  const numbers = text.slice(0, first).trim().split(/\s+/);
  for (let place = 0; place + 1 < numbers.length; place += 2) {
    const from = first + Number(numbers[place + 1]);
    const next = numbers[place + 3];
    objects.set(numbers[place] ?? "", text.slice(from, next === undefined ? from + MOST_OBJECT : first + Number(next)));
  }
}

async function lookForXmp(opened: Opened, found: Found): Promise<void> {
  const { raw, text } = opened;
  for (const at of placesOf(text, "<x:xmpmeta", 20)) {
    const end = text.indexOf("</x:xmpmeta>", at);
    readXmp(raw.slice(at, end === -1 ? Math.min(raw.length, at + MIB) : end), found);
  }
  // Not "/MetadataDate", and not the reference that only points at one.
  for (const at of placesOf(text, "/Metadata", 60)) {
    if (!/^\/Type\s*$/.test(text.slice(at - 6, at).trimStart()) || /^\w/.test(text.slice(at + 9, at + 10))) continue;
    const stream = await streamAround(opened, at);
    if (stream === null) found.partly();
    else if (stream.head.includes("/Filter")) readXmp(stream.body, found);
  }
}

function lookIntoInfo(opened: Opened, found: Found): void {
  const seen = new Set<string>();
  for (const at of placesOf(opened.text, "/Info", 60)) {
    const reference = /^\/Info\s{0,9}(\d{1,9})\s{1,9}(\d{1,5})\s{1,9}R/.exec(opened.text.slice(at, at + 60));
    const [whole = "", number = "", generation = ""] = reference ?? [];
    if (reference === null || seen.has(whole)) continue;
    seen.add(whole);
    const texts = objectsOf(opened, number, generation);
    if (texts.length === 0) found.partly();
    for (const text of texts) readInfo(text, opened, found);
  }
}

/** Every version of an object: an earlier author may still stand in the file. */
function objectsOf({ text, objects }: Opened, number: string, generation: string): string[] {
  const packed = objects.get(number);
  const found = packed === undefined ? [] : [packed];
  const mark = `${number} ${generation} obj`;
  for (const at of placesOf(text, mark, 10)) {
    if (/\d/.test(text.charAt(at - 1))) continue;
    const end = text.indexOf("endobj", at);
    if (end !== -1) found.push(text.slice(at + mark.length, Math.min(end, at + MOST_OBJECT)));
  }
  return found;
}

function readInfo(text: string, opened: Opened, found: Found): void {
  let at = text.indexOf("<<") + 2;
  for (let count = 0; count < 200; count++) {
    at = text.indexOf("/", at);
    if (at === -1) return;
    const name = /^[^\s()<>[\]{}/%]{0,127}/.exec(text.slice(at + 1, at + 129))?.[0] ?? "";
    const start = at + 1 + name.length;
    const read = stringAt(text, start) ?? pointedAt(text, start, opened);
    if (read !== null) told(name, read.value, found);
    at = Math.max(start, read?.end ?? 0);
  }
}

function told(name: string, value: string, found: Found): void {
  const kind = kindOf(KINDS, name);
  const date = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?\d?\d?)?/.exec(value);
  if (kind !== undefined) found.value(kind, date === null ? value : dateOf(date));
  else found.value("other", `${name}: ${value}`);
}

function dateOf([, year, month, date, hour, minute, second, zone]: RegExpExecArray): string {
  const day = [year, month, date].filter((part) => part !== undefined).join("-");
  const time = [hour, minute, second].filter((part) => part !== undefined).join(":");
  return [day, time, (zone ?? "").replace(/'/, ":").replace(/:$/, "")].join(" ");
}

interface Read {
  readonly value: string;
  readonly end: number;
}

function pointedAt(text: string, start: number, opened: Opened): Read | null {
  const [whole, number = "", generation = ""] = /^\s{0,9}(\d{1,9})\s{1,9}(\d{1,5})\s{1,9}R/.exec(text.slice(start, start + 50)) ?? [];
  if (whole === undefined) return null;
  const value = objectsOf(opened, number, generation).map((object) => stringAt(object, 0)?.value ?? "").join(" ");
  return { value, end: start + whole.length };
}

/** A string in round or angle brackets, after any space; null where there is none. */
function stringAt(text: string, start: number): Read | null {
  const at = start + (/^\s*/.exec(text.slice(start, start + 20))?.[0].length ?? 0);
  if (text.charAt(at) === "(") return roundAt(text, at + 1);
  if (text.charAt(at) !== "<" || text.charAt(at + 1) === "<") return null;
  const end = text.indexOf(">", at);
  if (end === -1) return null;
  const digits = text.slice(at + 1, Math.min(end, at + 8192)).replace(/[^0-9a-fA-F]/g, "");
  const letters = digits.match(/../g) ?? [];
  return { value: decoded(letters.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join("")), end };
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function roundAt(text: string, start: number): Read {
  let value = "";
  let depth = 1;
  let at = start;
  for (; at < text.length && value.length < 4096; at++) {
    const letter = text.charAt(at);
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (depth === 0) break;
    if (letter === "\\") {
      const escape = escapeAt(text, at + 1);
      value += escape.letter;
      at += escape.length;
    } else value += letter;
  }
  return { value: decoded(value), end: at };
}

function escapeAt(text: string, at: number): { letter: string; length: number } {
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
  if (octal !== undefined) return { letter: String.fromCharCode(Number.parseInt(octal, 8) & 255), length: octal.length };
  const next = text.charAt(at);
  return { letter: ESCAPED[next] ?? next, length: 1 };
}

function decoded(letters: string): string {
  const raw = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  if (letters.startsWith("\xfe\xff")) return new TextDecoder("utf-16be").decode(raw);
  if (letters.startsWith("\xef\xbb\xbf")) return new TextDecoder("utf-8").decode(raw);
  return letters;
}

function lookForSigns({ text, objects }: Opened, found: Found): void {
  const all = [text, ...objects.values()];
  const says = (pattern: RegExp): boolean => all.some((part) => pattern.test(part));
  if (says(/\/Subtype\s{0,9}\/(?:Text|FreeText|Highlight|StrikeOut|Underline|Squiggly|Ink|Stamp)\b/)) found.note("person", "comments");
  if (says(/\/EmbeddedFiles?\b/)) found.note("other", "moreInside");
  if (text.includes("Exif\0\0")) found.note("other", "picturesInside");
  const endings = placesOf(text, "startxref", 10).length - (text.includes("/Linearized") ? 1 : 0);
  if (endings > 1) found.note("other", "earlierVersions");
}
