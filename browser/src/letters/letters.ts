/** What a source sends besides report and message: consents, withdrawal, rhythm, visit and decoy. */

import { toHex, type Bytes } from "../formats/bytes.ts";
import { canonicalJson, type Json, type JsonObject } from "../formats/canonical.ts";
import type { Choice } from "./consent_terms.ts";
import { newLetterId, publicHalves } from "./correspondence.ts";
import type { Notice } from "../formats/notice.ts";
import type { SourceKeys } from "../receipt/receipt.ts";
import { signatureOver } from "../formats/signatures.ts";

export const CONSENTS_NAME = "consents.json";
export const WITHDRAWAL_NAME = "withdrawal.json";
export const RHYTHM_NAME = "rhythm.json";
export const VISIT_NAME = "visit.json";
export const DECOY_NAME = "decoy.json";
export const MOST_DAYS = 31;
export const MOST_GRACE_HOURS = 168;

export type VisitState = "nothing" | "check-in" | "danger" | "duress";

/** The body of `consents.json`: an empty list withdraws all; limits of null leave those as they stand. */
export function composeConsents(
  notice: Notice,
  keys: SourceKeys,
  consents: readonly Choice[],
  limits: string | null,
  id = newLetterId(),
): Bytes {
  return signed("consents", notice, keys, id, { consents: consents.map((item) => ({ ...item })), limits });
}

/** The body of `withdrawal.json`: the whole report is taken back. */
export function composeWithdrawal(notice: Notice, keys: SourceKeys, text: string, id = newLetterId()): Bytes {
  return signed("withdrawal", notice, keys, id, { text });
}

/** The body of `rhythm.json`: check-ins every so many days, with so many hours of grace; both 0 end it. */
export function composeRhythm(
  notice: Notice,
  keys: SourceKeys,
  everyDays: number,
  graceHours: number,
  id = newLetterId(),
): Bytes {
  return signed("rhythm", notice, keys, id, { every_days: everyDays, grace_hours: graceHours });
}

/** The body of `visit.json`, which is sealed to the notice's visits key; `day` is this device's UTC day. */
export function composeVisit(
  notice: Notice,
  keys: SourceKeys,
  state: VisitState,
  day: string,
  id = newLetterId(),
): Bytes {
  return signed("visit", notice, keys, id, { state, day });
}

/** The body of `decoy.json`: from now on a visit with the keys `decoy` is one of this source, under duress. */
export function composeDecoy(notice: Notice, keys: SourceKeys, decoy: SourceKeys, id = newLetterId()): Bytes {
  const content = { ...head("decoy", notice, keys, id), decoy: publicHalves(decoy) };
  const signatures = {
    signing: signatureOver(labelOf("decoy"), content, keys.signingSeed),
    decoy: signatureOver(labelOf("decoy"), content, decoy.signingSeed),
  };
  return canonicalJson({ ...content, signatures });
}

function signed(kind: string, notice: Notice, keys: SourceKeys, id: string, rest: JsonObject): Bytes {
  const content = { ...head(kind, notice, keys, id), ...rest };
  return canonicalJson({ ...content, signature: signatureOver(labelOf(kind), content, keys.signingSeed) });
}

function head(kind: string, notice: Notice, keys: SourceKeys, id: string): Readonly<Record<string, Json>> {
  return { v: 1, kind, id, notice: toHex(notice.id), keys: publicHalves(keys) };
}

function labelOf(kind: string): string {
  return `unhindered/${kind}/v1\n`;
}
