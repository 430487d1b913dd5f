/** Takes over the form of `GET /report`: what is typed there leaves this device only in a closed envelope. */

import { tidied, lettersOf } from "./bytes.ts";
import {
  LONG_TEXT,
  REPORT_NAME,
  SHORT_TEXT,
  composeReport,
  type Answers,
} from "./correspondence.ts";
import { Dispatch } from "./dispatch.ts";
import { answered, byId, filesIn, lock, say, sayError, startLeaving, wipe } from "./dom.ts";
import { Refused } from "./errors.ts";
import type { Notice } from "./notice.ts";
import { currentNotice, showNotice } from "./notice_facts.ts";
import { deriveSourceKeys, newSecret } from "./receipt.ts";
import { showReceipt } from "./receipt_view.ts";
import { TEXTS } from "./texts.ts";

const DANGER: readonly string[] = ["yes", "no", "unsure"];
const CONTACT: readonly string[] = ["mailbox", "other", "no"];

interface Filled {
  readonly answers: Answers;
  readonly files: File[];
}

/** From now on the form is sealed here; without this script it would be sealed by the gate. */
export function startReportPage(form: HTMLFormElement): void {
  new ReportPage(form).start();
}

class ReportPage {
  // One receipt for all tries on this page: should two of them arrive, an officer sees that they are one person's.
  private readonly secret = newSecret();
  private readonly status = byId("report-status");
  private readonly section = byId("receipt");
  private readonly list = byId("receipt-words");
  private readonly cancel = document.getElementById("report-cancel");
  private readonly exit = document.getElementById("quick-exit");
  private readonly dispatch: Dispatch;
  private notice: Notice | null = null;

  constructor(private readonly form: HTMLFormElement) {
    const progress = document.getElementById("report-progress");
    this.dispatch = new Dispatch({ status: this.status, progress, cancel: this.cancel });
  }

  start(): void {
    this.form.autocomplete = "off";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    ["input", "change"].forEach((name) => {
      this.form.addEventListener(name, () => {
        this.dispatch.forget();
      });
    });
    startLeaving(() => {
      wipe(this.form);
      this.list.replaceChildren();
      this.secret.fill(0);
    });
    this.loadNotice().catch((error: unknown) => {
      sayError(this.status, error);
    });
  }

  private async submit(): Promise<void> {
    try {
      const filled = readForm(this.form);
      lock(this.form, true, [this.cancel, this.exit]);
      await this.deliver(filled);
      this.show();
    } catch (error) {
      lock(this.form, false, []);
      sayError(this.status, error);
    }
  }

  private async deliver({ answers, files }: Filled): Promise<void> {
    const notice = await this.loadNotice();
    const keys = await deriveSourceKeys(this.secret, notice.institutionId);
    const language = document.documentElement.lang.slice(0, 35);
    await this.dispatch.deliver(
      {
        name: REPORT_NAME,
        files,
        compose: (attachments) => composeReport(notice, language, keys, answers, attachments),
      },
      notice,
    );
  }

  private async loadNotice(): Promise<Notice> {
    if (this.notice === null) {
      this.notice = await currentNotice();
      showNotice(this.notice, this.form);
    }
    return this.notice;
  }

  private show(): void {
    wipe(this.form);
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
    showReceipt(this.section, this.list, this.secret);
    this.secret.fill(0);
  }
}

/** What a person filled in; refused if there is nothing at all, or more than an officer's program would read. */
function readForm(form: HTMLFormElement): Filled {
  const data = new FormData(form);
  const answer = (name: string): string => tidied(answered(data, name));
  const answers: Answers = {
    what: answer("what"),
    when: answer("when"),
    where: answer("where"),
    state: answer("state"),
    danger: oneOf(DANGER, answer("danger"), "unsure"),
    danger_who: answer("danger_who"),
    contact: oneOf(CONTACT, answer("contact"), "mailbox"),
    contact_how: answer("contact_how"),
  };
  const files = filesIn(data, "attachments");
  const { what, danger, contact, ...others } = answers;
  const texts = [what, ...Object.values(others)];
  if (files.length === 0 && danger !== "yes" && texts.every((text) => text.trim() === "")) throw new Refused("empty");
  const isTooLong = lettersOf(what).length > LONG_TEXT || texts.slice(1).some((text) => lettersOf(text).length > SHORT_TEXT);
  if (isTooLong) throw new Refused("tooLong");
  return { answers: { ...others, what, danger, contact }, files };
}

function oneOf(choices: readonly string[], value: string, otherwise: string): string {
  return choices.includes(value) ? value : otherwise;
}
