/** WebP: what its chunks hide, and the same picture without them. */

import { concatenated, type Bytes } from "../formats/bytes.ts";
import { onlyOrientation, orientationOf, readExif, withoutExifMark } from "./exif.ts";
import { namesScreen, onlyColours } from "./icc.ts";
import type { Found } from "./found.ts";
import { Unreadable, ascii, isMoreThanZeros, latin1, startsWith, uint, type Slices } from "./slices.ts";
import { readXmp } from "./xmp.ts";

const MOST_CHUNKS = 100_000;
const KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const IN_FRAME = new Set(["VP8 ", "VP8L", "ALPH"]);
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;
const USED_FLAGS = 0x3e;

interface Chunk {
  readonly type: string;
  readonly from: number;
  /** The end of what it carries, without the byte that makes it even. */
  readonly end: number;
  readonly to: number;
}

/** The end of the file as its first bytes say. */
async function endOf(slices: Slices): Promise<number> {
  const start = await slices.bytes(0, 12);
  const end = 8 + uint(start, 4, 4, true);
  if (!startsWith(start, "RIFF") || !startsWith(start, "WEBP", 8) || end > slices.size) throw new Unreadable();
  return end;
}

async function* chunksOf(slices: Slices, start: number, end: number): AsyncGenerator<Chunk> {
  let at = start;
  for (let count = 0; at < end; count++) {
    if (count === MOST_CHUNKS || at + 8 > end) throw new Unreadable();
    const head = await slices.bytes(at, 8);
    const from = at;
    const size = uint(head, 4, 4, true);
    at += 8 + size + (size % 2);
    if (at > end) throw new Unreadable();
    yield { type: latin1(head.subarray(0, 4)), from, end: from + 8 + size, to: at };
  }
}

async function payload(slices: Slices, chunk: Chunk): Promise<Bytes> {
  return (await slices.bytes(chunk.from + 8, chunk.end - chunk.from - 8)).slice();
}

export async function lookIntoWebp(slices: Slices, found: Found): Promise<void> {
  const end = await endOf(slices);
  for await (const chunk of chunksOf(slices, 12, end)) {
    await found.tried(async () => {
      if (chunk.type === "EXIF") readExif(withoutExifMark(await payload(slices, chunk)).slice(), found);
      else if (chunk.type === "XMP ") readXmp(await payload(slices, chunk), found);
      else if (chunk.type === "C2PA") found.note("other", "provenance");
      else if (chunk.type === "ICCP") lookIntoProfile(await payload(slices, chunk), found);
      else if (!KEPT.has(chunk.type)) found.note("other", "unnamed");
      else if (chunk.type === "ANMF" && !(await isPlainFrame(slices, chunk))) found.note("other", "unnamed");
    });
  }
  if (await isMoreThanZeros(slices, end)) found.note("other", "appended");
}

function lookIntoProfile(profile: Bytes, found: Found): void {
  if (namesScreen(profile)) found.note("device", "technical");
}

async function isPlainFrame(slices: Slices, frame: Chunk): Promise<boolean> {
  for await (const { type } of chunksOf(slices, frame.from + 24, frame.end)) {
    if (!IN_FRAME.has(type)) return false;
  }
  return true;
}

/**
 * The same picture: its pixels and colours as they are, and how it is to be turned.
 * @throws Unreadable where the picture is not whole
 */
export async function cleanedWebp(slices: Slices): Promise<Blob> {
  const parts: Blob[] = [];
  const types = new Set<string>();
  let header: Bytes = new Uint8Array(0);
  let orientation = 1;
  for await (const chunk of chunksOf(slices, 12, await endOf(slices))) {
    if (chunk.type === "EXIF") orientation = orientationOf(withoutExifMark(await payload(slices, chunk)).slice());
    if (!KEPT.has(chunk.type)) continue;
    await requireFitting(slices, chunk, types);
    types.add(chunk.type);
    if (chunk.type === "VP8X") header = await payload(slices, chunk);
    else if (chunk.type === "ICCP") parts.push(new Blob([chunkOf("ICCP", onlyColours(await payload(slices, chunk)))]));
    else parts.push(slices.part(chunk.from, chunk.to));
  }
  requirePicture(types);
  return assembled(parts, header, types, orientation);
}

/** A picture begins with its own chunk and has one of each, but for an animation's frames. */
async function requireFitting(slices: Slices, chunk: Chunk, seen: ReadonlySet<string>): Promise<void> {
  if (seen.size === 0 && !["VP8X", "VP8 ", "VP8L"].includes(chunk.type)) throw new Unreadable();
  if (chunk.type === "ANMF" ? !(await isPlainFrame(slices, chunk)) : seen.has(chunk.type)) throw new Unreadable();
}

function requirePicture(types: ReadonlySet<string>): void {
  const pictures = ["VP8 ", "VP8L", "ANMF"].filter((type) => types.has(type));
  const isExtended = types.has("VP8X");
  if (pictures.length !== 1 || (!isExtended && (types.size !== 1 || types.has("ANMF")))) throw new Unreadable();
}

function assembled(parts: readonly Blob[], header: Bytes, types: ReadonlySet<string>, orientation: number): Blob {
  const front: Bytes[] = [];
  const back: Bytes[] = [];
  if (types.has("VP8X")) {
    if (header.length !== 10) throw new Unreadable();
    const flags = (header[0] ?? 0) & USED_FLAGS & ~HAS_EXIF & ~HAS_XMP;
    const isTurned = orientation !== 1;
    const fixed = header.slice();
    fixed.set([isTurned ? flags | HAS_EXIF : flags, 0, 0, 0]);
    front.push(chunkOf("VP8X", fixed));
    if (isTurned) back.push(chunkOf("EXIF", onlyOrientation(orientation)));
  }
  const size = [...front, ...back].reduce((sum, part) => sum + part.length, 4) + parts.reduce((sum, part) => sum + part.size, 0);
  return new Blob([chunkHead("RIFF", size), ascii("WEBP"), ...front, ...parts, ...back], { type: "image/webp" });
}

function chunkHead(type: string, size: number): Bytes {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, size, true);
  return concatenated(ascii(type), length);
}

/** A chunk, made even. */
function chunkOf(type: string, raw: Bytes): Bytes {
  return concatenated(chunkHead(type, raw.length), raw, new Uint8Array(raw.length % 2));
}
