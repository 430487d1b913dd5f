/**
 * What the source agrees to: what the officers recorded, and each purpose to change or take back.
 *
 * Who must not get the report is not kept on this device. It stands as it was told before, unless the person says
 * otherwise: to change one consent would else lift it unseen.
 */

import { tidied } from "../formats/bytes.ts";
import { LEVELS, PURPOSES, type Choice } from "../letters/consent_terms.ts";
import { byId, element, say } from "../page/dom.ts";
import { TEXTS } from "../page/texts.ts";
import type { Tools } from "./acts.ts";
import { onSubmit } from "./acting.ts";

export class ConsentsView {
  private readonly form = byId("consents-form") as HTMLFormElement;
  private readonly standing = byId("consents-standing");
  private readonly box = byId("consents-status");
  private readonly limits = byId("limits") as HTMLTextAreaElement;

  constructor(private readonly tools: Tools) {}

  start(): void {
    const { status } = this.tools;
    this.show(status?.consents ?? [], status === null ? TEXTS.consentsUnknown : TEXTS.consentsNone);
    // Without a word of the officers nothing is chosen beforehand: saving would else withdraw what was agreed to.
    if (status !== null) this.choose(status.consents);
    onSubmit({ form: this.form, box: this.box, act: () => this.save(), sayError: this.tools.sayError });
    this.form.addEventListener("input", () => {
      this.tools.consents.forget();
    });
    this.limits.addEventListener("input", () => {
      this.limitsNow("these").checked = true;
    });
  }

  forget(): void {
    this.form.reset();
    this.standing.replaceChildren();
  }

  private async save(): Promise<void> {
    const data = new FormData(this.form);
    if (this.purposes().some((purpose) => !data.has(`consent.${purpose}`))) {
      say(this.box, TEXTS.consentsChoose, "", "danger-box");
      return;
    }
    const [consents, limits] = [this.chosen(data), tidied(this.limits.value)];
    const isOfThese = this.limitsNow("these").checked;
    // Named and not chosen, or chosen and not named: only the person knows which of the two they meant.
    if (isOfThese !== (limits.trim() !== "")) {
      say(this.box, TEXTS.consentsLimits, "", "danger-box");
      return;
    }
    await this.tools.consents.send({ consents, limits: this.limitsNow("before").checked ? null : limits }, this.box);
    this.show(consents, TEXTS.consentsNone);
    this.standing.append(element("li", TEXTS.sentUnconfirmed, "hint"));
    say(this.box, TEXTS.consentsSent, "", "ok-box");
  }

  private limitsNow(value: string): HTMLInputElement {
    const radio = this.form.querySelector<HTMLInputElement>(`[name="limits-now"][value="${value}"]`);
    if (radio === null) throw new Error("this form does not ask who must not get the report");
    return radio;
  }

  private purposes(): string[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-purpose]")].map((set) => set.dataset["purpose"] ?? "");
  }

  private chosen(data: FormData): Choice[] {
    return PURPOSES.flatMap((purpose) => {
      const level = LEVELS.find((one) => one === data.get(`consent.${purpose}`));
      return level === undefined ? [] : [{ purpose, level }];
    });
  }

  private choose(consents: readonly Choice[]): void {
    const levels = new Map<string, string>(consents.map(({ purpose, level }) => [purpose, level]));
    for (const purpose of this.purposes()) {
      const radio = this.radio(purpose, levels.get(purpose) ?? "");
      if (radio !== undefined) radio.checked = true;
    }
  }

  private show(consents: readonly Choice[], otherwise: string): void {
    const items = consents.map(({ purpose, level }) => {
      const label = this.form.querySelector(`[data-purpose="${purpose}"] legend`)?.textContent.trim() ?? purpose;
      const item = element("li");
      item.append(element("strong", label), " ", this.radio(purpose, level)?.parentElement?.textContent.trim() ?? level);
      return item;
    });
    this.standing.replaceChildren(...(items.length === 0 ? [element("li", otherwise)] : items));
  }

  private radio(purpose: string, level: string): HTMLInputElement | undefined {
    const radios = this.form.querySelectorAll<HTMLInputElement>(`[name="consent.${purpose}"]`);
    return [...radios].find(({ value }) => value === level);
  }
}
