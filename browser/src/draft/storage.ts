/** The one place of the project that keeps anything on a source's device: a sealed draft, if they asked for it. */

import { randomBytes, toHex } from "../formats/bytes.ts";

const DRAFT = "unhindered-draft";
const OWNER = "unhindered-draft-tab";

/** What keeps texts under names, as the browser's own storage does. */
export type Texts = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** One hold on the draft of this browser, for one opening of it. Who took it last is the one that writes. */
export class DraftStorage {
  private readonly tab = toHex(randomBytes(16));

  constructor(private readonly texts: Texts) {}

  read(): string | null {
    return this.texts.getItem(DRAFT);
  }

  /** From now on this tab writes, and no other. */
  take(): void {
    this.texts.setItem(OWNER, this.tab);
  }

  /**
   * Keeps the draft; false if another tab has taken it meanwhile.
   *
   * It asks after it wrote: the other tab takes first and reads then, so that one of the two sees the other.
   */
  write(draft: string): boolean {
    if (this.texts.getItem(OWNER) !== this.tab) return false;
    this.texts.setItem(DRAFT, draft);
    return this.texts.getItem(OWNER) === this.tab;
  }

  erase(): void {
    this.texts.removeItem(DRAFT);
    this.texts.removeItem(OWNER);
  }
}

/** The browser's own. */
export function browserTexts(): Texts {
  // eslint-disable-next-line no-restricted-globals -- Nothing else may; this holds only what was sealed.
  return localStorage;
}
