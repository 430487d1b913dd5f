/** Takes over the form of the offline page: seals what is typed into a file, to be carried to the gate later. */

import { randomBytes, toHex } from "../formats/bytes.ts";
import { REPORT_NAME, composeReport } from "../letters/correspondence.ts";
import { byId, filesIn, lock, say, sayError, startLeaving, wipe } from "../page/dom.ts";
import type { Notice } from "../formats/notice.ts";
import { showNotice } from "../page/notice_facts.ts";
import { fieldsOf, labelOf, questionsOn, startConditions } from "../report/questionnaire_view.ts";
import { deriveSourceKeys, newSecret } from "../receipt/receipt.ts";
import { showReceipt } from "../receipt/receipt_view.ts";
import { readReport } from "../report/report_form.ts";
import { closeLetter } from "../letters/submission.ts";
import { TEXTS } from "../page/texts.ts";
import { noticeOf } from "./notices.ts";

const NAME_BYTES = 8;

export class OfflinePage {
  private readonly secret = newSecret();
  private readonly status = byId("report-status");
  private readonly list = byId("receipt-words");
  private readonly exit = document.getElementById("quick-exit");

  constructor(
    private readonly form: HTMLFormElement,
    private readonly brought: string,
  ) {}

  start(): void {
    this.form.autocomplete = "off";
    startConditions(this.form, questionsOn(this.form));
    startLeaving(() => {
      wipe(this.form);
      this.list.replaceChildren();
      this.secret.fill(0);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    try {
      const notice = this.notice();
      if (notice !== null) showNotice(notice, this.form);
    } catch (error) {
      this.form.hidden = true;
      sayError(this.status, error);
    }
  }

  /** Today's notice; without one the form goes, since nobody is sure to have its key. */
  private notice(): Notice | null {
    const notice = noticeOf(this.brought, new Date().toISOString().slice(0, 10));
    byId("offline-ended").hidden = notice !== null;
    this.form.hidden = notice === null;
    return notice;
  }

  private async submit(): Promise<void> {
    try {
      const notice = this.notice();
      if (notice === null) return;
      const sealing = this.seal(notice);
      lock(this.form, true, [this.exit]);
      this.show(await sealing);
    } catch (error) {
      lock(this.form, false, []);
      sayError(this.status, error);
    }
  }

  private async seal(notice: Notice): Promise<Blob> {
    const files = filesIn(new FormData(this.form), "attachments");
    const { answers, beyond } = readReport(fieldsOf(this.form), questionsOn(this.form), files.length > 0, (name) =>
      labelOf(this.form, name),
    );
    say(this.status, TEXTS.sealing);
    const keys = await deriveSourceKeys(this.secret, notice.institutionId);
    const language = document.documentElement.lang.slice(0, 35);
    const { body } = await closeLetter(
      {
        name: REPORT_NAME,
        files,
        compose: (attachments) => composeReport(notice, language, keys, answers, attachments, beyond),
      },
      notice,
    );
    return body;
  }

  private show(sealed: Blob): void {
    wipe(this.form);
    this.form.hidden = true;
    this.status.hidden = true;
    const link = byId("offline-download") as HTMLAnchorElement;
    link.download = `sealed-${toHex(randomBytes(NAME_BYTES))}.unhindered`;
    // A kind that no program is set to open by itself.
    link.href = URL.createObjectURL(new Blob([sealed], { type: "application/octet-stream" }));
    byId("offline-before").hidden = true;
    byId("offline-sealed").hidden = false;
    void showReceipt(byId("receipt"), this.list, this.secret);
    this.secret.fill(0);
  }
}
