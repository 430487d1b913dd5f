/** Closing and sending, seen from a page: status, progress, cancel, and the same bytes again after a failure. */

import { element, say, sayError } from "../page/dom.ts";
import { Cancelled, NoRoom, UploadGone } from "../errors.ts";
import { postOnce } from "./gate_client.ts";
import { KeptUploads, type Diary, type Target, type Uploaded } from "./kept_uploads.ts";
import type { Notice } from "../formats/notice.ts";
import { cleanName } from "../age/payload.ts";
import { outgoing, send, type Outgoing } from "./sending.ts";
import { closeLetter, closeUploaded, requireFewFiles, type Letter } from "../letters/submission.ts";
import { TEXTS, filled } from "../page/texts.ts";

/**
 * Files up to this size together go in the one post with the letter: one request, one answer, no script to load,
 * and after a lost line no more to send again than one part of an upload would be.
 */
export const IN_ONE_POST = 4 * 1024 * 1024;
// Sealing is quick beside sending; the bar should not run ahead and then stand.
const SEALING_SHARE = 0.1;
const BEGINNINGS = 3;

export interface Controls {
  readonly status: HTMLElement;
  readonly progress: HTMLElement | null;
  readonly cancel: HTMLElement | null;
}

/** What is kept of one letter to one institution between tries: its files, and the closed letter with its key. */
export class Kept {
  closed: Outgoing | null = null;
  readonly uploads: KeptUploads;

  constructor(diary: () => Diary | null = () => null) {
    this.uploads = new KeptUploads(diary);
  }

  /** What was written was changed: the closed letter is not what should be sent. Its files stay where they are. */
  forgetLetter(): void {
    this.closed = null;
  }
}

/**
 * Seals a letter and its files for one institution, and sends them to its gate at `base`; returns once all of it is held.
 *
 * After a failure `kept` holds what was sealed, so that another try cannot become a second report, nor send a file twice.
 * Raises `Cancelled`, `NoRoom` for the files, `NoticeEnded` where another notice is to be loaded, and what `send` raises.
 */
export async function deliver(
  letter: Letter,
  notice: Notice,
  base: string,
  controls: Controls,
  kept: Kept = new Kept(),
): Promise<void> {
  requireFewFiles(letter);
  const delivery = new Delivery(letter, { notice, base }, new Shown(controls), kept);
  await delivery.run(controls.cancel);
}

/** Deliveries from one page, each institution's apart from the others'. */
export class Dispatch {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly controls: Controls,
    private readonly diary: () => Diary | null = () => null,
  ) {}

  /** What was written was changed. */
  forget(): void {
    this.kept.forEach((kept) => {
      kept.forgetLetter();
    });
  }

  async deliver(letter: Letter, notice: Notice, base = ""): Promise<void> {
    const kept = this.kept.get(base) ?? new Kept(this.diary);
    this.kept.set(base, kept);
    await deliver(letter, notice, base, this.controls, kept);
    this.kept.delete(base);
  }
}

class Delivery {
  private readonly abort = new AbortController();

  constructor(
    private letter: Letter,
    private readonly target: Target,
    private readonly shown: Shown,
    private readonly kept: Kept,
  ) {}

  async run(cancel: HTMLElement | null): Promise<void> {
    const stop = (): void => {
      this.abort.abort();
    };
    cancel?.addEventListener("click", stop);
    this.shown.begin();
    try {
      await this.sent();
      this.kept.closed = null;
      this.kept.uploads.forget();
    } catch (error) {
      if (this.abort.signal.aborted) await this.kept.uploads.endAll();
      throw error;
    } finally {
      cancel?.removeEventListener("click", stop);
      this.shown.end();
    }
  }

  private async sent(): Promise<void> {
    for (let beginnings = 1; ; beginnings++) {
      try {
        this.kept.closed ??= outgoing(await this.closed());
        await this.post(this.kept.closed);
        return;
      } catch (error) {
        // The gate kept nothing of it.
        if (error instanceof UploadGone) this.beginAnew(error, beginnings);
        else if (error instanceof NoRoom && this.letter.files.length > 0) await this.leaveOutFiles(error);
        else throw error;
      }
    }
  }

  private beginAnew(error: UploadGone, beginnings: number): void {
    this.kept.closed = null;
    this.kept.uploads.forget();
    if (beginnings === BEGINNINGS) throw error;
    this.shown.say(TEXTS.filesAnew);
  }

