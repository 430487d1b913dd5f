/** PNG: what its chunks hide, and the same picture without them. */

import { concatenated, type Bytes } from "../formats/bytes.ts";
import { onlyOrientation, orientationOf, readExif, withoutExifMark } from "./exif.ts";
import { kindOf, type Found } from "./found.ts";
import { MIB, Unreadable, ascii, isMoreThanZeros, latin1, looseUtf8, startsWith, uint, packed, unpacked, type Slices } from "./slices.ts";
import { namesScreen, onlyColours } from "./icc.ts";
import type { HiddenKind } from "./types.ts";
import { readXmp } from "./xmp.ts";

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_CHUNKS = 1_000_000;

/** Pixels, colours, and the pictures of an animation. */
const KEPT = new Set([
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI"],
  ...["bKGD", "acTL", "fcTL", "fdAT"],
]);
/** Chunks that say nothing about anybody, though a cleaned copy goes without them. */
const HARMLESS = new Set(["pHYs", "hIST", "sPLT", "oFFs", "sTER", "sCAL", "pCAL"]);

const KINDS: Readonly<Record<string, HiddenKind>> = {
  "author": "person",
  "artist": "person",
  "copyright": "person",
  "software": "software",
  "creation time": "time",
  "date:create": "time",
  "date:modify": "time",
  "date:timestamp": "time",
  "source": "device",
};

interface Chunk {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

async function* chunksOf(slices: Slices): AsyncGenerator<Chunk> {
  const start = await slices.bytes(0, 8);
  if (!SIGNATURE.every((byte, place) => start[place] === byte)) throw new Unreadable();
  let at = 8;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const head = await slices.bytes(at, 8);
    const from = at;
    at += 12 + uint(head, 0, 4);
    const type = latin1(head.subarray(4, 8));
    if (!/^[A-Za-z]{4}$/.test(type) || at > slices.size) throw new Unreadable();
    yield { type, from, to: at };
    if (type === "IEND") return;
  }
  throw new Unreadable();
}

async function payload(slices: Slices, chunk: Chunk): Promise<Bytes> {
  return (await slices.bytes(chunk.from + 8, chunk.to - chunk.from - 12)).slice();
}

export async function lookIntoPng(slices: Slices, found: Found): Promise<void> {
  for await (const chunk of chunksOf(slices)) {
    if (chunk.type === "IEND") {
      if (await isMoreThanZeros(slices, chunk.to)) found.note("other", "appended");
    } else if (chunk.type === "iCCP") {
      const profile = await profileIn(await payload(slices, chunk));
      if (profile !== null && namesScreen(profile)) found.note("device", "technical");
    } else if (!KEPT.has(chunk.type) && !HARMLESS.has(chunk.type)) {
      await found.tried(async () => {
        await lookIntoChunk(chunk.type, await payload(slices, chunk), found);
      });
    }
  }
}

async function lookIntoChunk(type: string, raw: Bytes, found: Found): Promise<void> {
  if (type === "eXIf") readExif(withoutExifMark(raw).slice(), found);
  else if (type === "tIME") found.value("time", timeOf(raw));
  else if (type === "tEXt" || type === "zTXt" || type === "iTXt") await lookIntoText(type, raw, found);
  else if (type === "caBX") found.note("other", "provenance");
  else found.note("other", "unnamed");
}

function timeOf(raw: Bytes): string {
  const two = (at: number): string => String(uint(raw, at, 1)).padStart(2, "0");
  return `${String(uint(raw, 0, 2))}-${two(2)}-${two(3)} ${two(4)}:${two(5)}:${two(6)} UTC`;
}

async function lookIntoText(type: string, raw: Bytes, found: Found): Promise<void> {
  const end = raw.indexOf(0);
  if (end < 1 || end > 79) throw new Unreadable();
  const word = latin1(raw.subarray(0, end)).toLowerCase();
  const text = await textBytes(type, raw, end);
  if (text === null) {
    found.note("comment", "unnamed");
    found.partly();
  } else if (word === "xml:com.adobe.xmp") readXmp(text, found);
  else if (word.startsWith("raw profile type")) await lookIntoRawProfile(word, text, found);
  else {
    const shown = type === "iTXt" ? looseUtf8(text) : latin1(text.subarray(0, MIB));
    found.value(kindOf(KINDS, word) ?? "comment", shown);
  }
}

