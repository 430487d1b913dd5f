/** Sends to the second and further institutions, while the receipt is on the page already. */

import type { Bytes } from "../formats/bytes.ts";
import { Dispatch } from "../sending/dispatch.ts";
import { pauseByChance } from "../sending/pause_by_chance.ts";
import { element, fragments, say, sayError } from "../page/dom.ts";
import type { Recipient } from "./recipients.ts";
import type { FilledReport } from "./report_form.ts";
import { TEXTS } from "../page/texts.ts";

// Seconds between two institutions: by chance within these.
const SHORTEST = 5;
const LONGEST = 30;

/** What is sent, and with which receipt; kept only until the last institution has it, or the person leaves. */
export interface Further {
  readonly secret: Bytes;
  readonly report: FilledReport;
  readonly files: readonly File[];
  readonly leaving: AbortSignal;
}

/** Puts a list of them before `place`, and sends to each after a while; a failed one can be tried again. */
export async function sendToFurther(
  recipients: readonly Recipient[],
  { secret, report, files, leaving }: Further,
  place: HTMLElement,
): Promise<void> {
  const box = element("div");
  box.id = "further-recipients";
  place.before(box);
  leaving.addEventListener("abort", () => {
    secret.fill(0);
    box.remove();
  });
  for (const recipient of recipients) {
    const status = element("div");
    status.setAttribute("role", "status");
    box.append(status);
    const { name } = await recipient.load();
    tell(status, TEXTS.furtherWaits, name);
    await pauseByChance(SHORTEST, LONGEST);
    // One for all tries: what was sealed is kept in it, and its key, or a lost answer would make a second report.
    const dispatch = new Dispatch({ status, progress: null, cancel: null });
    await untilHeld(status, leaving, () => recipient.deliver(dispatch, secret, report, files));
    if (leaving.aborted) return;
    tell(status, TEXTS.furtherHeld, name, "ok-box");
  }
  secret.fill(0);
}

/** Tries until it succeeds or the person leaves; after each failure the person says when. */
async function untilHeld(status: HTMLElement, leaving: AbortSignal, send: () => Promise<void>): Promise<void> {
  while (!leaving.aborted) {
    try {
      await send();
      return;
    } catch (error) {
      sayError(status, error);
      await pressed(status);
    }
  }
}

function pressed(status: HTMLElement): Promise<void> {
  const button = element("button", TEXTS.tryAgain);
  button.setAttribute("type", "button");
  status.append(button);
  return new Promise((resolve) => {
    button.addEventListener("click", () => {
      button.remove();
      resolve();
    });
  });
}

function tell(status: HTMLElement, text: string, name: string, tone: "notice" | "ok-box" = "notice"): void {
  say(status, "", "", tone);
  const sentence = element("p");
  sentence.append(...fragments(text, { name: element("bdi", name) }));
  status.replaceChildren(sentence);
}
