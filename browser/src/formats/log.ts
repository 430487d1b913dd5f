/**
 * Checks that an entry is in the published log, from whole tiles (https://c2sp.org/tlog-tiles, RFC 6962).
 *
 * Whole tiles tell the gate only which 256 entries are looked at, never which one.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { hmac } from "@noble/hashes/hmac.js";

import { concatenated, equal, fromBase64, utf8, type Bytes } from "./bytes.ts";
import { Refused } from "../errors.ts";
import { openNote, type NoteVerifier } from "./signed_note.ts";

export const LEAF_BYTES = 66;
const TILE_WIDTH = 256;
const HASH_BYTES = 32;
const LEAF_VERSION = 1;
const SOURCE_ENTRY = 1;
const HEADER_LABEL = utf8("unhindered/header\0");
const BODY_LABEL = utf8("unhindered/body\0");
// RFC 6962 prefixes: a leaf can never be passed off as an inner node.
const LEAF_PREFIX = new Uint8Array([0]);
const NODE_PREFIX = new Uint8Array([1]);
const EMPTY_ROOT = sha256(new Uint8Array(0));

/** What a log signs about itself. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** The two secrets that open a leaf, and the hashes that it commits to. */
export interface LeafOpening {
  readonly saltHeader: Bytes;
  readonly saltBody: Bytes;
  readonly headerSha256: Bytes;
  readonly bodySha256: Bytes;
}

/** Gives the bytes of the tile at a path such as `tile/0/000`. */
export type ReadTile = (path: string) => Promise<Uint8Array>;

/** The checkpoint that this log signed; its origin is the name of its key. */
export function openCheckpoint(note: string, log: NoteVerifier): Checkpoint {
  const text = openNote(note, log);
  const [origin, size, root, ...rest] = text.split("\n");
  const isNumber = size !== undefined && /^(0|[1-9][0-9]{0,15})$/.test(size) && Number.isSafeInteger(Number(size));
  if (origin !== log.name || !isNumber || root === undefined) throw new Refused("log");
  // Extension lines may follow; none is empty, and the last line ends with a newline.
  if (rest.pop() !== "" || rest.includes("")) throw new Refused("log");
  const raw = fromBase64(root, "log");
  if (raw.length !== HASH_BYTES) throw new Refused("log");
  return { origin, size: Number(size), root: raw };
}

/** Refuses a leaf that is not a source's, or that commits to other hashes. */
export function requireLeafOpens(leaf: Uint8Array, opening: LeafOpening): void {
  const rebuilt = concatenated(
    new Uint8Array([LEAF_VERSION, SOURCE_ENTRY]),
    hmac(sha256, opening.saltHeader, concatenated(HEADER_LABEL, opening.headerSha256)),
    hmac(sha256, opening.saltBody, concatenated(BODY_LABEL, opening.bodySha256)),
  );
  if (!equal(leaf, rebuilt)) throw new Refused("log");
}

/**
 * Refuses unless the tree of this checkpoint has `leaf` at `index`.
 *
 * 1. The tiles at the right edge hold the roots of all complete subtrees: together they must give the signed root.
 * 2. From the leaf upwards, each full tile must hash to its place in the tile above.
 * 3. The first tile on that way that stands at the edge is known from step 1.
 */
export async function requireIncluded(
  leaf: Uint8Array,
  index: number,
  checkpoint: Checkpoint,
  readTile: ReadTile,
): Promise<void> {
  if (index < 0 || index >= checkpoint.size) throw new Refused("log");
  const edge = await readEdge(checkpoint, readTile);
  let hash: Uint8Array = sha256(concatenated(LEAF_PREFIX, leaf));
  let place = index;
  for (let level = 0; ; level++) {
    const tile = Math.floor(place / TILE_WIDTH);
    const isAtEdge = tile === Math.floor(sizeAt(checkpoint.size, level) / TILE_WIDTH);
    const hashes = isAtEdge ? (edge[level] ?? []) : await fetchTile(readTile, level, tile, TILE_WIDTH);
    if (!equal(hashes[place % TILE_WIDTH] ?? EMPTY_ROOT, hash)) throw new Refused("log");
    if (isAtEdge) return;
    hash = folded(perfectSubtrees(hashes));
    place = tile;
  }
}

/** The path of a tile of hashes below the log's address. */
export function tilePath(level: number, index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, "0")];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${groups.join("/")}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** The partial tile at the right edge of each level, checked against the signed root. */
async function readEdge(checkpoint: Checkpoint, readTile: ReadTile): Promise<Uint8Array[][]> {
  const edge: Uint8Array[][] = [];
  for (let level = 0; sizeAt(checkpoint.size, level) > 0; level++) {
    const size = sizeAt(checkpoint.size, level);
    const width = size % TILE_WIDTH;
    const hashes = width === 0 ? [] : await fetchTile(readTile, level, Math.floor(size / TILE_WIDTH), width);
    edge.push(hashes);
  }
  const peaks = [...edge].reverse().flatMap(perfectSubtrees);
  if (!equal(folded(peaks), checkpoint.root)) throw new Refused("log");
  return edge;
}

async function fetchTile(readTile: ReadTile, level: number, index: number, width: number): Promise<Uint8Array[]> {
  const raw = await readTile(tilePath(level, index, width));
  if (raw.length !== width * HASH_BYTES) throw new Refused("log");
  return Array.from({ length: width }, (_, place) => raw.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES));
}

/** The roots of the complete subtrees over these hashes, widest first. */
function perfectSubtrees(hashes: readonly Uint8Array[]): Uint8Array[] {
  const peaks: { hash: Uint8Array; size: number }[] = [];
  for (const leaf of hashes) {
    let grown = { hash: leaf, size: 1 };
    for (let last = peaks[peaks.length - 1]; last?.size === grown.size; last = peaks[peaks.length - 1]) {
      peaks.pop();
      grown = { hash: node(last.hash, grown.hash), size: 2 * grown.size };
    }
    peaks.push(grown);
  }
  return peaks.map((peak) => peak.hash);
}

/** The root over complete subtrees, widest first. */
function folded(peaks: readonly Uint8Array[]): Uint8Array {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => node(left, right));
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatenated(NODE_PREFIX, left, right));
}

/** How many complete subtrees of 256^level leaves a log of `size` has. */
function sizeAt(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}
