/**
 * The visits of one return: all of one size, whatever they say.
 *
 * One goes before anything else is asked of the gate. Each later "check in" or "danger" is one more of the same.
 */

import { Kept } from "../sending/dispatch.ts";
import { element, say, sayError } from "../page/dom.ts";
import { Cancelled } from "../errors.ts";
import { VISIT_NAME, composeVisit, type VisitState } from "../letters/letters.ts";
import { TEXTS } from "../page/texts.ts";
import type { Paper, Session } from "./session.ts";

const AGAIN_AFTER = 30_000;

export class Visits {
  private isOver = false;
  /** What was said with the visit before the mailbox was opened. */
  private first: VisitState | null = null;
  /** Whether the box speaks of a call or a check-in: a plain visit that is late may not take its place. */
  private isBoxTaken = false;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly session: Session,
    private readonly box: HTMLElement,
    private readonly onSent: (state: VisitState) => void,
  ) {}

  /** Whether these words have sent that already: opening again after a failure is the same return. */
  hasBegun(state: VisitState): boolean {
    return this.first === state;
  }

  /** Says it to the officers, however often it takes; never raises. What fails is said in the box. */
  async send(state: VisitState): Promise<void> {
    this.first ??= state;
    const kept = new Kept();
    const isTold = state !== "nothing";
    // Nobody waits for a plain visit; whoever checks in or is in danger sees each step.
    const status = isTold ? this.box : element("p");
    if (isTold) {
      this.isBoxTaken = true;
      say(this.box, TEXTS.visitTelling);
    }
    while (!this.isOver) {
      try {
        await this.session.send(visit(state), { status, progress: null, cancel: null }, kept);
        this.tell(state);
        return;
      } catch (error) {
        if (error instanceof Cancelled) return;
        await this.askedAgain(error, isTold || !this.isBoxTaken);
      }
    }
  }

  end(): void {
    this.isOver = true;
    this.waiting.forEach((go) => {
      go();
    });
  }

  private tell(state: VisitState): void {
    if (this.isOver) return;
    if (state === "danger") say(this.box, TEXTS.visitDanger, "", "ok-box");
    else if (state === "check-in") say(this.box, TEXTS.visitCheckedIn, "", "ok-box");
    else if (!this.isBoxTaken) this.box.hidden = true;
    this.onSent(state);
  }

  /** Some time, or less if the person asks. */
  private askedAgain(error: unknown, isSaid: boolean): Promise<void> {
    const button = element("button", TEXTS.tryAgain, "quiet");
    button.setAttribute("type", "button");
    if (isSaid) {
      sayError(this.box, error);
      this.box.append(element("p", TEXTS.visitFailed), button);
    }
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.waiting.delete(go);
        button.remove();
        resolve();
      };
      const timer = setTimeout(go, AGAIN_AFTER);
      this.waiting.add(go);
      button.addEventListener("click", go);
    });
  }
}

function visit(state: VisitState): Paper {
  const today = new Date().toISOString().slice(0, 10);
  return { name: VISIT_NAME, isVisit: true, compose: (notice, keys) => composeVisit(notice, keys, state, today) };
}
