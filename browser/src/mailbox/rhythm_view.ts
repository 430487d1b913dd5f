/** The rhythm of check-ins: what is agreed, when the next is due, and what the source proposes. */

import { answered, byId, day, element, fragments, say } from "../page/dom.ts";
import type { AgreedRhythm } from "../letters/status.ts";
import { TEXTS } from "../page/texts.ts";
import type { Tools } from "./acts.ts";
import { onSubmit } from "./acting.ts";

const DAY = 86_400_000;

export class RhythmView {
  private readonly form = byId("rhythm-form") as HTMLFormElement;
  private readonly agreed = byId("rhythm-agreed");
  private readonly box = byId("rhythm-status");
  private readonly end = byId("rhythm-end") as HTMLButtonElement;
  private readonly checkIn = byId("check-in-now") as HTMLButtonElement;

  constructor(private readonly tools: Tools) {}

  start(): void {
    const { sayError, status, visit } = this.tools;
    this.show(status?.rhythm ?? null, false);
    onSubmit({ form: this.form, box: this.box, act: () => this.propose(), sayError });
    this.form.addEventListener("input", () => {
      this.tools.rhythm.forget();
    });
    this.end.addEventListener("click", () => {
      void this.ended();
    });
    this.checkIn.addEventListener("click", () => {
      this.checkIn.disabled = true;
      void visit("check-in").finally(() => {
        this.checkIn.disabled = false;
      });
    });
  }

  checkedIn(): void {
    this.show(this.tools.status?.rhythm ?? null, true);
  }

  forget(): void {
    this.form.reset();
    this.agreed.replaceChildren();
  }

  private async propose(): Promise<void> {
    const data = new FormData(this.form);
    const [everyDays, graceHours] = [Number(answered(data, "every_days")), Number(answered(data, "grace_hours"))];
    await this.tools.rhythm.send({ everyDays, graceHours }, this.box);
    say(this.box, TEXTS.rhythmSent, "", "ok-box");
  }

  private async ended(): Promise<void> {
    this.end.disabled = true;
    try {
      this.tools.rhythm.forget();
      await this.tools.rhythm.send({ everyDays: 0, graceHours: 0 }, this.box);
      say(this.box, TEXTS.rhythmEnded, "", "ok-box");
    } catch (error) {
      this.tools.sayError(this.box, error);
    } finally {
      this.end.disabled = false;
    }
  }

  private show(rhythm: AgreedRhythm | null, hasCheckedIn: boolean): void {
    this.end.hidden = rhythm === null;
    if (rhythm === null) {
      this.agreed.replaceChildren(element("p", TEXTS.rhythmNone));
      return;
    }
    const what = element("p");
    const next = element("p");
    what.append(...fragments(TEXTS.rhythmAgreed, { days: rhythm.everyDays, hours: rhythm.graceHours }));
    next.append(...dueOf(rhythm, hasCheckedIn));
    this.agreed.replaceChildren(what, next);
  }
}

/** When the next is due, as far as this device can know: it keeps nothing of earlier visits. */
function dueOf({ everyDays, from }: AgreedRhythm, hasCheckedIn: boolean): Node[] {
  const today = new Date().toISOString().slice(0, 10);
  if (hasCheckedIn) return fragments(TEXTS.rhythmNext, { day: day(after(today, everyDays)) });
  const first = after(from, everyDays);
  return first >= today ? fragments(TEXTS.rhythmFirst, { day: day(first) }) : fragments(TEXTS.rhythmFrom, { from: day(from) });
}

function after(on: string, days: number): string {
  return new Date(Date.parse(on) + days * DAY).toISOString().slice(0, 10);
}
