/** Files that are uploaded one by one before the letter that names them; each keeps its key, and its place, over failures. */

import { Attachment, OtherBytes, type Mark } from "../age/attachment.ts";
import { equal, fromHex, toHex, type Bytes } from "../formats/bytes.ts";
import type { AttachmentReference } from "../letters/correspondence.ts";
import { Cancelled, NoRoom, Refused, Unavailable, UnhinderedError, UploadGone, requireNotCancelled } from "../errors.ts";
import { asError } from "./gate_client.ts";
import { loadPart } from "../page/lazy.ts";
import type { Notice } from "../formats/notice.ts";
import { newFileSeal, type FileSeal } from "../age/seal.ts";
import type { Ending, Job, Upload, UploadsPart } from "../uploads/job.ts";

const BEGINNINGS = 3;
const NOTHING = { seal: null, mark: null, url: null };
const GONE: readonly number[] = [404, 410];
const PLACE = /\/uploads\/([0-9a-f]{64})$/;

/** One file that the gate has whole, and what the letter says of it. */
export interface Uploaded {
  readonly id: Bytes;
  readonly reference: AttachmentReference;
}

/** Whom a file is sealed to, and where it goes. */
export interface Target {
  readonly notice: Notice;
  readonly base: string;
}

/** What must be known to go on with a file after the page was loaded anew: its key, and what left under it. */
export interface UnderWay {
  readonly base: string;
  readonly notice: string;
  readonly name: string;
  readonly size: number;
  readonly seal: FileSeal;
  readonly url: string;
  readonly mark: Mark;
}

/** What keeps a draft from being kept; null where nothing does. */
export type Problem = "draftElsewhere" | "draftFull" | null;

/** Where the person asked for it, what is under way is written down, sealed, before it leaves. */
export interface Diary {
  /** What was begun with a file of this name and size, for this target; each is given out once. */
  readonly find: (file: File, target: Target) => UnderWay | null;
  /** Kept once this returns, and nothing leaves before; else what is wrong, and then nothing leaves at all. */
  readonly note: (underWay: UnderWay) => Promise<Problem>;
  readonly drop: (url: string) => void;
}

export interface Watch {
  readonly onProgress: (sent: number, size: number) => void;
  readonly onWaiting: () => void;
  /** The file goes anew from its beginning, under another key. */
  readonly onAnew: () => void;
  readonly signal: AbortSignal;
}

interface KeptUpload {
  readonly target: Target;
  /** Where it was found, or is written down. */
  readonly diary: Diary | null;
  readonly attachment: Attachment;
  readonly pieces: AsyncIterator<Uint8Array, unknown>;
  readonly upload: Upload;
  watch: Watch;
  url: string;
  uploaded: Uploaded | null;
  /** Another tab goes on with it. */
  isTaken: boolean;
}

export class KeptUploads {
  private readonly kept = new Map<File, KeptUpload>();

  /** `diary` is asked anew for each file; `load` gives what uploads: the page's own where it is left out. */
  constructor(
    private readonly diary: () => Diary | null = () => null,
    private readonly load: () => Promise<UploadsPart> = () => loadPart<UploadsPart>("uploads.js"),
  ) {}

  /**
   * Returns once the gate has all of the file; what failed before goes on where it was.
   *
   * Begins anew, with a fresh key, if the gate no longer has what was sent, or the file is another one.
   */
  async send(file: File, target: Target, watch: Watch): Promise<Uploaded> {
    const part = await this.load();
    for (let beginnings = 0; beginnings < BEGINNINGS; beginnings++) {
      requireNotCancelled(watch.signal);
      const kept = this.kept.get(file) ?? this.begin(part, file, target, watch, beginnings === 0);
      kept.watch = watch;
      if (kept.uploaded !== null) return kept.uploaded;
      const uploaded = await this.tried(file, kept);
      if (uploaded !== null) return uploaded;
      watch.onAnew();
    }
    throw new UploadGone();
  }

  /** Ends what belongs to files that are not sent any more, or were sealed for another notice. */
  async keepOnly(files: readonly File[], target: Target): Promise<void> {
    const others = Array.from(this.kept).filter(
      ([file, kept]) => !files.includes(file) || !isSame(kept.target, target),
    );
    await Promise.all(others.map(([file, kept]) => this.end(file, kept)));
  }

