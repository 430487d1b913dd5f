/** What the desk tells of where things stand: words of closed lists and days, nothing else. */

import type { JsonObject } from "../formats/canonical.ts";
import { LEVELS, PURPOSES, type Choice } from "./consent_terms.ts";
import { Refused } from "../errors.ts";
import { booleanField, choiceField, dayField, listField, numberField, objectField, requireFields } from "../formats/json_fields.ts";

export const STATUS_FIELDS = [
  ...["v", "kind", "mailbox", "on", "looked_on", "steps", "consents", "withdrawn", "rhythm"],
  "signature",
];
export const STEPS = ["read", "assessed", "case", "submitted", "published", "closed", "withdrawn"] as const;
const MOST_STEPS = 50;
const MOST_DAYS = 31;
const MOST_GRACE_HOURS = 168;

export interface Step {
  readonly on: string;
  readonly step: (typeof STEPS)[number];
}

export interface AgreedRhythm {
  readonly everyDays: number;
  readonly graceHours: number;
  readonly from: string;
}

/** `lookedOn` is empty where no officer looked yet; `consents` are those that the institution recorded. */
export interface Status {
  readonly kind: "status";
  readonly on: string;
  readonly lookedOn: string;
  readonly steps: readonly Step[];
  readonly consents: readonly Choice[];
  readonly withdrawn: boolean;
  readonly rhythm: AgreedRhythm | null;
}

/** The status in an object whose fields and signature were checked. */
export function readStatus(content: JsonObject): Status {
  return {
    kind: "status",
    on: dayField(content, "on"),
    lookedOn: content["looked_on"] === "" ? "" : dayField(content, "looked_on"),
    steps: listField(content, "steps", MOST_STEPS).map(readStep),
    consents: readChoices(content),
    withdrawn: booleanField(content, "withdrawn"),
    rhythm: content["rhythm"] === null ? null : readRhythm(objectField(content, "rhythm")),
  };
}

/** The newest of several, in the order in which they lie in the mailbox; null where there is none. */
export function newestStatus(found: readonly { readonly kind: string }[]): Status | null {
  const all = found.filter((item): item is Status => item.kind === "status");
  return all.reduce<Status | null>((best, item) => (best === null || item.on >= best.on ? item : best), null);
}

function readStep(content: JsonObject): Step {
  requireFields(content, ["on", "step"]);
  return { on: dayField(content, "on"), step: choiceField(content, "step", STEPS) };
}

function readChoices(content: JsonObject): Choice[] {
  const found = listField(content, "consents", PURPOSES.length).map((item) => {
    requireFields(item, ["purpose", "level"]);
    return { purpose: choiceField(item, "purpose", PURPOSES), level: choiceField(item, "level", LEVELS) };
  });
  if (new Set(found.map(({ purpose }) => purpose)).size !== found.length) throw new Refused("field");
  return found;
}

function readRhythm(content: JsonObject): AgreedRhythm {
  requireFields(content, ["every_days", "grace_hours", "from"]);
  return {
    everyDays: numberField(content, "every_days", 1, MOST_DAYS),
    graceHours: numberField(content, "grace_hours", 1, MOST_GRACE_HOURS),
    from: dayField(content, "from"),
  };
}
