/** GIF: its comments, and the same pictures without them. */

import type { Bytes } from "../formats/bytes.ts";
import type { Found } from "./found.ts";
import { Unreadable, isMoreThanZeros, looseUtf8, startsWith, uint, type Slices } from "./slices.ts";

const MOST_BLOCKS = 100_000;

type Kind = "header" | "picture" | "control" | "loop" | "comment" | "application" | "text" | "end";

interface Block {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
}

async function* blocksOf(slices: Slices): AsyncGenerator<Block> {
  const head = await slices.bytes(0, 13);
  if (!startsWith(head, "GIF87a") && !startsWith(head, "GIF89a")) throw new Unreadable();
  let at = 13 + tableSize(head[10] ?? 0);
  yield { kind: "header", from: 0, to: at };
  for (let count = 0; count < MOST_BLOCKS; count++) {
    const from = at;
    const first = uint(await slices.bytes(at, 1), 0, 1);
    if (first === 0x3b) {
      yield { kind: "end", from, to: at + 1 };
      return;
    }
    const { kind, start } = first === 0x2c ? await pictureAt(slices, at) : await extensionAt(slices, at, first);
    at = await endOfParts(slices, start);
    yield { kind, from, to: at };
  }
  throw new Unreadable();
}

function tableSize(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

async function pictureAt(slices: Slices, at: number): Promise<{ kind: Kind; start: number }> {
  const head = await slices.bytes(at, 10);
  return { kind: "picture", start: at + 11 + tableSize(head[9] ?? 0) };
}

async function extensionAt(slices: Slices, at: number, first: number): Promise<{ kind: Kind; start: number }> {
  if (first !== 0x21) throw new Unreadable();
  const head = await slices.upTo(at, 19);
  const label = head[1] ?? 0;
  const isNamed = startsWith(head, "NETSCAPE2.0", 3) || startsWith(head, "ANIMEXTS1.0", 3);
  // Just these nineteen bytes: a longer first part would be somebody's own.
  const isLoop = isNamed && head[2] === 11 && head[14] === 3 && head[18] === 0;
  const kinds: Readonly<Record<number, Kind>> = { 0xf9: "control", 0xfe: "comment", 0xff: isLoop ? "loop" : "application", 0x01: "text" };
  const kind = kinds[label];
  if (kind === undefined) throw new Unreadable();
  return { kind, start: at + 2 };
}

/** The place after a row of parts, each with its length before it, that ends with an empty one. */
async function endOfParts(slices: Slices, start: number): Promise<number> {
  let at = start;
  for (;;) {
    const length = uint(await slices.bytes(at, 1), 0, 1);
    at += 1 + length;
    if (length === 0) return at;
  }
}

async function partsOf(slices: Slices, block: Block): Promise<Bytes> {
  return (await slices.bytes(block.from + 3, Math.min(block.to - block.from - 4, 4096))).slice();
}

export async function lookIntoGif(slices: Slices, found: Found): Promise<void> {
  for await (const block of blocksOf(slices)) {
    if (block.kind === "comment" && block.to - block.from > 4) {
      found.valueOrNote("comment", looseUtf8(await partsOf(slices, block)));
    } else if (block.kind === "application") found.note("other", "unnamed");
    else if (block.kind === "end" && (await isMoreThanZeros(slices, block.to))) found.note("other", "appended");
  }
}

/**
 * The same pictures, their times and their repeating.
 * @throws Unreadable where they are not whole, or have text drawn over them
 */
export async function cleanedGif(slices: Slices): Promise<Blob> {
  const parts: BlobPart[] = [];
  let pictures = 0;
  for await (const { kind, from, to } of blocksOf(slices)) {
    if (kind === "text" || (kind === "control" && to - from !== 8)) throw new Unreadable();
    if (kind === "picture") pictures += 1;
    if (kind !== "comment" && kind !== "application") parts.push(slices.part(from, to));
  }
  if (pictures === 0) throw new Unreadable();
  return new Blob(parts, { type: "image/gif" });
}