  /** The words can still go: asks the person, who may also stop and take fewer files. */
  private async leaveOutFiles(error: NoRoom): Promise<void> {
    this.kept.closed = null;
    await this.shown.withoutFiles(error, this.abort.signal);
    await this.kept.uploads.endAll();
    this.letter = { ...this.letter, files: [] };
  }

  private async closed(): Promise<Outgoing["submission"]> {
    const { letter, target, abort } = this;
    const { signal } = abort;
    await this.kept.uploads.keepOnly(letter.files, target);
    const total = letter.files.reduce((sum, file) => sum + file.size, 0);
    if (total > IN_ONE_POST) return closeUploaded(letter, target.notice, await this.uploaded(total), { signal });
    this.shown.say(TEXTS.sealing);
    const onProgress = (share: number): void => {
      this.shown.share(share * SEALING_SHARE);
    };
    return closeLetter(letter, target.notice, { onProgress, signal });
  }

  private async uploaded(total: number): Promise<Uploaded[]> {
    const { files } = this.letter;
    const bars = this.shown.files(files);
    const uploaded: Uploaded[] = [];
    let before = 0;
    for (const [place, file] of files.entries()) {
      const sentence = filled(TEXTS.sendingFile, { place: place + 1, count: files.length });
      this.shown.say(sentence);
      const begun = before;
      const onProgress = (sent: number, size: number): void => {
        this.shown.say(sentence);
        bars[place]?.(sent / size);
        this.shown.share((begun + (file.size * sent) / size) / total);
      };
      const onWaiting = (): void => {
        this.shown.say(TEXTS.waiting);
      };
      const onAnew = (): void => {
        this.shown.say(TEXTS.filesAnew);
      };
      const watch = { onProgress, onWaiting, onAnew, signal: this.abort.signal };
      uploaded.push(await this.kept.uploads.send(file, this.target, watch));
      before += file.size;
      onProgress(1, 1);
    }
    return uploaded;
  }

  private async post(out: Outgoing): Promise<void> {
    const { signal } = this.abort;
    const { hasUploads } = out.submission;
    await send(out, {
      post: (body, key) => {
        this.shown.say(TEXTS.sending);
        const onProgress = (share: number): void => {
          if (!hasUploads) this.shown.share(SEALING_SHARE + share * (1 - SEALING_SHARE));
        };
        return postOnce(this.target.base, body, key, onProgress, signal);
      },
      pause: (milliseconds) => pause(milliseconds, signal),
      onWaiting: () => {
        this.shown.say(TEXTS.waiting);
      },
      signal,
    });
  }
}

/** The controls of a delivery, and a bar for each file that is uploaded. */
class Shown {
  private said = "";
  private list: HTMLElement | null = null;

  constructor(private readonly controls: Controls) {}

  begin(): void {
    this.show(true);
    this.share(0);
  }

  end(): void {
    this.show(false);
    this.list?.remove();
  }

  /** Says what is new only: a screen reader reads each of them aloud. */
  say(sentence: string): void {
    if (sentence === this.said && !this.controls.status.hidden) return;
    this.said = sentence;
    say(this.controls.status, sentence);
  }

  share(share: number): void {
    const { progress } = this.controls;
    if (progress instanceof HTMLProgressElement) setBar(progress, share);
  }

  /** Returns once the person pressed the button that sends without files. */
  withoutFiles(error: NoRoom, signal: AbortSignal): Promise<void> {
    const { status } = this.controls;
    this.list?.remove();
    this.said = "";
    sayError(status, error);
    const button = element("button", TEXTS.withoutFiles);
    button.setAttribute("type", "button");
    status.append(button);
    return new Promise((resolve, reject) => {
      button.addEventListener("click", () => {
        resolve();
      });
      signal.addEventListener("abort", () => {
        reject(new Cancelled());
      });
    });
  }

  files(files: readonly File[]): ((share: number) => void)[] {
    this.list?.remove();
    const list = element("ul", "", "files");
    this.list = list;
    const bars = files.map((file) => {
      const item = element("li");
      const name = element("bdi", cleanName(file.name));
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", name.textContent);
      setBar(bar, 0);
      item.append(name, " ", bar);
      list.append(item);
      return (share: number): void => {
        setBar(bar, share);
      };
    });
    (this.controls.progress ?? this.controls.status).after(list);
    return bars;
  }

  private show(isShown: boolean): void {
    [this.controls.progress, this.controls.cancel].forEach((item) => {
      if (item !== null) item.hidden = !isShown;
    });
  }
}

function setBar(bar: HTMLProgressElement, share: number): void {
  bar.max = 1;
  bar.value = share;
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
