/** Sends until an answer comes: the same bytes under the same key are one submission, however often they arrive. */

import { randomBytes, toHex } from "../formats/bytes.ts";
import { NoRoom, NoticeEnded, Unavailable, UploadGone, requireNotCancelled, type UnhinderedError } from "../errors.ts";
import { asError, type Answer } from "./gate_client.ts";
import type { Submission } from "../letters/submission.ts";

const PAUSES = [2_000, 5_000, 15_000];
const NOTICE_ENDED = 410;
// There is none of that name, or not all of it.
const UPLOADS_MISSING: readonly number[] = [404, 409];
const IDEMPOTENCY_BYTES = 32;

/** A submission and the key it keeps for all its tries. */
export interface Outgoing {
  readonly submission: Submission;
  readonly idempotencyKey: string;
}

/** How bytes are posted and time passes: the page passes the real ones. */
export interface Way {
  readonly post: (body: Blob, idempotencyKey: string) => Promise<Answer>;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onWaiting: () => void;
  readonly signal: AbortSignal;
}

export function outgoing(submission: Submission): Outgoing {
  return { submission, idempotencyKey: toHex(randomBytes(IDEMPOTENCY_BYTES)) };
}

/**
 * Returns once the gate says that all of it is on its disk.
 *
 * Tries again by itself while no answer comes or the gate is out of order. Raises `Refused` if the gate
 * refuses, `Unavailable` after the last try; the same `Outgoing` can then be sent again. Raises at once
 * `NoRoom`, and `NoticeEnded` and `UploadGone` where something is to be sealed again: then nothing was kept.
 */
export async function send(out: Outgoing, way: Way): Promise<void> {
  for (let tries = 0; ; tries++) {
    requireNotCancelled(way.signal);
    const answer = await way.post(out.submission.body, out.idempotencyKey);
    if (answer.status === 201 && isForAll(answer.text, out.submission.envelopes)) return;
    const error = errorOf(answer, out.submission);
    const pause = PAUSES[tries];
    const mayHelp = error instanceof Unavailable && !(error instanceof NoRoom) && !(error instanceof UploadGone);
    if (!mayHelp || pause === undefined) throw error;
    way.onWaiting();
    await way.pause(pause);
  }
}

function errorOf(answer: Answer, { hasUploads }: Submission): UnhinderedError {
  if (answer.status === 201) return new Unavailable("outOfOrder", { status: 201 });
  if (answer.status === NOTICE_ENDED) return new NoticeEnded();
  if (hasUploads && UPLOADS_MISSING.includes(answer.status)) return new UploadGone();
  return asError(answer);
}

/** Whether the answer names a place for each envelope. */
function isForAll(text: string, envelopes: number): boolean {
  try {
    const { placed } = JSON.parse(text) as { placed?: unknown };
    return Array.isArray(placed) && placed.length === envelopes;
  } catch {
    return false;
  }
}