  /** Ends all; the gate is asked to forget what it has. */
  async endAll(): Promise<void> {
    await Promise.all(Array.from(this.kept, ([file, kept]) => this.end(file, kept)));
  }

  /** Forgets all: the letter that names it is held, or the gate no longer has it. */
  forget(): void {
    this.kept.forEach(({ diary, url }) => diary?.drop(url));
    this.kept.clear();
  }

  private begin(part: UploadsPart, file: File, target: Target, watch: Watch, mayGoOn: boolean): KeptUpload {
    const diary = this.diary();
    const before = mayGoOn ? (diary?.find(file, target) ?? NOTHING) : NOTHING;
    const seal = before.seal ?? newFileSeal(target.notice.intake);
    const attachment = new Attachment(file, seal, before.mark);
    const job: Job = {
      endpoint: new URL(`${target.base}/uploads`, document.baseURI).href,
      url: before.url,
      size: attachment.size,
      pieces: attachment.pieces(),
      heldUntil: before.mark === null ? 0 : before.mark.sealed,
      beforeSending: (url) => {
        kept.url = url;
        return this.note(file, kept, seal);
      },
      onProgress: (sent) => {
        kept.watch.onProgress(sent, attachment.size);
      },
      onWaiting: () => {
        kept.watch.onWaiting();
      },
    };
    const upload = part.newUpload(job);
    const { pieces, url } = job;
    const kept: KeptUpload = { target, diary, attachment, pieces, upload, watch, url: url ?? "", uploaded: null, isTaken: false };
    this.kept.set(file, kept);
    return kept;
  }

  private async note(file: File, kept: KeptUpload, seal: FileSeal): Promise<void> {
    const { target, url, attachment } = kept;
    const notice = toHex(target.notice.id);
    const { name, size } = file;
    const underWay = { base: target.base, notice, name, size, seal, url, mark: attachment.mark() };
    const problem = (await kept.diary?.note(underWay)) ?? null;
    if (problem === null) return;
    kept.isTaken = problem === "draftElsewhere";
    throw new Refused(problem);
  }

  /** The file once it is whole; null if it must begin anew. */
  private async tried(file: File, kept: KeptUpload): Promise<Uploaded | null> {
    const ending = await orCancelled(kept.upload.run(), kept.watch.signal);
    if (ending.kind === "whole") return this.whole(file, kept, ending.url);
    const error = errorOf(ending);
    // A line that was lost takes nothing with it: the next try goes on from here.
    if (ending.cause === null && error instanceof Unavailable && !(error instanceof NoRoom)) throw error;
    await this.end(file, kept);
    if (error !== null) throw error;
    return null;
  }

  private async whole(file: File, kept: KeptUpload, url: string): Promise<Uploaded | null> {
    const id = PLACE.exec(url)?.[1];
    try {
      if (id === undefined) throw new Unavailable("outOfOrder", { status: 201 });
      // Where the gate had all of it already, it is still to be compared and hashed here.
      while ((await kept.pieces.next()).done !== true);
      kept.url = url;
      kept.uploaded = { id: fromHex(id, "field"), reference: kept.attachment.reference() };
      return kept.uploaded;
    } catch (error) {
      await this.end(file, kept);
      if (error instanceof OtherBytes) return null;
      throw error;
    }
  }

  private async end(file: File, kept: KeptUpload): Promise<void> {
    this.kept.delete(file);
    kept.diary?.drop(kept.url);
    if (!kept.isTaken) await kept.upload.end();
  }
}

/** What a failed try raises; null where the file begins anew instead. */
function errorOf(ending: Extract<Ending, { kind: "failed" }>): UnhinderedError | null {
  const { status, text, cause } = ending;
  if (cause instanceof OtherBytes) return null;
  if (cause instanceof UnhinderedError) return cause;
  // The gate went back behind what it had confirmed, or forgot the upload.
  if (cause !== null || GONE.includes(status)) return null;
  return asError({ status, text });
}

function isSame(one: Target, other: Target): boolean {
  return one.base === other.base && equal(one.notice.id, other.notice.id);
}

/** What `act` gives, unless the person cancels before. */
function orCancelled<T>(act: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      reject(new Cancelled());
    };
    signal.addEventListener("abort", cancel, { once: true });
    act
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener("abort", cancel);
      });
  });
}
