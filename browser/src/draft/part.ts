/** What `draft.js` offers to a page. Only types: the two scripts share no code. */

import type { Diary } from "../sending/kept_uploads.ts";

export interface DraftOnPage {
  /** Where files on their way are written down; null while no draft is kept. */
  readonly diary: () => Diary | null;
  /** All is held by the gate: nothing of it stays on this device. */
  readonly sent: () => void;
}

export interface DraftPart {
  readonly mountDraft: (place: HTMLElement, form: HTMLFormElement) => DraftOnPage;
}
