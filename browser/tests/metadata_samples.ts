/** The sample files, and ways to damage them that are the same at every run. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

const FOLDER = "../vectors/metadata";

/** How often each sample is damaged, each time in another way. */
export const DAMAGES = 60;

export function samples(): string[] {
  return readdirSync(FOLDER).filter((name) => !/\.(?:py|md|json)$/.test(name)).sort();
}

export function sample(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

/** The file with bytes changed, cut off, left out, doubled or put in. */
export function damaged(raw: Uint8Array<ArrayBuffer>, seed: number): Uint8Array<ArrayBuffer> {
  const next = numbers(seed * 2654435761 + raw.length);
  const at = next(raw.length);
  const length = 1 + next(64);
  const start = raw.slice(0, at);
  const joined = (...pieces: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(pieces));
  switch (seed % 5) {
    case 0:
      return start;
    case 1:
      return joined(start, raw.subarray(at + length));
    case 2:
      return joined(start, raw.subarray(at, at + length), raw.subarray(at));
    case 3:
      return joined(start, Uint8Array.from({ length }, () => next(256)), raw.subarray(at));
    default: {
      const changed = raw.slice();
      for (let count = 1 + next(4); count > 0; count--) changed[next(raw.length)] = next(256);
      return changed;
    }
  }
}

/** Whole numbers below a limit, the same for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** The plain sample picture with one more chunk. */
export function pngWith(type: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = sample("picture-colours.png");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return new Uint8Array(Buffer.concat([raw.subarray(0, 33), length, named, sum, raw.subarray(33)]));
}
