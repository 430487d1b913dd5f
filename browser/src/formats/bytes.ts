/** Bytes to text and back, each in its one form. */

import { base64 } from "@scure/base";

import { Refused, orRefused } from "../errors.ts";
import type { ErrorKey } from "../page/texts.ts";

/** Bytes that share their memory with nobody: what a Blob and WebCrypto take. */
export type Bytes = Uint8Array<ArrayBuffer>;

const ENCODER = new TextEncoder();

export function utf8(text: string): Bytes {
  return new Uint8Array(ENCODER.encode(text));
}

/** The text in UTF-8 bytes; a byte order mark stays in it. */
export function fromUtf8(raw: Uint8Array, key: ErrorKey): string {
  return orRefused(key, () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw));
}

export function concatenated(...pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

export function toHex(raw: Uint8Array): string {
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes in lower-case hexadecimal; anything else is refused. */
export function fromHex(text: string, key: ErrorKey): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new Refused(key);
  const raw = new Uint8Array(text.length / 2);
  for (let place = 0; place < raw.length; place++) {
    raw[place] = Number.parseInt(text.slice(2 * place, 2 * place + 2), 16);
  }
  return raw;
}

export function toBase64(raw: Uint8Array): string {
  return base64.encode(raw);
}

/** The bytes in standard base64 with padding, in its one form only. */
export function fromBase64(text: string, key: ErrorKey): Bytes {
  const raw = orRefused(key, () => new Uint8Array(base64.decode(text)));
  if (base64.encode(raw) !== text) throw new Refused(key);
  return raw;
}

/** `value` as `width` big-endian bytes; exact up to 2^53. */
export function bigEndian(value: number, width: number): Bytes {
  const raw = new Uint8Array(width);
  let rest = value;
  for (let place = width - 1; place >= 0; place--) {
    raw[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return raw;
}

/** The number in big-endian bytes; infinite if it is more than 2^53, so that every comparison refuses it. */
export function fromBigEndian(raw: Uint8Array): number {
  const value = raw.reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** The characters of a text, as Python counts them. */
export function lettersOf(text: string): string[] {
  return Array.from(text);
}

/** Text without halves of characters, and with one kind of line break: what can be sealed and hashed. */
export function tidied(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/\p{Cs}/gu, "\ufffd");
}
