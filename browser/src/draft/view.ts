/** Keeping, opening and clearing a draft, on the page. */

import { element, say, sayError } from "../page/dom.ts";
import { TEXTS } from "../page/texts.ts";
import type { Fields } from "./content.ts";
import { Draft, requireKept } from "./draft.ts";
import { readFields, restoreFields } from "./fields.ts";
import type { DraftOnPage } from "./part.ts";
import { DraftStorage, type Texts } from "./storage.ts";

const PAUSE = 800;
let count = 0;

/** Fills `place`; what is written into `form` is kept from when the person asks for it. */
export function mountDraft(place: HTMLElement, form: HTMLFormElement, texts: Texts): DraftOnPage {
  return new DraftView(place, form, texts);
}

class DraftView implements DraftOnPage {
  private readonly input = document.createElement("input");
  private readonly status = element("div");
  private draft: Draft | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    place: HTMLElement,
    private readonly form: HTMLFormElement,
    private readonly texts: Texts,
  ) {
    count++;
    this.status.setAttribute("role", "status");
    const actions = element("div", "", "actions");
    actions.append(
      this.button(TEXTS.draftKeep, () => this.begin()),
      this.button(TEXTS.draftOpen, () => this.open()),
      this.button(TEXTS.draftClear, () => {
        this.sent();
        say(this.status, TEXTS.draftCleared);
      }),
    );
    place.append(this.field(), actions, this.status);
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      if (this.draft === null) return;
      // As it is now: who leaves at once finds the form emptied before the pause is over.
      const fields = readFields(form);
      this.timer = setTimeout(() => void this.keep(fields), PAUSE);
    });
  }

  diary(): Draft | null {
    return this.draft;
  }

  sent(): void {
    clearTimeout(this.timer);
    this.draft?.erase();
    this.draft = null;
    new DraftStorage(this.texts).erase();
  }

  private async begin(): Promise<void> {
    this.draft ??= await Draft.begin(this.texts, this.input.value, readFields(this.form));
    requireKept(await this.draft.keep(readFields(this.form)));
    this.input.value = "";
    say(this.status, TEXTS.draftKept, "", "ok-box");
  }

  private async open(): Promise<void> {
    this.draft = await Draft.open(this.texts, this.input.value);
    this.input.value = "";
    restoreFields(this.form, this.draft.fields);
    say(this.status, TEXTS.draftOpened, "", "ok-box");
  }

  private async keep(fields: Fields): Promise<void> {
    try {
      requireKept((await this.draft?.keep(fields)) ?? null);
    } catch (error) {
      sayError(this.status, error);
    }
  }

  private field(): HTMLElement {
    const field = element("div", "", "field");
    const label = document.createElement("label");
    label.textContent = TEXTS.draftPassphrase;
    // No name: it is no part of the form that it stands in. And no password field: browsers offer to keep those.
    this.input.id = label.htmlFor = `draft-passphrase-${count}`;
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.setAttribute("autocapitalize", "none");
    this.input.setAttribute("autocorrect", "off");
    this.input.addEventListener("keydown", (event) => {
      // Else it would send the report.
      if (event.key === "Enter") event.preventDefault();
    });
    this.input.addEventListener("input", (event) => {
      event.stopPropagation();
    });
    field.append(label, this.input);
    return field;
  }

  private button(text: string, act: () => void | Promise<void>): HTMLElement {
    const button = element("button", text, "quiet");
    button.setAttribute("type", "button");
    button.addEventListener("click", () => {
      void (async () => {
        try {
          await act();
        } catch (error) {
          sayError(this.status, error);
        }
      })();
    });
    return button;
  }
}
