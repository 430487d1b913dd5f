/** Writing more: text and files under the keys of the open mailbox. */

import { lettersOf, tidied } from "../formats/bytes.ts";
import { LONG_TEXT, MESSAGE_NAME, composeMessage } from "../letters/correspondence.ts";
import { Kept, type Controls } from "../sending/dispatch.ts";
import { answered, byId, filesIn, lock, say, sayError, wipe } from "../page/dom.ts";
import { Refused } from "../errors.ts";
import type { ChosenFiles } from "../metadata/view.ts";
import { TEXTS } from "../page/texts.ts";
import type { Session } from "./session.ts";

export class MessageForm {
  private readonly form = byId("message-form") as HTMLFormElement;
  private readonly cancel = byId("message-cancel");
  private readonly controls: Controls;
  private kept = new Kept();
  private files: ChosenFiles | null = null;

  constructor(private readonly session: () => Session) {
    this.controls = { status: byId("message-status"), progress: byId("message-progress"), cancel: this.cancel };
  }

  start(): void {
    this.form.autocomplete = "off";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    ["input", "change"].forEach((name) => {
      this.form.addEventListener(name, () => {
        this.kept.forgetLetter();
      });
    });
  }

  /** From now on the files are looked into before they are sent. */
  use(files: ChosenFiles): void {
    this.files = files;
  }

  wipe(): void {
    wipe(this.form);
    this.files?.forget();
    this.kept = new Kept();
  }

  private async submit(): Promise<void> {
    try {
      const data = new FormData(this.form);
      const text = tidied(answered(data, "message"));
      const files = await (this.files?.chosen() ?? filesIn(data, "attachments"));
      if (files.length === 0 && text.trim() === "") throw new Refused("empty");
      if (lettersOf(text).length > LONG_TEXT) throw new Refused("tooLong");
      lock(this.form, true, [this.cancel]);
      await this.session().send(
        { name: MESSAGE_NAME, files, compose: (notice, keys, sealed) => composeMessage(notice, keys, text, sealed) },
        this.controls,
        this.kept,
      );
      this.wipe();
      say(this.controls.status, TEXTS.messageSent, "", "ok-box");
    } catch (error) {
      sayError(this.controls.status, error);
    } finally {
      lock(this.form, false, []);
    }
  }
}
