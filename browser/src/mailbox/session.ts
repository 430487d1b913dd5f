/** An open mailbox: whose it is, and how letters leave from it. Kept in the memory of this page and nowhere else. */

import type { Bytes } from "../formats/bytes.ts";
import type { AttachmentReference } from "../letters/correspondence.ts";
import { Kept, deliver, type Controls } from "../sending/dispatch.ts";
import { NoticeEnded } from "../errors.ts";
import { fetchCheckpoint, fetchMailboxPage, tilesAt } from "../sending/gate_client.ts";
import type { PublishedLog } from "../formats/held_proof.ts";
import { firstInstitution } from "../page/institutions.ts";
import { mailboxRequest } from "./mailbox.ts";
import type { Notice } from "../formats/notice.ts";
import { currentNotice } from "../page/notice_facts.ts";
import type { SourceKeys } from "../receipt/receipt.ts";

/** Something to be sent. Composed anew where the notice ended meanwhile. */
export interface Paper {
  readonly name: string;
  readonly files?: readonly File[];
  readonly isVisit?: boolean;
  readonly compose: (notice: Notice, keys: SourceKeys, files: readonly AttachmentReference[]) => Bytes;
}

export class Session {
  private readonly base = firstInstitution().base;

  constructor(
    private current: Notice,
    readonly keys: SourceKeys,
  ) {}

  get notice(): Notice {
    return this.current;
  }

  readonly log: PublishedLog = { checkpoint: () => fetchCheckpoint(this.base), tile: tilesAt(this.base) };

  readonly fetchPage = (page: number): Promise<Bytes> =>
    fetchMailboxPage(mailboxRequest(this.keys, this.current, page), this.base);

  /** Sends it, and returns once it is held. With the same `kept`, another try cannot become a second letter. */
  async send(paper: Paper, controls: Controls, kept = new Kept()): Promise<void> {
    try {
      await this.deliver(paper, controls, kept);
    } catch (error) {
      if (!(error instanceof NoticeEnded)) throw error;
      // The gate kept nothing of it: a page may stay open over the day on which keys change.
      this.current = await currentNotice();
      kept.forgetLetter();
      await this.deliver(paper, controls, kept);
    }
  }

  forget(): void {
    this.keys.mailboxSeed.fill(0);
    this.keys.signingSeed.fill(0);
  }

  private deliver({ name, files = [], isVisit = false, compose }: Paper, controls: Controls, kept: Kept): Promise<void> {
    const { current, keys } = this;
    const letter = { name, files, compose: compose.bind(null, current, keys) };
    // A letter is sealed to the intake key; a visit to the one that a watch may hold.
    const sealedFor = isVisit ? { ...current, intake: current.visits } : current;
    return deliver(letter, sealedFor, this.base, controls, kept);
  }
}
