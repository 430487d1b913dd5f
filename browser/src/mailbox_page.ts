/** The page of someone who comes back: the words open the mailbox on this device and nowhere else. */

import { lettersOf, tidied } from "./bytes.ts";
import { LONG_TEXT, MESSAGE_NAME, composeMessage, type HeldNote, type Reply } from "./correspondence.ts";
import { Dispatch } from "./dispatch.ts";
import { answered, byId, day, element, filesIn, lettered, lock, say, sayError, startLeaving, wipe } from "./dom.ts";
import { Refused } from "./errors.ts";
import { fetchCheckpoint, fetchMailboxPage, fetchTile } from "./gate_client.ts";
import { proveHeld, type HeldProof } from "./held_proof.ts";
import { mailboxRequest, openAll, readPages, type Broken } from "./mailbox.ts";
import type { Notice } from "./notice.ts";
import { currentNotice, showNotice } from "./notice_facts.ts";
import { deriveSourceKeys, type SourceKeys } from "./receipt.ts";
import { TEXTS } from "./texts.ts";
import { guessesFor, readTyped } from "./word_lists.ts";

const PROOF_TEXTS: Readonly<Record<HeldProof, string>> = {
  proved: TEXTS.heldProved,
  "not yet": TEXTS.heldNotYet,
  unknown: TEXTS.heldUnknown,
  failed: TEXTS.heldFailed,
};
// Where notes differ, the worst is said.
const WORST_FIRST: readonly HeldProof[] = ["failed", "unknown", "not yet", "proved"];

interface Mailbox {
  readonly keys: SourceKeys;
  readonly notice: Notice;
}

export function startMailboxPage(form: HTMLFormElement): void {
  new MailboxPage(form).start();
}

class MailboxPage {
  private readonly status = byId("mailbox-status");
  private readonly suggestions = byId("receipt-suggestions");
  private readonly section = byId("mailbox");
  private readonly items = byId("mailbox-items");
  private readonly proof = byId("held-proof");
  private readonly messageForm = byId("message-form") as HTMLFormElement;
  private readonly cancel = document.getElementById("message-cancel");
  private readonly dispatch: Dispatch;
  private mailbox: Mailbox | null = null;

  constructor(private readonly form: HTMLFormElement) {
    const progress = document.getElementById("message-progress");
    this.dispatch = new Dispatch({ status: this.status, progress, cancel: this.cancel });
  }

