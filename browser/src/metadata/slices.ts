/** Reads a file in windows: at most a MiB at a time, however long the file is. */

import { concatenated, type Bytes } from "../formats/bytes.ts";

export const MIB = 1024 * 1024;
/** No metadata that we look at may be longer; what is longer is reported as not looked into. */
export const MOST_LOOKED_AT = 4 * MIB;

/** Of a longer picture no cleaned copy is made. */
export const MOST_CLEANED = 256 * MIB;

/** The bytes are not what their format asks for. No other error leaves this folder. */
export class Unreadable extends Error {}

/** A file behind a window of at most a MiB, so that small steps forward do not each ask the system. */
export class Slices {
  readonly size: number;
  readonly #file: Blob;
  #window: Bytes = new Uint8Array(0);
  #start = 0;

  constructor(file: Blob) {
    this.#file = file;
    this.size = file.size;
  }

  /** Exactly `length` bytes from `at`. */
  async bytes(at: number, length: number): Promise<Bytes> {
    if (!(at >= 0 && length >= 0 && at + length <= this.size)) throw new Unreadable();
    if (length > MOST_LOOKED_AT) throw new Unreadable();
    if (at < this.#start || at + length > this.#start + this.#window.length) await this.#move(at, Math.max(length, MIB));
    return this.#window.subarray(at - this.#start, at - this.#start + length);
  }

  /** What there is of `length` bytes from `at`: fewer at the end of the file. */
  async upTo(at: number, length: number): Promise<Bytes> {
    return this.bytes(at, Math.max(0, Math.min(length, this.size - at)));
  }

  /** A part of the file, unread. */
  part(from: number, to: number): Blob {
    return this.#file.slice(from, to);
  }

  async #move(at: number, length: number): Promise<void> {
    const wanted = Math.min(length, this.size - at);
    try {
      this.#window = new Uint8Array(await this.#file.slice(at, at + wanted).arrayBuffer());
    } catch {
      // Gone or changed since it was chosen.
      throw new Unreadable();
    }
    if (this.#window.length !== wanted) throw new Unreadable();
    this.#start = at;
  }
}

/** Whether anything but zeros stands behind the picture; a second picture, a film, an earlier version. */
export async function isMoreThanZeros(slices: Slices, at: number): Promise<boolean> {
  const rest = await slices.upTo(at, MIB);
  return rest.some((byte) => byte !== 0) || at + rest.length < slices.size;
}

export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function latin1(raw: Uint8Array): string {
  let text = "";
  for (let at = 0; at < raw.length; at += 8192) text += String.fromCharCode(...raw.subarray(at, at + 8192));
  return text;
}

export function looseUtf8(raw: Uint8Array): string {
  return new TextDecoder("utf-8").decode(raw);
}

export function startsWith(raw: Uint8Array, text: string, at = 0): boolean {
  for (let place = 0; place < text.length; place++) {
    if (raw[at + place] !== text.charCodeAt(place)) return false;
  }
  return true;
}

export function uint(raw: Uint8Array, at: number, length: number, isLittle = false): number {
  if (at < 0 || at + length > raw.length) throw new Unreadable();
  let value = 0;
  for (let place = 0; place < length; place++) value = value * 256 + (raw[isLittle ? at + length - 1 - place : at + place] ?? 0);
  return value;
}

export async function packed(raw: Bytes): Promise<Bytes> {
  const stream = new Blob([raw]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The bytes unpacked, or null where this browser cannot, the bytes are damaged, or they unpack to more than `most`.
 * `isTolerant` gives what came before the damage.
 */
export async function unpacked(
  raw: Bytes,
  format: "deflate" | "deflate-raw",
  most = MOST_LOOKED_AT,
  isTolerant = false,
): Promise<Bytes | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream(format));
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > most) {
        await reader.cancel();
        return null;
      }
      pieces.push(value);
    }
  } catch {
    return isTolerant && size > 0 ? concatenated(...pieces) : null;
  }
  return concatenated(...pieces);
}
