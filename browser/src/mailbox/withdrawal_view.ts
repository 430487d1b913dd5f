/** Taking the whole report back: what that means stands beside it, and it is confirmed before it is sent. */

import { tidied } from "../formats/bytes.ts";
import { answered, byId, say, wipe } from "../page/dom.ts";
import { TEXTS } from "../page/texts.ts";
import type { Tools } from "./acts.ts";
import { onSubmit } from "./acting.ts";

export class WithdrawalView {
  private readonly form = byId("withdrawal-form") as HTMLFormElement;
  private readonly box = byId("withdrawal-status");

  constructor(private readonly tools: Tools) {}

  start(): void {
    if (this.tools.status?.withdrawn === true) {
      this.form.hidden = true;
      say(this.box, TEXTS.withdrawnDone);
    }
    onSubmit({ form: this.form, box: this.box, act: () => this.withdraw(), sayError: this.tools.sayError });
    this.form.addEventListener("input", () => {
      this.tools.withdrawal.forget();
    });
  }

  forget(): void {
    wipe(this.form);
  }

  private async withdraw(): Promise<void> {
    // The tick is the second step: the browser asks for it before this is called.
    await this.tools.withdrawal.send(tidied(answered(new FormData(this.form), "withdrawal")), this.box);
    wipe(this.form);
    this.form.hidden = true;
    say(this.box, TEXTS.withdrawnSent, "", "ok-box");
  }
}
