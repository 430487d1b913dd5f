/** What the page lends to `mailbox_acts.js`: how to send each letter, with keys that stay here. */

import type { Bytes } from "../formats/bytes.ts";
import { REPORT_NAME, composeReport, type Answers } from "../letters/correspondence.ts";
import { Kept } from "../sending/dispatch.ts";
import { sayError } from "../page/dom.ts";
import { Refused } from "../errors.ts";
import { loadPart } from "../page/lazy.ts";
import {
  CONSENTS_NAME,
  DECOY_NAME,
  RHYTHM_NAME,
  WITHDRAWAL_NAME,
  composeConsents,
  composeDecoy,
  composeRhythm,
  composeWithdrawal,
} from "../letters/letters.ts";
import type { Metadata } from "../metadata/types.ts";
import type { Notice } from "../formats/notice.ts";
import { deriveSourceKeys, newSecret, type SourceKeys } from "../receipt/receipt.ts";
import { PUT_AWAY, showReceipt } from "../receipt/receipt_view.ts";
import type { Status } from "../letters/status.ts";
import type { MadeDecoy, Sending, Tools } from "./acts.ts";
import type { Session } from "./session.ts";

export function toolsOf(session: Session, status: Status | null, visit: Tools["visit"]): Tools {
  return {
    status,
    consents: sending(session, CONSENTS_NAME, (notice, keys, { consents, limits }) =>
      composeConsents(notice, keys, consents, limits),
    ),
    withdrawal: sending(session, WITHDRAWAL_NAME, composeWithdrawal),
    rhythm: sending(session, RHYTHM_NAME, (notice, keys, { everyDays, graceHours }) =>
      composeRhythm(notice, keys, everyDays, graceHours),
    ),
    newDecoy: () => new SecondReceipt(session),
    visit,
    sayError,
    sayEmpty: (box) => {
      sayError(box, new Refused("empty"));
    },
    loadMetadata: () => loadPart<Metadata>("metadata.js"),
  };
}

function sending<Content>(
  session: Session,
  name: string,
  compose: (notice: Notice, keys: SourceKeys, content: Content) => Bytes,
): Sending<Content> {
  let kept = new Kept();
  return {
    send: (content, box) =>
      session.send(
        { name, compose: (notice, keys) => compose(notice, keys, content) },
        { status: box, progress: null, cancel: null },
        kept,
      ),
    forget: () => {
      kept = new Kept();
    },
  };
}

/** First its own harmless report, then the letter that ties it to the real source: never the other way round. */
class SecondReceipt implements MadeDecoy {
  private readonly secret = newSecret();
  private readonly report = new Kept();
  private readonly letter = new Kept();
  private keys: SourceKeys | null = null;
  private isReportHeld = false;

  constructor(private readonly session: Session) {}

  async send(words: string, box: HTMLElement): Promise<void> {
    const controls = { status: box, progress: null, cancel: null };
    const keys = (this.keys ??= await deriveSourceKeys(this.secret, this.session.notice.institutionId));
    if (!this.isReportHeld) {
      const language = document.documentElement.lang.slice(0, 35);
      const compose = (notice: Notice): Bytes => composeReport(notice, language, keys, harmless(words), []);
      await this.session.send({ name: REPORT_NAME, compose }, controls, this.report);
      this.isReportHeld = true;
    }
    const compose = (notice: Notice, real: SourceKeys): Bytes => composeDecoy(notice, real, keys);
    await this.session.send({ name: DECOY_NAME, compose }, controls, this.letter);
  }

  show(section: HTMLElement, list: HTMLElement, onPutAway: () => void): Promise<void> {
    section.addEventListener(PUT_AWAY, onPutAway);
    return showReceipt(section, list, this.secret);
  }

  forget(): void {
    this.secret.fill(0);
    this.keys?.mailboxSeed.fill(0);
    this.keys?.signingSeed.fill(0);
    this.keys = null;
  }
}

/** The answers of a report in which nothing but these words was filled in. */
function harmless(what: string): Answers {
  return {
    ...{ what, when: "", where: "", state: "" },
    ...{ danger: "unsure", danger_who: "", contact: "mailbox", contact_how: "" },
  };
}
