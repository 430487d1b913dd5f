/** What was done with the report, in words with days, and when an officer last looked. */

import type { HeldNote } from "../letters/correspondence.ts";
import { byId, day, element, fragments, say } from "../page/dom.ts";
import { proveHeld, type HeldProof, type PublishedLog } from "../formats/held_proof.ts";
import type { Notice } from "../formats/notice.ts";
import type { Status, Step } from "../letters/status.ts";
import { TEXTS } from "../page/texts.ts";

const STEP_TEXTS: Readonly<Record<Step["step"], string>> = {
  read: TEXTS.stepRead,
  assessed: TEXTS.stepAssessed,
  case: TEXTS.stepCase,
  submitted: TEXTS.stepSubmitted,
  published: TEXTS.stepPublished,
  closed: TEXTS.stepClosed,
  withdrawn: TEXTS.stepWithdrawn,
};
const PROOF_TEXTS: Readonly<Record<HeldProof, string>> = {
  proved: TEXTS.heldProved,
  "not yet": TEXTS.heldNotYet,
  unknown: TEXTS.heldUnknown,
  failed: TEXTS.heldFailed,
};
// Where notes differ, the worst is said.
const WORST_FIRST: readonly HeldProof[] = ["failed", "unknown", "not yet", "proved"];

/** Fills what is told of the report's way; without a status, that nothing is known yet. */
export function showStanding(status: Status | null): void {
  const looked = byId("looked-on");
  const known = status !== null && status.lookedOn !== "";
  looked.replaceChildren(...(known ? fragments(TEXTS.lookedOn, { day: day(status.lookedOn) }) : [TEXTS.lookedUnknown]));
  const steps = status?.steps ?? [];
  byId("report-steps").replaceChildren(...(steps.length === 0 ? [element("li", TEXTS.stepsNone)] : steps.map(stepItem)));
}

function stepItem({ on, step }: Step): HTMLElement {
  const item = element("li");
  item.append(day(on), " · ", STEP_TEXTS[step]);
  return item;
}

/** Lists the held notes, and says of all of them together what the published log shows. */
export async function showHeld(notes: readonly HeldNote[], notice: Notice, log: PublishedLog): Promise<void> {
  const proof = byId("held-proof");
  byId("held-items").replaceChildren(...notes.map(heldItem));
  byId("held").hidden = notes.length === 0;
  if (notes.length === 0) return;
  say(proof, TEXTS.heldChecking);
  const proofs = await Promise.all(notes.map((note) => proveHeld(note, notice, log)));
  const worst = WORST_FIRST.find((found) => proofs.includes(found)) ?? "unknown";
  say(proof, PROOF_TEXTS[worst], "", toneOf(worst));
  proof.dataset["proof"] = worst;
}

function heldItem(note: HeldNote): HTMLElement {
  const item = element("li");
  item.append(TEXTS.itemHeld, " · ", day(note.on));
  return item;
}

function toneOf(proof: HeldProof): "ok-box" | "danger-box" | "notice" {
  if (proof === "proved") return "ok-box";
  return proof === "failed" ? "danger-box" : "notice";
}
