/** Re-checks on this device that a report is held: from the held note, whole tiles and the log's signature. */

import type { HeldNote } from "../letters/correspondence.ts";
import { Refused, Unavailable } from "../errors.ts";
import { openCheckpoint, requireIncluded, requireLeafOpens, type ReadTile } from "./log.ts";
import type { Notice } from "./notice.ts";

export type HeldProof = "proved" | "not yet" | "failed" | "unknown";

export interface PublishedLog {
  readonly checkpoint: () => Promise<string>;
  readonly tile: ReadTile;
}

/**
 * What the published log says of a held note.
 *
 * `failed` means that note and log contradict each other; `unknown` that the gate did not answer.
 */
export async function proveHeld(note: HeldNote, notice: Notice, log: PublishedLog): Promise<HeldProof> {
  try {
    if (note.origin !== notice.sealedLog.name) return "failed";
    requireLeafOpens(note.leaf, note.opening);
    const checkpoint = openCheckpoint(await log.checkpoint(), notice.sealedLog);
    if (note.index >= checkpoint.size) return "not yet";
    await requireIncluded(note.leaf, note.index, checkpoint, log.tile);
    return "proved";
  } catch (error) {
    if (error instanceof Refused) return "failed";
    if (error instanceof Unavailable) return "unknown";
    throw error;
  }
}
