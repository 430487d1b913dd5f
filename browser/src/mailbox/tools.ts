/** What the page lends to `mailbox_acts.js`: how to send each letter, with keys that stay here. */

import type { Bytes } from "../formats/bytes.ts";
import { REPORT_NAME, composeReport, type Answers } from "../letters/correspondence.ts";
import { Kept } from "../sending/dispatch.ts";
import { say, sayError } from "../page/dom.ts";
import { Refused } from "../errors.ts";
import { pauseByChance } from "../sending/pause_by_chance.ts";
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
import { TEXTS } from "../page/texts.ts";
import type { MadeDecoy, Sending, Tools } from "./acts.ts";
import type { Session } from "./session.ts";

// Seconds between the letter and the harmless report: by chance within these.
const SHORTEST = 40;
const LONGEST = 160;

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

/**
 * First the letter that ties it to the real source, then its own harmless report, after a pause as of somebody who
 * does two things: to who watches the server live, two posts at once would be a decoy.
 *
 * Never the other way round: who leaves during the pause leaves no report behind that nobody told to be harmless.
 * The words are shown only once both are held.
 */
class SecondReceipt implements MadeDecoy {
  private readonly secret = newSecret();
  private readonly report = new Kept();
  private readonly letter = new Kept();
  private keys: SourceKeys | null = null;
  private isLetterHeld = false;

  constructor(private readonly session: Session) {}

  async send(words: string, box: HTMLElement): Promise<boolean> {
    const controls = { status: box, progress: null, cancel: null };
    const keys = (this.keys ??= await deriveSourceKeys(this.secret, this.session.notice.institutionId));
    if (!this.isLetterHeld) {
      const compose = (notice: Notice, real: SourceKeys): Bytes => composeDecoy(notice, real, keys);
      await this.session.send({ name: DECOY_NAME, compose }, controls, this.letter);
      this.isLetterHeld = true;
      if (this.keys !== keys) return false;
      say(box, TEXTS.decoyWaits);
      await pauseByChance(SHORTEST, LONGEST);
    }
    if (this.keys !== keys) return false;
    const language = document.documentElement.lang.slice(0, 35);
    const compose = (notice: Notice): Bytes => composeReport(notice, language, keys, harmless(words), []);
    await this.session.send({ name: REPORT_NAME, compose }, controls, this.report);
    return this.keys === keys;
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
