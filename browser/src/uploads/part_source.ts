/**
 * Hands a sealed file to tus in parts, in order. What was handed out is kept until the next part is asked for:
 * a part that was lost goes again as the same bytes.
 */

import type { Job } from "./job.ts";

// Twice what an honest gate can be behind: one part, and what was sealed with it.
const MOST_HELD = 32 * 1024 * 1024;

/** The gate has less than it said it had, so that what is missing is no longer here. */
export class WentBack extends Error {}

export class PartSource {
  readonly size: number;
  private held: Uint8Array[] = [];
  private begin = 0;
  private end = 0;

  constructor(
    private readonly job: Pick<Job, "size" | "pieces" | "heldUntil">,
    private readonly beforeSending: () => Promise<void>,
  ) {
    this.size = job.size;
  }

  /** What tus asks for a request. */
  async slice(start: number, end: number): Promise<{ value: Uint8Array; done: boolean }> {
    if (start < this.begin) throw new WentBack("the upload went back");
    const until = Math.min(this.size, Math.max(end, start < this.job.heldUntil ? this.job.heldUntil : 0));
    if (until - start > MOST_HELD) throw new WentBack("the upload is too far behind");
    this.drop(start);
    let isNew = false;
    while (this.end < until) {
      isNew = true;
      await this.take(start);
    }
    if (isNew) await this.beforeSending();
    // tus would take `done` for the end of the whole file.
    return { value: this.copy(start, Math.min(end, this.size)), done: false };
  }

  close(): void {
    this.held = [];
    this.begin = this.end;
  }

  private async take(start: number): Promise<void> {
    const next = await this.job.pieces.next();
    if (next.done === true) throw new WentBack("the file ended early");
    this.held.push(next.value);
    this.end += next.value.length;
    this.drop(start);
  }

  private drop(start: number): void {
    for (let first = this.held[0]; first !== undefined && this.begin + first.length <= start; first = this.held[0]) {
      this.begin += first.length;
      this.held.shift();
    }
  }

  private copy(start: number, end: number): Uint8Array {
    const part = new Uint8Array(end - start);
    let place = this.begin;
    for (const piece of this.held) {
      const from = Math.max(0, start - place);
      const to = Math.min(piece.length, end - place);
      if (from < to) part.set(piece.subarray(from, to), place + from - start);
      place += piece.length;
    }
    return part;
  }
}
