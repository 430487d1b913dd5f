/** Proof of work in a report: it buys a place further up at the desk, never admission. */

import { sha256 } from "@noble/hashes/sha2.js";

import { bigEndian, concatenated, utf8, type Bytes } from "../formats/bytes.ts";
import { requireNotCancelled } from "../errors.ts";

const LABEL = "unhindered/proof-of-work/v1\n";
const NUMBER_BYTES = 8;
/** So many tries take an old phone some hundredths of a second: between two slices the page answers. */
const SLICE = 1_000;

export interface WorkOptions {
  /** Gives up after so many tries; the work is then 0. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
  /** Is called between two slices, with how many tries were made. */
  readonly onTries?: ((tries: number) => void) | undefined;
}

/** How many zero bits the work of a report with this id and notice begins with; 0 where it did none. */
export function workBits(id: Bytes, noticeId: Bytes, work: number): number {
  return work === 0 ? 0 : counter(id, noticeId)(work);
}

/** The first number from `start` on with at least `bits`, among so many tries; 0 if none has. */
export function findWorkIn(id: Bytes, noticeId: Bytes, bits: number, start: number, tries: number): number {
  const count = counter(id, noticeId);
  for (let work = start; work < start + tries; work++) {
    if (count(work) >= bits) return work;
  }
  return 0;
}

/** Looks for work in slices, so that the page stays alive; raises `Cancelled` once the person cancels. */
export async function findWork(id: Bytes, noticeId: Bytes, bits: number, options: WorkOptions): Promise<number> {
  for (let tries = 0; tries < options.most; tries += SLICE) {
    requireNotCancelled(options.signal);
    const work = findWorkIn(id, noticeId, bits, tries + 1, Math.min(SLICE, options.most - tries));
    if (work !== 0) return work;
    options.onTries?.(Math.min(options.most, tries + SLICE));
    await nextTask();
  }
  return 0;
}

/** Counts the bits of one number after another; what stands before the number is hashed only once. */
function counter(id: Bytes, noticeId: Bytes): (work: number) => number {
  const begun = sha256.create().update(concatenated(utf8(LABEL), id, noticeId));
  return (work) => zeroBits(begun.clone().update(bigEndian(work, NUMBER_BYTES)).digest());
}

function zeroBits(digest: Uint8Array): number {
  const place = digest.findIndex((byte) => byte !== 0);
  return place < 0 ? 8 * digest.length : 8 * place + Math.clz32(digest[place] ?? 0) - 24;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
