/**
 * A draft that survives a reload, because the person asked for it: sealed under a pass-phrase, in this browser.
 *
 * It is a plain age file; each time it is kept it gets a new payload nonce, and so another key, under one header.
 */

import { concatenated, fromBase64, randomBytes, toBase64, toHex, type Bytes } from "../formats/bytes.ts";
import { Refused } from "../errors.ts";
import type { Diary, Problem, Target, UnderWay } from "../sending/kept_uploads.ts";
import { openWith } from "../age/open.ts";
import { sealedPieces } from "../age/seal.ts";
import { PAYLOAD_NONCE } from "../age/stream_cipher.ts";
import { composeDraft, readDraft, type DraftContent, type Fields } from "./content.ts";
import { draftKeyOf, newDraftKey, type DraftKey } from "./passphrase.ts";
import { DraftStorage, type Texts } from "./storage.ts";

export class Draft implements Diary {
  private readonly offered: UnderWay[];
  private isErased = false;
  private keeping: Promise<Problem> = Promise.resolve(null);

  private constructor(
    private readonly storage: DraftStorage,
    private readonly key: DraftKey,
    private content: DraftContent,
  ) {
    this.offered = [...content.underWay];
  }

  /** A new draft; refused where one is kept already, which may be worth more. */
  static async begin(texts: Texts, passphrase: string, fields: Fields): Promise<Draft> {
    const storage = new DraftStorage(texts);
    if (storage.read() !== null) throw new Refused("draftExists");
    const draft = new Draft(storage, newDraftKey(passphrase), { fields, underWay: [] });
    storage.take();
    requireKept(await draft.keep(fields));
    return draft;
  }

  /** The draft that is kept in this browser. From now on this one writes it, and none that was opened before, here or elsewhere. */
  static async open(texts: Texts, passphrase: string): Promise<Draft> {
    const storage = new DraftStorage(texts);
    const kept = keptIn(storage);
    const key = await draftKeyOf(kept, passphrase);
    readDraft(await openWith(kept, () => key.fileKey));
    // A wrong pass-phrase takes it from nobody. Meanwhile another tab may have cleared it and begun a new one.
    requireOf(key, keptIn(storage));
    // First taken and then read, see DraftStorage: what the other tab kept last is in it.
    storage.take();
    const newest = keptIn(storage);
    requireOf(key, newest);
    return new Draft(storage, key, readDraft(await openWith(newest, () => key.fileKey)));
  }

  get fields(): Fields {
    return this.content.fields;
  }

  keep(fields: Fields): Promise<Problem> {
    this.content = { ...this.content, fields };
    return this.keepLater();
  }

  find(file: File, { notice, base }: Target): UnderWay | null {
    const place = this.offered.findIndex(
      (item) => item.base === base && item.notice === toHex(notice.id) && item.name === file.name && item.size === file.size,
    );
    return place < 0 ? null : (this.offered.splice(place, 1)[0] ?? null);
  }

  note(underWay: UnderWay): Promise<Problem> {
    this.content = { ...this.content, underWay: [...this.others(underWay.url), underWay] };
    return this.keepLater();
  }

  drop(url: string): void {
    const underWay = this.others(url);
    if (underWay.length === this.content.underWay.length) return;
    this.content = { ...this.content, underWay };
    void this.keepLater();
  }

  /** Nothing of it stays in this browser, and nothing more is kept. */
  erase(): void {
    this.isErased = true;
    this.key.fileKey.fill(0);
    this.storage.erase();
  }

  private isGone(): boolean {
    return this.isErased;
  }

  private others(url: string): UnderWay[] {
    return this.content.underWay.filter((item) => item.url !== url);
  }

  /** One after the other: an older state may not be kept over a newer one. */
  private keepLater(): Promise<Problem> {
    this.keeping = this.keeping.then(() => this.keepNow());
    return this.keeping;
  }

  private async keepNow(): Promise<Problem> {
    if (this.isGone()) return null;
    const seal = { ...this.key, nonce: randomBytes(PAYLOAD_NONCE) };
    const pieces: Uint8Array[] = [];
    for await (const piece of sealedPieces(new Blob([composeDraft(this.content)]), seal)) pieces.push(piece);
    // It may have been erased while it was sealed.
    if (this.isGone()) return null;
    try {
      return this.storage.write(toBase64(concatenated(...pieces))) ? null : "draftElsewhere";
    } catch {
      return "draftFull";
    }
  }
}

/** What is kept in this browser, still sealed. */
function keptIn(storage: DraftStorage): Bytes {
  const kept = storage.read();
  if (kept === null) throw new Refused("draftNone");
  return fromBase64(kept, "draftWrong");
}

/** Nothing if it is the draft that this key opens, and no other that was begun meanwhile. */
function requireOf({ header }: DraftKey, kept: Bytes): void {
  if (toHex(kept.slice(0, header.length)) !== toHex(header)) throw new Refused("draftWrong");
}

/** Raises what kept it from being kept. */
export function requireKept(problem: Problem): void {
  if (problem !== null) throw new Refused(problem);
}
