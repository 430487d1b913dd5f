/** MP4 and QuickTime: place, time and device where phones write them. More may stand elsewhere. */

import type { Bytes } from "../formats/bytes.ts";
import { boxesIn, boxesOf, type Box } from "./boxes.ts";
import { kindOf, type Found } from "./found.ts";
import { MIB, latin1, looseUtf8, uint, type Slices } from "./slices.ts";
import type { HiddenKind } from "./types.ts";

const KINDS: Readonly<Record<string, HiddenKind>> = {
  "©xyz": "place",
  "©mak": "device",
  "©mod": "device",
  "©ART": "person",
  "©aut": "person",
  "©swr": "software",
  "©too": "software",
  "©day": "time",
  "©nam": "comment",
  "©cmt": "comment",
  "com.apple.quicktime.location.ISO6709": "place",
  "com.apple.quicktime.creationdate": "time",
  "com.apple.quicktime.make": "device",
  "com.apple.quicktime.model": "device",
  "com.apple.quicktime.software": "software",
  "com.apple.quicktime.author": "person",
  "com.android.manufacturer": "device",
  "com.android.model": "device",
  "com.android.version": "software",
};
/** From the first of 1904 to the first of 1970, in seconds. */
const EPOCH = 2_082_844_800;

export async function lookIntoFilm(slices: Slices, found: Found): Promise<void> {
  found.look = "mayCarry";
  for await (const box of boxesOf(slices, 0, slices.size)) {
    if (box.type !== "moov") continue;
    for await (const part of boxesOf(slices, box.from, box.to)) await lookIntoPart(slices, part, found);
    return;
  }
}

async function lookIntoPart(slices: Slices, part: Box, found: Found): Promise<void> {
  if (!["mvhd", "udta", "meta"].includes(part.type) || part.to - part.from > MIB) return;
  const raw = (await slices.bytes(part.from, part.to - part.from)).slice();
  if (part.type === "mvhd") readClock(raw, found);
  else if (part.type === "meta") readList(raw, found);
  else readSaid(raw, found);
}

function readClock(raw: Bytes, found: Found): void {
  const seconds = uint(raw, 4, raw[0] === 1 ? 8 : 4) - EPOCH;
  if (seconds > 0 && seconds < 2 ** 33) found.value("time", new Date(seconds * 1000).toISOString());
}

/** Texts with their length and language before them. */
function readSaid(raw: Bytes, found: Found): void {
  for (const { type, from, to } of boxesIn(raw, 0, raw.length)) {
    const kind = kindOf(KINDS, type);
    if (type === "meta") readList(raw.slice(from, to), found);
    else if (kind !== undefined) found.value(kind, looseUtf8(raw.subarray(from + 4, to)));
  }
}

/** Values with their names in a list of their own. */
function readList(raw: Bytes, found: Found): void {
  const start = latin1(raw.subarray(4, 8)) === "hdlr" ? 0 : 4;
  const boxes = boxesIn(raw, start, raw.length);
  const names = namesIn(raw, boxes.find(({ type }) => type === "keys"));
  const list = boxes.find(({ type }) => type === "ilst");
  if (list === undefined) return;
  for (const { type, from, to } of boxesIn(raw, list.from, list.to)) {
    const kind = kindOf(KINDS, names[uint(raw, from - 4, 4) - 1] ?? type);
    // A box of its own, with its kind and language before the value.
    if (kind !== undefined) found.value(kind, looseUtf8(raw.subarray(from + 16, to)));
  }
}

function namesIn(raw: Bytes, keys: Box | undefined): string[] {
  if (keys === undefined) return [];
  return boxesIn(raw, keys.from + 8, keys.to).map(({ from, to }) => looseUtf8(raw.subarray(from, to)));
}
