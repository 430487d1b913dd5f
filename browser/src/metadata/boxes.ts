/** HEIC and AVIF: finds the EXIF and XMP items in the boxes (ISO/IEC 14496-12, 23008-12) and reads them. */

import { concatenated, type Bytes } from "../formats/bytes.ts";
import { readExif } from "./exif.ts";
import type { Found } from "./found.ts";
import { MIB, Unreadable, latin1, looseUtf8, uint, type Slices } from "./slices.ts";
import { readXmp } from "./xmp.ts";

const MOST_BOXES = 2000;
const MOST_ITEMS = 5000;
const MOST_PARTS = 64;

export interface Box {
  readonly type: string;
  /** Where its contents begin and end. */
  readonly from: number;
  readonly to: number;
}

interface Extent {
  readonly at: number;
  readonly length: number;
}

/** The boxes between two places of a file, one after the other. */
export async function* boxesOf(slices: Slices, start: number, end: number): AsyncGenerator<Box> {
  let at = start;
  for (let count = 0; at + 8 <= end; count++) {
    if (count === MOST_BOXES) throw new Unreadable();
    const box = boxAt(await slices.upTo(at, 16), 0, end - at);
    yield { type: box.type, from: at + box.from, to: at + box.to };
    at += box.to;
  }
}

function boxAt(raw: Bytes, at: number, left: number): Box {
  const short = uint(raw, at, 4);
  const isLong = short === 1;
  const size = isLong ? uint(raw, at + 8, 8) : short === 0 ? left : short;
  const head = isLong ? 16 : 8;
  if (size < head || size > left) throw new Unreadable();
  return { type: latin1(raw.subarray(at + 4, at + 8)), from: at + head, to: at + size };
}

export function boxesIn(raw: Bytes, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to && boxes.length < MOST_ITEMS; ) {
    const box = boxAt(raw, at, to - at);
    boxes.push(box);
    at = box.to;
  }
  return boxes;
}

export async function lookIntoBoxes(slices: Slices, found: Found): Promise<void> {
  for await (const box of boxesOf(slices, 0, slices.size)) {
    if (box.type === "meta") {
      const raw = (await slices.bytes(box.from, box.to - box.from)).slice();
      await lookIntoItems(slices, raw, found);
    } else if (box.type === "uuid" || box.type === "jumb") found.note("other", "provenance");
    else if (!["ftyp", "mdat", "free", "skip", "moov"].includes(box.type)) found.note("other", "unnamed");
  }
}

async function lookIntoItems(slices: Slices, raw: Bytes, found: Found): Promise<void> {
  const boxes = boxesIn(raw, 4, raw.length);
  const kinds = kindsOf(raw, boxes.find(({ type }) => type === "iinf"));
  const places = placesOf(raw, boxes.find(({ type }) => type === "iloc"), boxes.find(({ type }) => type === "idat"));
  if (kinds.size === 0) found.partly();
  for (const [item, kind] of kinds) {
    if (kind !== "Exif" && kind !== "mime") continue;
    await found.tried(async () => {
      const extents = places.get(item) ?? [];
      if (extents.length === 0) throw new Unreadable();
      const contents = await joined(slices, raw, extents);
      if (kind === "mime") readXmp(contents, found);
      else readExif(contents.slice(4 + uint(contents, 0, 4)), found);
    });
  }
}

/** Item by number: "Exif", "mime" for XMP, or another. */
function kindsOf(raw: Bytes, iinf: Box | undefined): Map<number, string> {
  const kinds = new Map<number, string>();
  if (iinf === undefined) return kinds;
  const start = iinf.from + 4 + (raw[iinf.from] === 0 ? 2 : 4);
  for (const { type, from, to } of boxesIn(raw, start, iinf.to)) {
    const version = raw[from] ?? 0;
    if (type !== "infe" || version < 2) continue;
    const wide = version === 2 ? 2 : 4;
    const kind = latin1(raw.subarray(from + 6 + wide, from + 10 + wide));
    const rest = looseUtf8(raw.subarray(from + 10 + wide, to));
    // Other "mime" items are pictures' own.
    kinds.set(uint(raw, from + 4, wide), kind === "mime" && !rest.includes("rdf+xml") ? "other" : kind);
  }
  return kinds;
}

/** Where each item stands; a negative place counts from the end of what is kept beside the list. */
function placesOf(raw: Bytes, iloc: Box | undefined, idat: Box | undefined): Map<number, Extent[]> {
  const places = new Map<number, Extent[]>();
  if (iloc === undefined) return places;
  const version = uint(raw, iloc.from, 1);
  const wide = version < 2 ? 2 : 4;
  const sizes = uint(raw, iloc.from + 4, 2);
  const numbers = new Numbers(raw, iloc.from + 6);
  const count = Math.min(numbers.next(wide), MOST_ITEMS);
  for (let place = 0; place < count; place++) {
    const item = numbers.next(wide);
    const method = version === 0 ? 0 : numbers.next(2) & 15;
    const extents = extentsAt(numbers, sizes, version);
    // Inside the list itself: told apart by a place below zero.
    const shift = method === 1 ? (idat?.from ?? 0) - raw.length : 0;
    if (method < 2) places.set(item, extents.map(({ at, length }) => ({ at: at + shift, length })));
  }
  return places;
}

/** The parts of one item; `sizes` says how wide the numbers are that describe them. */
function extentsAt(numbers: Numbers, sizes: number, version: number): Extent[] {
  const [offset = 0, length = 0, base = 0, index = 0] = [12, 8, 4, 0].map((shift) => (sizes >> shift) & 15);
  numbers.next(2);
  const start = numbers.next(base);
  const extents: Extent[] = [];
  const count = numbers.next(2);
  // Numbers may be no bytes wide: a short list could describe parts without end.
  if (count > MOST_PARTS) throw new Unreadable();
  for (let left = count; left > 0; left--) {
    if (version > 0) numbers.next(index);
    extents.push({ at: start + numbers.next(offset), length: numbers.next(length) });
  }
  return extents;
}

/** Numbers of several widths, one after the other. */
class Numbers {
  readonly #raw: Bytes;
  #at: number;

  constructor(raw: Bytes, at: number) {
    this.#raw = raw;
    this.#at = at;
  }

  next(size: number): number {
    this.#at += size;
    return size === 0 ? 0 : uint(this.#raw, this.#at - size, size);
  }
}

async function joined(slices: Slices, raw: Bytes, extents: readonly Extent[]): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let size = 0;
  for (const { at, length } of extents) {
    size += length;
    if (size > MIB) throw new Unreadable();
    pieces.push(at < 0 ? raw.slice(raw.length + at, raw.length + at + length) : (await slices.bytes(at, length)).slice());
  }
  return concatenated(...pieces);
}