/** The text behind a keyword, unpacked where it is packed; null where it cannot be. */
async function textBytes(type: string, raw: Bytes, end: number): Promise<Bytes | null> {
  if (type === "tEXt") return raw.slice(end + 1);
  if (type === "zTXt") return unpacked(raw.slice(end + 2), "deflate");
  const language = raw.indexOf(0, end + 3);
  const translated = language === -1 ? -1 : raw.indexOf(0, language + 1);
  if (translated === -1) throw new Unreadable();
  const text = raw.slice(translated + 1);
  return raw[end + 1] === 1 ? unpacked(text, "deflate") : text;
}

/** ImageMagick's way to carry EXIF, IPTC and XMP: a name, a length, hexadecimal. */
async function lookIntoRawProfile(word: string, text: Bytes, found: Found): Promise<void> {
  const [, , , ...hex] = latin1(text.subarray(0, 2 * MIB)).split("\n");
  const digits = hex.join("");
  const raw = new Uint8Array(Math.floor(digits.length / 2));
  for (let place = 0; place < raw.length; place++) raw[place] = Number.parseInt(digits.slice(2 * place, 2 * place + 2), 16);
  await found.tried(() => {
    if (startsWith(raw, "Exif\0\0")) readExif(withoutExifMark(raw).slice(), found);
    else if (word.endsWith("xmp")) readXmp(raw, found);
    else found.note("other", "technical");
  });
}

/**
 * The same picture: its pixels and colours as they are, and how it is to be turned.
 * @throws Unreadable where the picture is not whole
 */
export async function cleanedPng(slices: Slices): Promise<Blob> {
  const parts: BlobPart[] = [];
  const seen = new Set<string>();
  let orientation = 1;
  for await (const chunk of chunksOf(slices)) {
    if (seen.size === 0 && chunk.type !== "IHDR") throw new Unreadable();
    if (chunk.type === "eXIf") orientation = await orientationIn(slices, chunk);
    if (isKept(chunk.type)) {
      await requireWhole(slices, chunk);
      parts.push(chunk.type === "iCCP" ? await plainProfile(slices, chunk) : slices.part(chunk.from, chunk.to));
      seen.add(chunk.type);
    }
  }
  const [header, ...rest] = parts;
  if (header === undefined || !seen.has("IDAT")) throw new Unreadable();
  const turned = orientation === 1 ? [] : [chunkOf("eXIf", onlyOrientation(orientation))];
  return new Blob([SIGNATURE, header, ...turned, ...rest], { type: "image/png" });
}

/** What is not known but needed for the picture (its name begins with a capital) cannot be left out. */
function isKept(type: string): boolean {
  if (KEPT.has(type)) return true;
  if (/^[A-Z]/.test(type)) throw new Unreadable();
  return false;
}

async function orientationIn(slices: Slices, chunk: Chunk): Promise<number> {
  return orientationOf(withoutExifMark(await payload(slices, chunk)).slice());
}

/** The colour profile without a name of its own. */
async function plainProfile(slices: Slices, chunk: Chunk): Promise<Bytes> {
  const profile = await profileIn(await payload(slices, chunk));
  if (profile === null) throw new Unreadable();
  return chunkOf("iCCP", concatenated(ascii("icc\0\0"), await packed(onlyColours(profile))));
}

async function profileIn(raw: Bytes): Promise<Bytes | null> {
  const end = raw.indexOf(0);
  return end < 1 || end > 79 ? null : unpacked(raw.slice(end + 2), "deflate");
}

async function requireWhole(slices: Slices, chunk: Chunk): Promise<void> {
  // The end of a picture is empty: anything in it would be somebody's own.
  if (chunk.type === "IEND" && chunk.to - chunk.from > 12) throw new Unreadable();
  let sum = 0xffffffff;
  for (let at = chunk.from + 4; at < chunk.to - 4; ) {
    const piece = await slices.bytes(at, Math.min(MIB, chunk.to - 4 - at));
    sum = crc32(sum, piece);
    at += piece.length;
  }
  if (uint(await slices.bytes(chunk.to - 4, 4), 0, 4) !== (sum ^ 0xffffffff) >>> 0) throw new Unreadable();
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(start: number, raw: Uint8Array): number {
  let sum = start;
  for (const byte of raw) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 255] ?? 0);
  return sum;
}

function chunkOf(type: string, raw: Bytes): Bytes {
  const body = concatenated(ascii(type), raw);
  const whole = new Uint8Array(body.length + 8);
  const view = new DataView(whole.buffer);
  view.setUint32(0, raw.length);
  whole.set(body, 4);
  view.setUint32(body.length + 4, (crc32(0xffffffff, body) ^ 0xffffffff) >>> 0);
  return whole;
}
