/**
 * What `mailbox_acts.js` offers the page of coming back, and what it is given. Only types: the two scripts share
 * no code, so keys, seals and signatures stay in the one that has them already.
 */

import type { Choice } from "../letters/consent_terms.ts";
import type { VisitState } from "../letters/letters.ts";
import type { ChosenFiles } from "../metadata/view.ts";
import type { Metadata } from "../metadata/types.ts";
import type { Status } from "../letters/status.ts";

/** Sends one letter, and can be called again after it failed: the same letter then, unless `forget` was called. */
export interface Sending<Content> {
  readonly send: (content: Content, box: HTMLElement) => Promise<void>;
  readonly forget: () => void;
}

export interface StandingConsents {
  readonly consents: readonly Choice[];
  /** Who must not get the report; null leaves what was said before. */
  readonly limits: string | null;
}

export interface ProposedRhythm {
  readonly everyDays: number;
  readonly graceHours: number;
}

/** A second receipt: told to the officers, then sent once with its harmless report, then shown. */
export interface MadeDecoy {
  /** Whether both are held; false where it was forgotten meanwhile. */
  readonly send: (words: string, box: HTMLElement) => Promise<boolean>;
  readonly show: (section: HTMLElement, list: HTMLElement, onPutAway: () => void) => Promise<void>;
  readonly forget: () => void;
}

export interface Tools {
  /** The newest that the institution told; null where there is none. */
  readonly status: Status | null;
  readonly consents: Sending<StandingConsents>;
  readonly withdrawal: Sending<string>;
  readonly rhythm: Sending<ProposedRhythm>;
  readonly newDecoy: () => MadeDecoy;
  readonly visit: (state: VisitState) => Promise<void>;
  readonly sayError: (box: HTMLElement, error: unknown) => void;
  readonly sayEmpty: (box: HTMLElement) => void;
  readonly loadMetadata: () => Promise<Metadata>;
}

export interface MountedActs {
  readonly files: ChosenFiles;
  /** The person checked in just now. */
  readonly checkedIn: () => void;
  readonly forget: () => void;
}

export interface ActsPart {
  readonly mountActs: (tools: Tools) => MountedActs;
}
