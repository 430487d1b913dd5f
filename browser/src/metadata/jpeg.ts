/** JPEG: what its segments hide, and the same picture without them. */

import { concatenated, type Bytes } from "../formats/bytes.ts";
import { onlyOrientation, orientationOf, readExif, readIptc } from "./exif.ts";
import { namesScreen, onlyColours } from "./icc.ts";
import type { Found } from "./found.ts";
import { MIB, Unreadable, ascii, isMoreThanZeros, looseUtf8, startsWith, uint, type Slices } from "./slices.ts";
import { readXmp } from "./xmp.ts";

const EXIF = "Exif\0\0";
const XMP = "http://ns.adobe.com/xap/1.0/\0";
const MORE_XMP = "http://ns.adobe.com/xmp/extension/\0";
const ICC = "ICC_PROFILE\0";
/** After its mark, its number and how many there are. */
const PROFILE_AT = ICC.length + 2;

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP2 = 0xe2;
const COM = 0xfe;
const FILL = 0xff;
const MOST_SEGMENTS = 10_000;
/** Frames, tables, restarts: what the pixels are made of. Hierarchical and lossless extensions are not taken. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const TABLES = new Set([0xc4, 0xcc, 0xdb, 0xdd, 0xdc]);

interface Segment {
  readonly marker: number;
  /** The place of its FF, and the one after its end; a scan's end is that of its pixels. */
  readonly from: number;
  readonly to: number;
}

/** The segments one after the other, the end of the picture last. */
async function* segmentsOf(slices: Slices): AsyncGenerator<Segment> {
  const start = await slices.bytes(0, 2);
  if (start[0] !== 0xff || start[1] !== SOI) throw new Unreadable();
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const from = at;
    const marker = await markerAt(slices, at);
    // A segment may be preceded by any number of FF.
    at += 1;
    if (marker === FILL) continue;
    at += 1;
    if (marker === EOI) {
      yield { marker, from, to: at };
      return;
    }
    at = await endOfSegment(slices, at);
    if (marker === SOS) at = await endOfScan(slices, at);
    yield { marker, from, to: at };
  }
  throw new Unreadable();
}

async function markerAt(slices: Slices, at: number): Promise<number> {
  const [first, marker = 0] = await slices.bytes(at, 2);
  const isAlone = marker >= 0xd0 && marker <= SOI;
  if (first !== 0xff || marker < 0xc0 || isAlone) throw new Unreadable();
  return marker;
}

async function endOfSegment(slices: Slices, at: number): Promise<number> {
  const length = uint(await slices.bytes(at, 2), 0, 2);
  if (length < 2 || at + length > slices.size) throw new Unreadable();
  return at + length;
}

/** The place of the next marker that is not part of the pixels. */
async function endOfScan(slices: Slices, start: number): Promise<number> {
  for (let at = start; at < slices.size; ) {
    const piece = await slices.upTo(at, MIB);
    for (let place = piece.indexOf(0xff); place !== -1; place = piece.indexOf(0xff, place + 1)) {
      const next = piece[place + 1];
      if (next === undefined) break;
      const isPixels = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
      if (!isPixels) return at + place;
    }
    // The last byte is looked at again, with its neighbour.
    at += Math.max(1, piece.length - 1);
  }
  throw new Unreadable();
}

/** A segment that a program may fill as it likes: APP0 to APP15. */
function isOfProgram(marker: number): boolean {
  return marker >= APP0 && marker <= 0xef;
}

async function payload(slices: Slices, segment: Segment): Promise<Bytes> {
  return (await slices.bytes(segment.from + 4, segment.to - segment.from - 4)).slice();
}

export async function lookIntoJpeg(slices: Slices, found: Found): Promise<void> {
  for await (const segment of segmentsOf(slices)) {
    if (segment.marker === COM || isOfProgram(segment.marker)) {
      await found.tried(async () => {
        await lookIntoSegment(slices, segment, found);
      });
    } else if (segment.marker === EOI && (await isMoreThanZeros(slices, segment.to))) {
      found.note("other", "appended");
    }
  }
}

async function lookIntoSegment(slices: Slices, segment: Segment, found: Found): Promise<void> {
  const raw = await payload(slices, segment);
  if (startsWith(raw, EXIF)) readExif(raw.slice(EXIF.length), found);
  else if (startsWith(raw, XMP)) readXmp(raw.slice(XMP.length), found);
  else if (startsWith(raw, MORE_XMP)) readXmp(raw.slice(MORE_XMP.length + 40), found);
  else await lookIntoOther(slices, segment, raw, found);
}

async function lookIntoOther(slices: Slices, segment: Segment, raw: Bytes, found: Found): Promise<void> {
  const app = segment.marker - APP0;
  if (segment.marker === COM) found.valueOrNote("comment", looseUtf8(raw));
  else if (app === 0) lookIntoJfif(raw, found);
  else if (app === 2 && startsWith(raw, "MPF\0")) found.note("other", "secondPicture");
  else if (app === 11) found.note("other", "provenance");
  else if (app === 13) readPhotoshop(await slices.bytes(segment.from, segment.to - segment.from), raw, found);
  else if (segment.marker === APP2 && startsWith(raw, ICC)) lookIntoProfile(raw, found);
  else if (!isAdobe(segment.marker, raw)) found.note("other", "unnamed");
}

