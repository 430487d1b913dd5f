/**
 * Proof of work for a report, done while the person reads, writes or uploads: it buys a place further up at
 * the desk when somebody floods it, never admission. Sending never waits for it: what was reached is sent.
 */

import { fromHex, type Bytes } from "../formats/bytes.ts";
import { newLetterId } from "../letters/correspondence.ts";
import { findWorkIn, workBits } from "../letters/work.ts";

/** Beyond this, an old phone would only get warm. */
const ENOUGH_BITS = 20;
/** So many tries take an old phone some hundredths of a second. */
const SLICE = 500;
/** Where the browser does not say when it has nothing else to do. */
const PAUSE = 100;

/** What a report takes along: the id that the work was done for, and the work. */
export interface DoneWork {
  readonly id: string;
  readonly work: number;
}

/** How the next slice is waited for; the page passes the real one. */
export type WaitUntilIdle = (slice: () => void) => void;

export class SpareWork {
  private id = newLetterId();
  private next = 1;
  private work = 0;
  private bits = 0;
  private isWaiting = false;
  private isOver = false;

  constructor(
    private readonly noticeId: Bytes,
    private readonly waitUntilIdle: WaitUntilIdle = whenIdle,
  ) {}

  /** Works from now on, whenever nothing else is to be done. */
  start(): void {
    if (this.isWaiting || this.isOver || this.bits >= ENOUGH_BITS) return;
    this.isWaiting = true;
    this.waitUntilIdle(() => {
      this.isWaiting = false;
      this.slice();
      this.start();
    });
  }

  /**
   * What was reached. The work begins anew under another id: should what is sealed with this one arrive after
   * all, what is sealed later is another report, and not taken for its copy.
   */
  take(): DoneWork {
    const done = { id: this.id, work: this.work };
    this.id = newLetterId();
    this.next = 1;
    this.work = 0;
    this.bits = 0;
    this.start();
    return done;
  }

  /** The page is done. */
  end(): void {
    this.isOver = true;
  }

  private slice(): void {
    if (this.isOver) return;
    const id = fromHex(this.id, "field");
    const end = this.next + SLICE;
    while (this.next < end && this.bits < ENOUGH_BITS) {
      const found = findWorkIn(id, this.noticeId, this.bits + 1, this.next, end - this.next);
      this.next = found === 0 ? end : found + 1;
      if (found === 0) continue;
      this.work = found;
      this.bits = workBits(id, this.noticeId, found);
    }
  }
}

function whenIdle(slice: () => void): void {
  const { requestIdleCallback } = globalThis as Partial<Pick<Window, "requestIdleCallback">>;
  if (requestIdleCallback === undefined) setTimeout(slice, PAUSE);
  else requestIdleCallback(slice);
}
