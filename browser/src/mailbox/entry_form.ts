/** The words as they are typed: read here, with suggestions where one is misspelt, and what is said on opening. */

import { lettersOf, type Bytes } from "../formats/bytes.ts";
import { answered, byId, element, wipe } from "../page/dom.ts";
import { Refused } from "../errors.ts";
import type { VisitState } from "../letters/letters.ts";
import { TEXTS } from "../page/texts.ts";
import { guessesFor, readTyped } from "../receipt/word_lists.ts";

const LONGEST = 1000;
const SAYS: readonly VisitState[] = ["check-in", "danger"];

export class EntryForm {
  private readonly suggestions = byId("receipt-suggestions");

  constructor(
    private readonly form: HTMLFormElement,
    private readonly onChosen: () => void,
  ) {}

  /** What the person says with this visit; looking only, where nothing was chosen. */
  says(): VisitState {
    const chosen = answered(new FormData(this.form), "says");
    return SAYS.find((state) => state === chosen) ?? "nothing";
  }

  /** The secret in the words; refused, with suggestions shown, where they are none. */
  async secret(): Promise<Bytes> {
    const text = answered(new FormData(this.form), "receipt");
    this.suggestions.replaceChildren();
    try {
      return await readTyped(text);
    } catch (error) {
      if (error instanceof Refused && lettersOf(text).length <= LONGEST) this.suggest(await guessesFor(text));
      throw error;
    }
  }

  wipe(): void {
    wipe(this.form);
    this.suggestions.replaceChildren();
  }

  private suggest(guesses: readonly string[]): void {
    if (guesses.length === 0) return;
    const buttons = guesses.map((guess) => {
      const button = element("button", guess, "quiet");
      button.setAttribute("type", "button");
      button.addEventListener("click", () => {
        const field = this.form.elements.namedItem("receipt");
        if (field instanceof HTMLTextAreaElement) field.value = guess;
        this.onChosen();
      });
      const item = element("li");
      item.append(button);
      return item;
    });
    this.suggestions.replaceChildren(element("li", TEXTS.didYouMean), ...buttons);
    this.suggestions.hidden = false;
  }
}
