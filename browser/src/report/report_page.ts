/**
 * Takes over the form of `GET /report`: what is typed there leaves this device only in a closed envelope.
 *
 * The page is put together of parts that know nothing of each other: the questions (questionnaire_view.ts),
 * the chosen files (metadata/view.ts), spare work, and for each recipient a dispatch of its own.
 */

import { Dispatch } from "../sending/dispatch.ts";
import { byId, element, lock, say, sayError, startLeaving, wipe } from "../page/dom.ts";
import type { DraftOnPage } from "../draft/part.ts";
import { mountDraftView } from "../draft/place.ts";
import { Refused } from "../errors.ts";
import { sendToFurther } from "./further_recipients.ts";
import { loadPart } from "../page/lazy.ts";
import type { Metadata } from "../metadata/types.ts";
import { mountFiles, type ChosenFiles } from "../metadata/view.ts";
import { showNotices } from "../page/notice_facts.ts";
import type { Asked } from "./questionnaire.ts";
import { fieldsOf, labelOf, questionsOn, startConditions } from "./questionnaire_view.ts";
import { newSecret } from "../receipt/receipt.ts";
import { prepareReceipt, showReceipt } from "../receipt/receipt_view.ts";
import { chosenAmong, recipientsOnPage } from "./recipients.ts";
import { readReport } from "./report_form.ts";
import { TEXTS } from "../page/texts.ts";

/** From now on the form is sealed here; without this script it would be sealed by the gate. */
export function startReportPage(form: HTMLFormElement): void {
  new ReportPage(form).start();
}

class ReportPage {
  // One receipt for all tries on this page: should two of them arrive, an officer sees that they are one person's.
  private readonly secret = newSecret();
  private readonly status = byId("report-status");
  private readonly section = byId("receipt");
  private readonly leaving = new AbortController();
  private readonly list = byId("receipt-words");
  private readonly cancel = document.getElementById("report-cancel");
  private readonly exit = document.getElementById("quick-exit");
  private readonly asked: Asked;
  private readonly files: ChosenFiles;
  private readonly draft: DraftOnPage;
  private readonly dispatch: Dispatch;
  private readonly recipients = recipientsOnPage();

  constructor(private readonly form: HTMLFormElement) {
    const progress = document.getElementById("report-progress");
    this.draft = draftOf(form, this.status);
    const controls = { status: this.status, progress, cancel: this.cancel };
    this.dispatch = new Dispatch(controls, () => this.draft.diary());
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
    this.form.addEventListener("change", () => {
      this.beginWork();
    });
    prepareReceipt();
    startLeaving(() => {
      this.leaving.abort();
      this.wipe();
      this.list.replaceChildren();
      this.secret.fill(0);
    });
    this.loadNotices().catch((error: unknown) => {
      sayError(this.status, error);
    });
  }

  private async submit(): Promise<void> {
    try {
      const files = await this.files.chosen();
      const report = readReport(fieldsOf(this.form), this.asked, files.length > 0, (name) => labelOf(this.form, name));
      const [first, ...further] = chosenAmong(this.recipients, this.form);
      if (first === undefined) throw new Refused("nobodyChosen");
      lock(this.form, true, [this.cancel, this.exit]);
      await first.deliver(this.dispatch, this.secret, report, files);
      const secret = this.secret.slice();
      this.show();
      const { signal: leaving } = this.leaving;
      if (further.length > 0) await sendToFurther(further, { secret, report, files, leaving }, this.section);
      else secret.fill(0);
    } catch (error) {
      lock(this.form, false, []);
      sayError(this.status, error);
    }
  }

  private async loadNotices(): Promise<void> {
    showNotices(await Promise.all(this.recipients.map((recipient) => recipient.load())), this.form);
    this.beginWork();
  }

  private beginWork(): void {
    chosenAmong(this.recipients, this.form).forEach((recipient) => {
      recipient.beginWork();
    });
  }

  private wipe(): void {
    wipe(this.form);
    this.files.forget();
    this.recipients.forEach((recipient) => {
      recipient.endWork();
    });
  }

  private show(): void {
    this.draft.sent();
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

/** Where a draft can be kept, above the button that sends. */
function draftOf(form: HTMLFormElement, status: HTMLElement): DraftOnPage {
  const place = element("div");
  status.before(place);
  return mountDraftView(place, form);
}
