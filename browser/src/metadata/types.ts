/**
 * What the page knows of the script that looks into chosen files. Only types: the script itself (`main.ts`)
 * is loaded when somebody first chooses a file: `loadPart<Metadata>("metadata.js")`.
 */

export type HiddenKind = "place" | "time" | "device" | "person" | "software" | "thumbnail" | "comment" | "other";

/** Things for which the file has no words of its own; the page says them in the person's language. */
export type HiddenNote =
  | "appended"
  | "comments"
  | "earlierVersions"
  | "makerNote"
  | "moreInside"
  | "picturesInside"
  | "provenance"
  | "secondPicture"
  | "smallCopy"
  | "technical"
  | "trackedChanges"
  | "unnamed";

/** One thing found: either `value`, short text out of the file, or `note`, said in the page's own words. */
export interface Finding {
  readonly kind: HiddenKind;
  /** Text out of the file: a stranger's, at most 160 characters, without controls; empty where there is a note. */
  readonly value: string;
  readonly note?: HiddenNote;
}

/**
 * looked: all that this script knows of the format was looked at. partly: some of it could not be.
 * notLooked: another kind of file. mayCarry: sound or film, which often carries place and time, not looked into.
 * unreadable: damaged, or not what it says it is.
 */
export type Look = "looked" | "partly" | "notLooked" | "mayCarry" | "unreadable";

export interface Hidden {
  readonly look: Look;
  /** What was recognised by its first bytes, never by its name. */
  readonly format: string;
  /** At most 40, alike ones once. */
  readonly findings: readonly Finding[];
  /** How many findings were left off. */
  readonly more: number;
  /** Whether `cleaned` can be tried; it may still give null. */
  readonly canClean: boolean;
}

export interface Metadata {
  /** What is hidden in a file. It raises nothing, reads at most some MiB, and asks nobody. */
  readonly readHidden: (file: Blob) => Promise<Hidden>;
  /** A copy with the same picture and nothing hidden, or null where that cannot be done whole. */
  readonly cleaned: (file: Blob) => Promise<Blob | null>;
}
