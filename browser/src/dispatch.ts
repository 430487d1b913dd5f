/** Closing and sending, seen from a page: status, progress, cancel, and the same bytes again after a failure. */

import { say } from "./dom.ts";
import { postOnce } from "./gate_client.ts";
import type { Notice } from "./notice.ts";
import { outgoing, send, type Outgoing } from "./sending.ts";
import { closeLetter, type Letter } from "./submission.ts";
import { TEXTS } from "./texts.ts";

// Sealing is quick beside sending; the bar should not run ahead and then stand.
const SEALING_SHARE = 0.1;

export interface Controls {
  readonly status: HTMLElement;
  readonly progress: HTMLElement | null;
  readonly cancel: HTMLElement | null;
}

export class Dispatch {
  private kept: Outgoing | null = null;

  constructor(private readonly controls: Controls) {}

  /** Something was changed: what was sealed before is not what should be sent. */
  forget(): void {
    this.kept = null;
  }

  /**
   * Seals and sends; returns once the gate holds all of it.
   *
   * After a failure the sealed bytes and their key are kept, so that another try cannot become a second report.
   */
  async deliver(letter: Letter, notice: Notice): Promise<void> {
    const { status, progress, cancel } = this.controls;
    const abort = new AbortController();
    const stop = (): void => {
      abort.abort();
    };
    cancel?.addEventListener("click", stop);
    [progress, cancel].forEach((item) => {
      if (item !== null) item.hidden = false;
    });
    try {
      const out = this.kept ?? (await this.closed(letter, notice, abort.signal));
      this.kept = out;
      say(status, TEXTS.sending);
      await send(out, {
        post: (body, key) => {
          say(status, TEXTS.sending);
          return postOnce(body, key, (share) => { this.show(SEALING_SHARE + share * (1 - SEALING_SHARE)); }, abort.signal);
        },
        pause: (milliseconds) => pause(milliseconds, abort.signal),
        onWaiting: () => {
          say(status, TEXTS.waiting);
        },
        signal: abort.signal,
      });
      this.kept = null;
    } finally {
      cancel?.removeEventListener("click", stop);
      [progress, cancel].forEach((item) => {
        if (item !== null) item.hidden = true;
      });
    }
  }

  private async closed(letter: Letter, notice: Notice, signal: AbortSignal): Promise<Outgoing> {
    say(this.controls.status, TEXTS.sealing);
    this.show(0);
    const onProgress = (share: number): void => {
      this.show(share * SEALING_SHARE);
    };
    return outgoing(await closeLetter(letter, notice, { onProgress, signal }));
  }

  private show(share: number): void {
    const { progress } = this.controls;
    if (!(progress instanceof HTMLProgressElement)) return;
    progress.max = 1;
    progress.value = share;
  }
}

/** So much time, or less if the person cancels meanwhile. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
