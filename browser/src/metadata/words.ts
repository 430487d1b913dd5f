/** What is said of a file, in the page's language. */

import { TEXTS, type TextKey } from "../page/texts.ts";
import type { Hidden, HiddenKind, HiddenNote, Look } from "./types.ts";

export type TextOfKey = TextKey;

const KINDS: Readonly<Record<HiddenKind, TextKey>> = {
  place: "hiddenPlace",
  time: "hiddenTime",
  device: "hiddenDevice",
  person: "hiddenPerson",
  software: "hiddenSoftware",
  thumbnail: "hiddenThumbnail",
  comment: "hiddenComment",
  other: "hiddenOther",
};

const NOTES: Readonly<Record<HiddenNote, TextKey>> = {
  appended: "hiddenAppended",
  comments: "hiddenComments",
  earlierVersions: "hiddenEarlierVersions",
  makerNote: "hiddenMakerNote",
  moreInside: "hiddenMoreInside",
  picturesInside: "hiddenPicturesInside",
  provenance: "hiddenProvenance",
  secondPicture: "hiddenSecondPicture",
  smallCopy: "hiddenSmallCopy",
  technical: "hiddenTechnical",
  trackedChanges: "hiddenTrackedChanges",
  unnamed: "hiddenUnnamed",
};

const LOOKS: Readonly<Record<Exclude<Look, "looked">, TextKey>> = {
  partly: "filesPartly",
  notLooked: "filesNotLooked",
  mayCarry: "filesMayCarry",
  unreadable: "filesUnreadable",
};

export function kindText(kind: HiddenKind): string {
  return TEXTS[KINDS[kind]];
}

export function noteText(note: HiddenNote): string {
  return TEXTS[NOTES[note]];
}

/** How far the file was looked into; null where the list of what was found says it all. */
export function lookText(hidden: Hidden): string | null {
  if (hidden.look !== "looked") return TEXTS[LOOKS[hidden.look]];
  return hidden.findings.length === 0 ? TEXTS.filesNothingFound : null;
}

const UNITS = ["kilobyte", "megabyte", "gigabyte"] as const;

export function sizeText(size: number): string {
  const place = Math.max(0, Math.min(2, Math.floor(Math.log10(Math.max(1, size)) / 3) - 1));
  const style = { style: "unit", unit: UNITS[place] ?? "kilobyte", maximumFractionDigits: 1 } as const;
  const language = typeof document === "undefined" ? "en" : document.documentElement.lang;
  return new Intl.NumberFormat(language === "" ? "en" : language, style).format(size / 1000 ** (place + 1));
}

/** The name of a cleaned copy: its ending stays, so that programs know it. */
export function copyName(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 1 ? `${name} (cleaned)` : `${name.slice(0, dot)} (cleaned)${name.slice(dot)}`;
}
