/** The place on a page where a draft can be kept; what does it is loaded only when somebody opens it. */

import { element, sayError } from "../page/dom.ts";
import type { DraftOnPage, DraftPart } from "./part.ts";
import type { Diary } from "../sending/kept_uploads.ts";
import { loadPart } from "../page/lazy.ts";
import { TEXTS } from "../page/texts.ts";

/** Adds it to the end of `place`; give `diary` to the page's Dispatch, and call `sent` once the report is held. */
export function mountDraftView(place: HTMLElement, form: HTMLFormElement): DraftOnPage {
  const details = document.createElement("details");
  const status = element("div");
  details.append(element("summary", TEXTS.draftTitle), element("p", TEXTS.draftHint), status);
  place.append(details);
  let opened: DraftOnPage | null = null;
  const open = async (): Promise<void> => {
    try {
      const { mountDraft } = await loadPart<DraftPart>("draft.js");
      opened ??= mountDraft(details, form);
      status.hidden = true;
    } catch (error) {
      sayError(status, error);
    }
  };
  details.addEventListener("toggle", () => {
    if (details.open && opened === null) void open();
  });
  return {
    diary: (): Diary | null => opened?.diary() ?? null,
    sent: () => opened?.sent(),
  };
}
