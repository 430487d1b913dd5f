/**
 * The frame around everything that passes a gate, before it is sealed (docs/formats/payload.md):
 * u16be name length | name | body | zeros | u64be body length.
 */

import { bigEndian, fromBigEndian, fromUtf8, utf8, type Bytes } from "../formats/bytes.ts";
import { Refused } from "../errors.ts";
import { paddedLength } from "./padding.ts";

export const FLOOR = 8192;
export const NAME_LIMIT = 255;
const HEAD = 2;
const TAIL = 8;
const ZEROS = 1024 * 1024;
// A name may not turn the direction of what follows it: that is how "exe.fdp" is shown as a PDF.
const FORBIDDEN = /[/\\\u202a-\u202e\u2066-\u2069\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

export interface Payload {
  readonly name: string;
  readonly body: Uint8Array;
}

/** A frame that need not fit in memory, and where in it the body begins. */
export interface Framed {
  readonly blob: Blob;
  readonly bodyOffset: number;
}

/** `body` under `name`, padded; `floor` is 0 for attachments. Refuses a name that cannot stand in a frame. */
export function framed(name: string, body: Blob, floor: number): Framed {
  const encoded = utf8(checkedName(name));
  const bodyOffset = HEAD + encoded.length;
  const needed = bodyOffset + body.size + TAIL;
  const zeros = zerosOf(paddedLength(needed, floor) - needed);
  const blob = new Blob([bigEndian(encoded.length, HEAD), encoded, body, ...zeros, bigEndian(body.size, TAIL)]);
  return { blob, bodyOffset };
}

/** What is in a frame; refuses padding that is not zero, a length that does not fit, and a bad name. */
export function readFrame(raw: Uint8Array): Payload {
  const nameLength = fromBigEndian(raw.subarray(0, HEAD));
  const offset = HEAD + nameLength;
  const end = raw.length - TAIL;
  if (nameLength > NAME_LIMIT || offset > end) throw new Refused("frame");
  const name = checkedName(fromUtf8(raw.subarray(HEAD, offset), "frame"));
  const bodyEnd = offset + fromBigEndian(raw.subarray(end));
  if (bodyEnd > end || !raw.subarray(bodyEnd, end).every((byte) => byte === 0)) throw new Refused("frame");
  return { name, body: raw.subarray(offset, bodyEnd) };
}

/** A name that can stand in a frame and keeps what it can of a file's own name, its ending above all. */
export function cleanName(name: string): string {
  const last = name.replace(/\\/g, "/").split("/").pop() ?? "";
  const plain = last.replace(/\p{Cs}/gu, "?");
  const shown = Array.from(plain, (letter) => (FORBIDDEN.test(letter) ? "_" : letter)).join("");
  const cut = endOf(utf8(shown));
  return cut === "" || cut === "." || cut === ".." ? "unnamed" : cut;
}

function endOf(encoded: Bytes): string {
  let start = Math.max(0, encoded.length - NAME_LIMIT);
  // A character that was cut in half is left out: its later bytes are 10xxxxxx.
  while (((encoded[start] ?? 0) & 0xc0) === 0x80) start++;
  return fromUtf8(encoded.subarray(start), "frameName");
}

function checkedName(name: string): string {
  if (name === "" || name === "." || name === ".." || FORBIDDEN.test(name)) throw new Refused("frameName");
  if (utf8(name).length > NAME_LIMIT) throw new Refused("frameName");
  return name;
}

/** So many zeros, by reference to one small Blob: padding of a large file takes no memory. */
function zerosOf(length: number): Blob[] {
  const whole = new Blob([new Uint8Array(Math.min(ZEROS, length))]);
  const count = Math.floor(length / ZEROS);
  return [...Array<Blob>(count).fill(whole), whole.slice(0, length - count * ZEROS)];
}
