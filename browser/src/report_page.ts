/**
 * Takes over the form of `GET /report`: what is typed there leaves this device only in a closed envelope.
 *
 * The page is put together of parts that know nothing of each other: the questions (questionnaire_view.ts),
 * the chosen files (metadata/view.ts), spare work, and for each recipient a dispatch of its own.
 */

import { REPORT_NAME, composeReport } from "./correspondence.ts";
import { Dispatch } from "./dispatch.ts";
import { byId, lock, say, sayError, startLeaving, wipe } from "./dom.ts";
import { NoticeEnded } from "./errors.ts";
import { loadPart } from "./lazy.ts";
import type { Metadata } from "./metadata/types.ts";
import { mountFiles, type ChosenFiles } from "./metadata/view.ts";
import type { Notice } from "./notice.ts";
import { currentNotice, showNotice } from "./notice_facts.ts";
import type { Asked } from "./questionnaire.ts";
import { fieldsOf, questionsOn, startConditions } from "./questionnaire_view.ts";
import { deriveSourceKeys, newSecret } from "./receipt.ts";
import { prepareReceipt, showReceipt } from "./receipt_view.ts";
import { readReport, type FilledReport } from "./report_form.ts";
import { SpareWork } from "./spare_work.ts";
import { TEXTS } from "./texts.ts";

/** From now on the form is sealed here; without this script it would be sealed by the gate. */
export function startReportPage(form: HTMLFormElement): void {
  new ReportPage(form).start();
}

/** One institution that the report goes to: its notice, and the work done for just it. */
interface Recipient {
  readonly notice: Notice;
  readonly work: SpareWork;
}

class ReportPage {
  // One receipt for all tries on this page: should two of them arrive, an officer sees that they are one person's.
  private readonly secret = newSecret();
  private readonly status = byId("report-status");
  private readonly section = byId("receipt");
  private readonly list = byId("receipt-words");
  private readonly cancel = document.getElementById("report-cancel");
  private readonly exit = document.getElementById("quick-exit");
  private readonly asked: Asked;
  private readonly files: ChosenFiles;
  private readonly dispatch: Dispatch;
  private recipient: Recipient | null = null;

  constructor(private readonly form: HTMLFormElement) {
    const progress = document.getElementById("report-progress");
    this.dispatch = new Dispatch({ status: this.status, progress, cancel: this.cancel });
    this.asked = questionsOn(form);
    this.files = filesOf(form);
  }

  start(): void {
    this.form.autocomplete = "off";
    startConditions(this.form, this.asked);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    ["input", "change"].forEach((name) => {
      this.form.addEventListener(name, () => {
        this.dispatch.forget();
      });
    });
    prepareReceipt();
    startLeaving(() => {
      this.wipe();
      this.list.replaceChildren();
      this.secret.fill(0);
    });
    this.loadRecipient().catch((error: unknown) => {
      sayError(this.status, error);
    });
  }

  private async submit(): Promise<void> {
    try {
      const files = await this.files.chosen();
      const filled = readReport(fieldsOf(this.form), this.asked, files.length > 0, (name) => labelOf(this.form, name));
      lock(this.form, true, [this.cancel, this.exit]);
      await this.deliverToCurrent(filled, files);
      this.show();
    } catch (error) {
      lock(this.form, false, []);
      sayError(this.status, error);
    }
  }

  /** The page may have been open for weeks: then once more, sealed for the notice that holds now. */
  private async deliverToCurrent(filled: FilledReport, files: readonly File[]): Promise<void> {
    try {
      await this.deliver(filled, files);
    } catch (error) {
      if (!(error instanceof NoticeEnded)) throw error;
      this.recipient?.work.end();
      this.recipient = null;
      this.dispatch.forget();
      await this.deliver(filled, files);
    }
  }

  private async deliver({ answers, beyond }: FilledReport, files: readonly File[]): Promise<void> {
    const { notice, work } = await this.loadRecipient();
    const keys = await deriveSourceKeys(this.secret, notice.institutionId);
    const language = document.documentElement.lang.slice(0, 35);
    await this.dispatch.deliver(
      {
        name: REPORT_NAME,
        files,
        compose: (attachments) =>
          composeReport(notice, language, keys, answers, attachments, { ...beyond, ...work.take() }),
      },
      notice,
    );
  }

  private async loadRecipient(): Promise<Recipient> {
    if (this.recipient === null) {
      const notice = await currentNotice();
      showNotice(notice, this.form);
      this.recipient = { notice, work: new SpareWork(notice.id) };
      this.recipient.work.start();
    }
    return this.recipient;
  }

  private wipe(): void {
    wipe(this.form);
    this.files.forget();
    this.recipient?.work.end();
  }

  private show(): void {
    this.wipe();
    // The status may stand inside the form, which goes.
    this.section.before(this.status);
    this.form.remove();
    const title = this.section.parentElement?.querySelector("h1") ?? null;
    if (title !== null) title.textContent = TEXTS.sentTitle;
    const stays = [title, this.section, this.status, this.exit];
    for (const part of this.section.parentElement?.children ?? []) {
      if (part instanceof HTMLElement && !stays.some((kept) => part.contains(kept))) part.hidden = true;
    }
    say(this.status, TEXTS.sent, "", "ok-box");
    void showReceipt(this.section, this.list, this.secret);
    this.secret.fill(0);
  }
}

/** The files of the form: each is looked into, and shown with what is hidden in it, before it is sent. */
function filesOf(form: HTMLFormElement): ChosenFiles {
  const input = form.elements.namedItem("attachments");
  if (!(input instanceof HTMLInputElement)) throw new Error("this form has no files");
  const list = byId("chosen-files");
  return mountFiles(input, list, () => loadPart<Metadata>("metadata.js"));
}

/** What the page calls a field. */
function labelOf(form: HTMLFormElement, name: string): string {
  const label = form.querySelector(`label[for="${name}"]`)?.cloneNode(true);
  if (!(label instanceof Element)) return name;
  label.querySelector(".number")?.remove();
  return label.textContent.trim();
}
