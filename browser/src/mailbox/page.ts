/**
 * The page of someone who comes back: the words open the mailbox on this device and nowhere else.
 *
 * First one visit leaves, whatever it says; then the mailbox is read. Nothing of either is kept on the device.
 */

import { equal } from "../formats/bytes.ts";
import { byId, lock, say, sayError, startLeaving } from "../page/dom.ts";
import { loadPart } from "../page/lazy.ts";
import type { VisitState } from "../letters/letters.ts";
import { openAll, openAttachment, readPages, type Found } from "./mailbox.ts";
import type { Notice } from "../formats/notice.ts";
import { currentNotice, showNotice } from "../page/notice_facts.ts";
import { Refused } from "../errors.ts";
import { deriveSourceKeys } from "../receipt/receipt.ts";
import { newestStatus } from "../letters/status.ts";
import { TEXTS } from "../page/texts.ts";
import type { ActsPart, MountedActs } from "./acts.ts";
import { answerItem, strangeItem, type OpenFile } from "./answers.ts";
import { EntryForm } from "./entry_form.ts";
import { MessageForm } from "./message_form.ts";
import { Session } from "./session.ts";
import { showHeld, showStanding } from "./standing.ts";
import { toolsOf } from "./tools.ts";
import { Visits } from "./visits.ts";

export function startMailboxPage(form: HTMLFormElement): void {
  new MailboxPage(form).start();
}

/** Whose words were typed last, and the visits of that return. */
interface Return {
  readonly session: Session;
  readonly visits: Visits;
}

class MailboxPage {
  private readonly status = byId("mailbox-status");
  private readonly section = byId("mailbox");
  private readonly items = byId("mailbox-items");
  private readonly danger = byId("danger-now") as HTMLButtonElement;
  private readonly visitStatus = byId("visit-status");
  private readonly exit = document.getElementById("quick-exit");
  private readonly entry: EntryForm;
  private readonly messages: MessageForm;
  private returned: Return | null = null;
  private acts: MountedActs | null = null;
  private isEmpty = false;
  private hasCheckedIn = false;

  constructor(private readonly form: HTMLFormElement) {
    this.entry = new EntryForm(form, () => {
      void this.submit();
    });
    this.messages = new MessageForm(() => {
      if (this.returned === null) throw new Refused("again");
      return this.returned.session;
    });
  }

  start(): void {
    this.form.autocomplete = "off";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.danger.addEventListener("click", () => {
      void this.callForHelp();
    });
    this.messages.start();
    startLeaving(() => {
      this.forget();
    });
    this.showNotice().catch((error: unknown) => {
      sayError(this.status, error);
    });
  }

  private async showNotice(): Promise<Notice> {
    const notice = await currentNotice();
    showNotice(notice, this.form);
    return notice;
  }

  private async submit(): Promise<void> {
    try {
      const entering = this.enter(this.entry.says());
      lock(this.form, true, [this.exit]);
      await entering;
    } catch (error) {
      sayError(this.status, error);
    } finally {
      lock(this.form, false, []);
    }
  }

  private async enter(says: VisitState): Promise<void> {
    const secret = await this.entry.secret();
    say(this.status, TEXTS.opening);
    const notice = await this.showNotice();
    const keys = await deriveSourceKeys(secret, notice.institutionId);
    secret.fill(0);
    const { session } = this.visitBy(new Session(notice, keys), says);
    const envelopes = await readPages(session.fetchPage);
    const found = await openAll(envelopes, session.keys, session.notice);
    this.entry.wipe();
    this.form.hidden = true;
    this.show(found, (file) => openAttachment(file, envelopes, session.keys, session.fetchPage));
    await this.loadActs(found);
  }

  /** One visit a return: who opens again after a failure, with the same words, is still the same return. */
  private visitBy(session: Session, says: VisitState): Return {
    const { returned } = this;
    const isSame = returned !== null && equal(returned.session.keys.mailboxId, session.keys.mailboxId);
    if (isSame && returned.visits.hasBegun(says)) return returned;
    returned?.visits.end();
    const visits = new Visits(session, this.visitStatus, (state) => {
      this.afterVisit(state);
    });
    this.returned = { session, visits };
    // Not waited for: a visit that fails hides nothing.
    void visits.send(says);
    return this.returned;
  }

  private afterVisit(state: VisitState): void {
    if (state === "check-in") {
      this.hasCheckedIn = true;
      this.acts?.checkedIn();
    }
    this.warnOfOtherWords(state);
  }

  /** Who calls for help with other words than those of the report calls nobody. */
  private warnOfOtherWords(state: VisitState): void {
    byId("visit-unsure").hidden = !(this.isEmpty && state === "danger");
  }

  private async callForHelp(): Promise<void> {
    this.danger.disabled = true;
    await this.returned?.visits.send("danger");
    this.danger.disabled = false;
  }

  private show(found: readonly Found[], openFile: OpenFile): void {
    const replies = found.filter((item) => item.kind === "reply");
    this.items.replaceChildren(...replies.map((reply) => answerItem(reply, openFile)));
    if (found.some(({ kind }) => kind === "broken")) this.items.append(strangeItem());
    byId("no-answer").hidden = this.items.childElementCount > 0;
    showStanding(newestStatus(found));
    this.section.hidden = false;
    // It was compared before the words were typed; now the room is for the answer.
    byId("notice-facts").hidden = true;
    this.isEmpty = found.length === 0;
    if (this.isEmpty) say(this.status, TEXTS.mailboxEmpty, TEXTS.mailboxEmptyAdvice);
    else this.status.hidden = true;
    this.section.tabIndex = -1;
    this.section.focus();
  }

  private async loadActs(found: readonly Found[]): Promise<void> {
    const { returned } = this;
    if (returned === null) return;
    const { session, visits } = returned;
    const notes = found.filter((item) => item.kind === "held");
    const mounting = this.mountActs(toolsOf(session, newestStatus(found), (state) => visits.send(state)));
    await Promise.all([showHeld(notes, session.notice, session.log), mounting]);
  }

  private async mountActs(tools: ReturnType<typeof toolsOf>): Promise<void> {
    try {
      const { mountActs } = await loadPart<ActsPart>("mailbox_acts.js");
      // Left meanwhile: nothing may be shown any more.
      if (this.returned === null) return;
      this.acts = mountActs(tools);
      this.messages.use(this.acts.files);
      if (this.hasCheckedIn) this.acts.checkedIn();
    } catch (error) {
      sayError(byId("acts-status"), error);
    }
  }

  private forget(): void {
    this.entry.wipe();
    this.messages.wipe();
    this.acts?.forget();
    this.items.replaceChildren();
    this.returned?.visits.end();
    this.returned?.session.forget();
    this.returned = null;
    // What the institution told goes as well, not only what was typed.
    this.section.replaceChildren();
    this.section.hidden = true;
  }
}
