/** `draft.js`: loaded when somebody opens the part of the page about drafts. */

import { offerPart } from "../page/offer.ts";
import type { DraftPart } from "./part.ts";
import { browserTexts } from "./storage.ts";
import { mountDraft } from "./view.ts";

const part: DraftPart = { mountDraft: (place, form) => mountDraft(place, form, browserTexts()) };
offerPart(part);