  start(): void {
    this.form.autocomplete = this.messageForm.autocomplete = "off";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.locked(this.form, () => this.enter());
    });
    this.messageForm.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.locked(this.messageForm, () => this.write());
    });
    ["input", "change"].forEach((name) => {
      this.messageForm.addEventListener(name, () => {
        this.dispatch.forget();
      });
    });
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

  private async locked(form: HTMLFormElement, act: () => Promise<void>): Promise<void> {
    try {
      const acting = act();
      lock(form, true, [this.cancel, document.getElementById("quick-exit")]);
      await acting;
    } catch (error) {
      sayError(this.status, error);
    } finally {
      lock(form, false, []);
    }
  }

  private async enter(): Promise<void> {
    const text = answered(new FormData(this.form), "receipt");
    this.suggestions.replaceChildren();
    const secret = await this.readReceipt(text);
    say(this.status, TEXTS.opening);
    const notice = await this.showNotice();
    const keys = await deriveSourceKeys(secret, notice.institutionId);
    secret.fill(0);
    const envelopes = await readPages((page) => fetchMailboxPage(mailboxRequest(keys, notice, page)));
    const found = await openAll(envelopes, keys, notice);
    this.mailbox = { keys, notice };
    wipe(this.form);
    this.form.hidden = true;
    this.show(found.filter((item) => item.kind !== "status"));
    await this.prove(found.filter((item) => item.kind === "held"), notice);
  }

  private async readReceipt(text: string): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await readTyped(text);
    } catch (error) {
      if (error instanceof Refused && lettersOf(text).length <= 1000) this.suggest(await guessesFor(text));
      throw error;
    }
  }

  private suggest(guesses: readonly string[]): void {
    if (guesses.length === 0) return;
    const buttons = guesses.map((guess) => {
      const button = element("button", guess, "quiet");
      button.setAttribute("type", "button");
      button.addEventListener("click", () => {
        const field = this.form.elements.namedItem("receipt");
        if (field instanceof HTMLTextAreaElement) field.value = guess;
        void this.locked(this.form, () => this.enter());
      });
      const item = element("li");
      item.append(button);
      return item;
    });
    this.suggestions.replaceChildren(element("li", TEXTS.didYouMean), ...buttons);
    this.suggestions.hidden = false;
  }

  private show(found: readonly (Reply | HeldNote | Broken)[]): void {
    const shown = found.filter((item) => item.kind !== "broken");
    this.items.replaceChildren(...shown.map(itemOf));
    // However much of it there is: one calm line, after what the institution wrote.
    if (shown.length < found.length) this.items.append(strangeItem());
    this.section.hidden = false;
    // It was compared before the words were typed; now the room is for the answer.
    byId("notice-facts").hidden = true;
    if (found.length === 0) say(this.status, TEXTS.mailboxEmpty, TEXTS.mailboxEmptyAdvice);
    else this.status.hidden = true;
    this.section.tabIndex = -1;
    this.section.focus();
  }

  private async prove(notes: readonly HeldNote[], notice: Notice): Promise<void> {
    if (notes.length === 0) return;
    say(this.proof, TEXTS.heldChecking);
    const log = { checkpoint: fetchCheckpoint, tile: fetchTile };
    const proofs = await Promise.all(notes.map((note) => proveHeld(note, notice, log)));
    const worst = WORST_FIRST.find((proof) => proofs.includes(proof)) ?? "unknown";
    say(this.proof, PROOF_TEXTS[worst], "", toneOf(worst));
    this.proof.dataset["proof"] = worst;
  }

  private async write(): Promise<void> {
    const { mailbox } = this;
    if (mailbox === null) throw new Refused("again");
    const data = new FormData(this.messageForm);
    const text = tidied(answered(data, "message"));
    const files = filesIn(data, "attachments");
    if (files.length === 0 && text.trim() === "") throw new Refused("empty");
    if (lettersOf(text).length > LONG_TEXT) throw new Refused("tooLong");
    // Where the person looks now.
    this.messageForm.append(this.status);
    const compose = composeMessage.bind(null, mailbox.notice, mailbox.keys, text);
    await this.dispatch.deliver({ name: MESSAGE_NAME, files, compose }, mailbox.notice);
    wipe(this.messageForm);
    say(this.status, TEXTS.messageSent, "", "ok-box");
  }

  private forget(): void {
    wipe(this.form);
    wipe(this.messageForm);
    this.items.replaceChildren();
    this.suggestions.replaceChildren();
    this.mailbox?.keys.mailboxSeed.fill(0);
    this.mailbox?.keys.signingSeed.fill(0);
    this.mailbox = null;
  }
}

function strangeItem(): HTMLElement {
  const item = element("li", "", "card");
  item.append(element("p", TEXTS.itemBroken));
  return item;
}

function itemOf(found: Reply | HeldNote): HTMLElement {
  const item = element("li", "", "card");
  const head = element("p", "", "meta");
  head.append(found.kind === "reply" ? TEXTS.itemReply : TEXTS.itemHeld, " · ", day(found.on));
  item.append(head);
  if (found.kind === "reply") item.append(lettered(found.text));
  return item;
}

function toneOf(proof: HeldProof): "ok-box" | "danger-box" | "notice" {
  if (proof === "proved") return "ok-box";
  return proof === "failed" ? "danger-box" : "notice";
}
