/**
 * To whom a report goes: the institution of the gate, or those of several that the person chose.
 *
 * Each gets a letter of its own, sealed to its own key under a key of its own for sending; nothing in one tells of
 * another. Between two of them passes a time by chance, so that a list of arrivals does not pair them.
 */

import { REPORT_NAME, composeReport } from "../letters/correspondence.ts";
import type { Dispatch } from "../sending/dispatch.ts";
import { Cancelled, NoticeEnded } from "../errors.ts";
import { institutionsOnPage, type Institution } from "../page/institutions.ts";
import type { Notice } from "../formats/notice.ts";
import { currentNotice } from "../page/notice_facts.ts";
import { deriveSourceKeys } from "../receipt/receipt.ts";
import type { FilledReport } from "./report_form.ts";
import { SpareWork } from "./spare_work.ts";
import type { Bytes } from "../formats/bytes.ts";

/** The name of the box that chooses an institution begins so. */
const CHOICE = "to.";

/** One institution and what is made ready for it while the person writes. */
export class Recipient {
  private notice: Notice | null = null;
  private work: SpareWork | null = null;

  constructor(readonly institution: Institution) {}

  /** The notice that holds now, checked on this device. */
  async load(): Promise<Notice> {
    this.notice ??= await currentNotice(this.institution);
    return this.notice;
  }

  /** Spare time of the device goes into work for this institution, from now on. */
  beginWork(): void {
    if (this.work !== null || this.notice === null) return;
    this.work = new SpareWork(this.notice.id);
    this.work.start();
  }

  /** Seals the report to this institution alone, and sends it; once more where the notice ended meanwhile. */
  async deliver(dispatch: Dispatch, secret: Bytes, report: FilledReport, files: readonly File[]): Promise<void> {
    try {
      await this.deliverOnce(dispatch, secret, report, files);
    } catch (error) {
      if (!(error instanceof NoticeEnded)) throw error;
      // The page may have been open for weeks.
      this.endWork();
      this.notice = null;
      dispatch.forget();
      await this.deliverOnce(dispatch, secret, report, files);
    }
  }

  endWork(): void {
    this.work?.end();
    this.work = null;
  }

  private async deliverOnce(
    dispatch: Dispatch,
    secret: Bytes,
    { answers, beyond }: FilledReport,
    files: readonly File[],
  ): Promise<void> {
    const notice = await this.load();
    // Wiped, because the person left meanwhile: its keys would be everybody's.
    if (secret.every((byte) => byte === 0)) throw new Cancelled();
    const keys = await deriveSourceKeys(secret, notice.institutionId);
    const language = document.documentElement.lang.slice(0, 35);
    const extras = { ...beyond, ...this.work?.take() };
    await dispatch.deliver(
      {
        name: REPORT_NAME,
        files,
        compose: (attachments) => composeReport(notice, language, keys, answers, attachments, extras),
      },
      notice,
      this.institution.base,
    );
  }
}

/** Every institution of the page. */
export function recipientsOnPage(): Recipient[] {
  return institutionsOnPage().map((institution) => new Recipient(institution));
}

/** Those that are ticked; the only one, where there is no choice. */
export function chosenAmong(all: readonly Recipient[], form: HTMLFormElement): Recipient[] {
  if (all.length === 1) return [...all];
  return all.filter(({ institution }) => {
    const box = form.elements.namedItem(`${CHOICE}${institution.gate}`);
    return box instanceof HTMLInputElement && box.checked;
  });
}
