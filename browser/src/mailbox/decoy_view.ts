/** A second receipt for somebody who could be forced. Once its words are hidden, no sign of it stays on the page. */

import { tidied } from "../formats/bytes.ts";
import { answered, byId, element, say, wipe } from "../page/dom.ts";
import { TEXTS } from "../page/texts.ts";
import type { MadeDecoy, Tools } from "./acts.ts";
import { onSubmit } from "./acting.ts";

export class DecoyView {
  private readonly part = byId("decoy") as HTMLDetailsElement;
  private readonly form = byId("decoy-form") as HTMLFormElement;
  private readonly box = byId("decoy-status");
  private readonly place = byId("decoy-words");
  private made: MadeDecoy | null = null;

  constructor(private readonly tools: Tools) {}

  start(): void {
    onSubmit({ form: this.form, box: this.box, act: () => this.make(), sayError: this.tools.sayError });
    this.form.addEventListener("input", () => {
      // What was closed before has the words of then. Should it have arrived after all, it is a report that nobody can open.
      this.made?.forget();
      this.made = null;
    });
    this.part.addEventListener("toggle", () => {
      // Folding it up wipes it, but not while words that were sent are still to be written down.
      if (!this.part.open && this.made === null) this.forget();
    });
  }

  forget(): void {
    wipe(this.form);
    this.form.hidden = false;
    this.box.hidden = true;
    this.box.replaceChildren();
    this.place.replaceChildren();
    this.made?.forget();
    this.made = null;
  }

  private async make(): Promise<void> {
    const words = tidied(answered(new FormData(this.form), "decoy"));
    if (words.trim() === "") {
      this.tools.sayEmpty(this.box);
      return;
    }
    // The same second receipt for all tries with the same words.
    const made = (this.made ??= this.tools.newDecoy());
    if (!(await made.send(words, this.box))) return;
    wipe(this.form);
    this.form.hidden = true;
    say(this.box, TEXTS.decoySent, "", "ok-box");
    await this.show(made);
  }

  private async show(made: MadeDecoy): Promise<void> {
    const section = element("section");
    const list = element("ol", "", "words");
    section.append(list);
    this.place.replaceChildren(section);
    await made.show(section, list, () => {
      this.forget();
      this.part.open = false;
      this.part.querySelector("summary")?.focus();
    });
  }
}