function lookIntoJfif(raw: Bytes, found: Found): void {
  const isPlain = startsWith(raw, "JFIF\0") && (raw[12] ?? 0) * (raw[13] ?? 0) === 0 && raw.length <= 14;
  if (!isPlain) found.note("thumbnail", "smallCopy");
}

function readPhotoshop(segment: Bytes, raw: Bytes, found: Found): void {
  readIptc(segment, found);
  const text = String.fromCharCode(...raw.subarray(0, 8192));
  // Resources 0x0409 and 0x040C are small copies of the picture.
  if (text.includes("8BIM\u0004\u0009") || text.includes("8BIM\u0004\u000c")) found.note("thumbnail", "smallCopy");
  found.note("other", "technical");
}

function lookIntoProfile(raw: Bytes, found: Found): void {
  if (namesScreen(raw.subarray(PROFILE_AT))) found.note("device", "technical");
}

function isAdobe(marker: number, raw: Bytes): boolean {
  return marker === 0xee && startsWith(raw, "Adobe");
}

/**
 * The same picture: tables and pixels as they are, colours, and how it is to be turned.
 * @throws Unreadable where the picture is not whole
 */
export async function cleanedJpeg(slices: Slices): Promise<Blob> {
  const parts: BlobPart[] = [];
  const front: Bytes[] = [];
  const seen: Seen = { orientation: null, frame: false, scan: false, profile: [] };
  for await (const segment of segmentsOf(slices)) {
    const { marker } = segment;
    if (isOfProgram(marker)) {
      const kept = keptOf(marker, await payload(slices, segment), seen);
      if (kept !== null) (marker === APP0 ? front : parts).push(kept);
    } else if (marker !== COM && marker !== EOI) {
      requirePicture(marker, seen);
      parts.push(slices.part(segment.from, segment.to));
    }
  }
  if (!seen.scan) throw new Unreadable();
  if (seen.orientation !== null && seen.orientation !== 1) front.push(exifSegment(seen.orientation));
  front.push(...profileSegments(seen.profile));
  const [start, end] = [new Uint8Array([0xff, SOI]), new Uint8Array([0xff, EOI])];
  return new Blob([start, ...front, ...parts, end], { type: "image/jpeg" });
}

interface Seen {
  /** What the first EXIF block says: that is the one which programs that show pictures follow. */
  orientation: number | null;
  frame: boolean;
  scan: boolean;
  /** The parts of the colour profile. */
  profile: Bytes[];
}

/** What stays of an application's segment: what the colours need. */
function keptOf(marker: number, raw: Bytes, seen: Seen): Bytes | null {
  if (marker === APP0) return plainJfif(raw);
  if (startsWith(raw, EXIF)) seen.orientation ??= orientationOf(raw.slice(EXIF.length));
  if (marker === APP2 && startsWith(raw, ICC)) seen.profile.push(raw);
  // Adobe's has twelve bytes; more would be somebody's own.
  return isAdobe(marker, raw) ? segmentOf(marker, raw.subarray(0, 12)) : null;
}

/** The colour profile in its parts, each as long as it was. */
function profileSegments(parts: readonly Bytes[]): Bytes[] {
  if (parts.length === 0) return [];
  const isInOrder = parts.every((raw, place) => raw[ICC.length] === place + 1 && raw[ICC.length + 1] === parts.length);
  if (!isInOrder) throw new Unreadable();
  const plain = onlyColours(concatenated(...parts.map((raw) => raw.subarray(PROFILE_AT))));
  let at = 0;
  return parts.map((raw) => {
    const from = at;
    at += raw.length - PROFILE_AT;
    return segmentOf(APP2, concatenated(raw.subarray(0, PROFILE_AT), plain.subarray(from, at)));
  });
}

function requirePicture(marker: number, seen: Seen): void {
  if (FRAMES.has(marker)) {
    if (seen.frame) throw new Unreadable();
    seen.frame = true;
  } else if (marker === SOS) {
    if (!seen.frame) throw new Unreadable();
    seen.scan = true;
  } else if (!TABLES.has(marker)) throw new Unreadable();
}

/** The first fourteen bytes of a JFIF segment, without its small copy; nothing for any other. */
function plainJfif(raw: Bytes): Bytes | null {
  if (!startsWith(raw, "JFIF\0") || raw.length < 14) return null;
  return concatenated(new Uint8Array([0xff, APP0, 0, 16]), raw.subarray(0, 12), new Uint8Array([0, 0]));
}

function segmentOf(marker: number, body: Bytes): Bytes {
  const length = body.length + 2;
  return concatenated(new Uint8Array([0xff, marker, length >> 8, length & 255]), body);
}

function exifSegment(orientation: number): Bytes {
  return segmentOf(0xe1, concatenated(ascii(EXIF), onlyOrientation(orientation)));
}
