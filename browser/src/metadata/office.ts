/** Packages: documents of Office and OpenDocument programs. What is said of author, company, times, changes. */

import { latin1, looseUtf8, startsWith, uint, unpacked, MIB, MOST_LOOKED_AT, Unreadable, type Slices } from "./slices.ts";
import type { Bytes } from "../formats/bytes.ts";
import { kindOf, type Found } from "./found.ts";
import { walkMarkup } from "./markup.ts";
import type { HiddenKind } from "./types.ts";

const LONGEST_END = 65_557;
const MOST_ENTRIES = 20_000;
const MOST_PARTS = 40;

const KINDS: Readonly<Record<string, HiddenKind>> = {
  "creator": "person",
  "lastModifiedBy": "person",
  "initial-creator": "person",
  "printed-by": "person",
  "Company": "person",
  "Manager": "person",
  "created": "time",
  "modified": "time",
  "lastPrinted": "time",
  "date": "time",
  "creation-date": "time",
  "print-date": "time",
  "Application": "software",
  "AppVersion": "software",
  "generator": "software",
  "title": "comment",
  "subject": "comment",
  "description": "comment",
  "keywords": "comment",
  "keyword": "comment",
  "category": "comment",
  "Template": "other",
  "HyperlinkBase": "place",
};
/** Parts with what programs say of a document. */
const PROPERTIES = new Set(["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml"]);
/** Parts in which people are named: who changed what, who commented. */
const NAMES = /^(?:word\/(?:document|comments|footnotes|people)\.xml|content\.xml|ppt\/commentAuthors\.xml|xl\/persons\/.*\.xml|xl\/comments\d*\.xml)$/;
const COMMENTS = /^(?:word\/comments.*\.xml|ppt\/comments\/|xl\/(?:comments|threadedComments))/;

interface Entry {
  readonly name: string;
  readonly isLocked: boolean;
  readonly method: number;
  readonly packed: number;
  readonly at: number;
}

export async function lookIntoPackage(slices: Slices, found: Found): Promise<void> {
  const entries = await entriesOf(slices);
  const names = new Set(entries.map(({ name }) => name));
  if (!names.has("[Content_Types].xml") && !names.has("mimetype")) {
    // A packed folder; what is in it may carry anything.
    found.look = "notLooked";
    return;
  }
  lookAtNames(entries, found);
  const wanted = entries.filter(({ name }) => PROPERTIES.has(name) || NAMES.test(name));
  if (wanted.length > MOST_PARTS) found.partly();
  for (const entry of wanted.slice(0, MOST_PARTS)) {
    await found.tried(async () => {
      await lookIntoPart(slices, entry, found);
    });
  }
}

function lookAtNames(entries: readonly Entry[], found: Found): void {
  for (const { name } of entries) {
    if (/^(?:docProps|Thumbnails)\/thumbnail\./i.test(name)) found.note("thumbnail", "smallCopy");
    else if (COMMENTS.test(name)) found.note("person", "comments");
    else if (/\.(?:jpe?g|tiff?|heic|png|webp)$/i.test(name)) found.note("other", "picturesInside");
    else if (/\/embeddings\/|^Object \d+\//.test(name)) found.note("other", "moreInside");
  }
}

async function lookIntoPart(slices: Slices, entry: Entry, found: Found): Promise<void> {
  const raw = await contentsOf(slices, entry);
  if (raw === null) {
    found.partly();
    return;
  }
  if (PROPERTIES.has(entry.name)) readProperties(looseUtf8(raw), entry.name, found);
  else readNames(looseUtf8(raw), found);
}

function readProperties(xml: string, part: string, found: Found): void {
  walkMarkup(xml, ({ name, text, within }) => {
    const kind = kindOf(KINDS, name);
    if (kind !== undefined && !isAttribute(name, within)) found.value(kind, text);
    else if (name === "revision" || name === "editing-cycles") found.value("other", `${name}: ${text}`);
    else if (isOwnProperty(part, name, within)) found.value("other", text);
  });
}

/** A property that an organisation's own programs added. */
function isOwnProperty(part: string, name: string, within: readonly string[]): boolean {
  if (part === "docProps/custom.xml") return within.includes("property") && (name === "name" || !isAttribute(name, within));
  return name === "user-defined";
}

/** An attribute's name is not that of the element it stands in. */
function isAttribute(name: string, within: readonly string[]): boolean {
  return within[within.length - 1] !== name;
}

const NAMED = new Set(["author", "displayName", "userId", "creator"]);
const CHANGES = /^(?:ins|del|moveFrom|moveTo|.{1,40}Change)$/;

/** People whom tracked changes and comments name. */
function readNames(xml: string, found: Found): void {
  walkMarkup(xml, ({ name, text, within }) => {
    const inside = within[within.length - 1] ?? "";
    const isListed = name === "name" && inside === "cmAuthor";
    if (isListed || NAMED.has(name)) found.value("person", text);
    const isChanged = name === "author" && CHANGES.test(inside);
    if (isChanged || within.includes("tracked-changes")) found.note("other", "trackedChanges");
    if (inside === "comment" || within.includes("annotation")) found.note("person", "comments");
  });
}

async function entriesOf(slices: Slices): Promise<Entry[]> {
  const directory = await directoryOf(slices);
  const entries: Entry[] = [];
  for (let place = 0; place + 46 <= directory.length && entries.length < MOST_ENTRIES; ) {
    if (!startsWith(directory, "PK\x01\x02", place)) throw new Unreadable();
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => uint(directory, place + offset, 2, true));
    entries.push({
      name: looseUtf8(directory.subarray(place + 46, place + 46 + name)),
      isLocked: (uint(directory, place + 8, 2, true) & 1) === 1,
      method: uint(directory, place + 10, 2, true),
      packed: uint(directory, place + 20, 4, true),
      at: uint(directory, place + 42, 4, true),
    });
    place += 46 + name + extra + comment;
  }
  return entries;
}

/** The list of what is in the package, which stands at its end. */
async function directoryOf(slices: Slices): Promise<Bytes> {
  const start = Math.max(0, slices.size - LONGEST_END);
  const tail = (await slices.upTo(start, LONGEST_END)).slice();
  const end = latin1(tail).lastIndexOf("PK\x05\x06");
  if (end === -1) throw new Unreadable();
  const count = uint(tail, end + 10, 2);
  const size = uint(tail, end + 12, 4, true);
  const at = uint(tail, end + 16, 4, true);
  // Larger ones write these elsewhere (zip64); documents do not need it.
  if (at === 0xffffffff || count === 0xffff || at + size > slices.size) throw new Unreadable();
  return (await slices.bytes(at, size)).slice();
}

async function contentsOf(slices: Slices, entry: Entry): Promise<Bytes | null> {
  if (entry.isLocked || entry.packed > 2 * MIB) return null;
  const head = await slices.bytes(entry.at, 30);
  if (!startsWith(head, "PK\x03\x04")) throw new Unreadable();
  const at = entry.at + 30 + uint(head, 26, 2, true) + uint(head, 28, 2, true);
  const raw = (await slices.bytes(at, entry.packed)).slice();
  if (entry.method === 0) return raw;
  return entry.method === 8 ? unpacked(raw, "deflate-raw", 2 * MOST_LOOKED_AT) : null;
}
