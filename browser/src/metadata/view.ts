/**
 * The chosen files of a form: what is hidden in each, in plain words, and what of it is to be sent.
 *
 * The original always goes as it is, or not at all: it is evidence. A cleaned copy can go beside it.
 */

import { element } from "../page/dom.ts";
import { TEXTS, filled } from "../page/texts.ts";
import { copyName, kindText, lookText, noteText, sizeText, type TextOfKey } from "./words.ts";
import type { Finding, Hidden, HiddenKind, Metadata } from "./types.ts";

/** What can give somebody away comes first. */
const KINDS: readonly HiddenKind[] = ["place", "person", "device", "time", "thumbnail", "comment", "software", "other"];

/** What of a file is to be sent. */
const WAYS = ["unchanged", "both", "nothing"] as const;
type Way = (typeof WAYS)[number];

const WAY_TEXTS: Readonly<Record<Way, TextOfKey>> = {
  unchanged: "filesUnchanged",
  both: "filesBoth",
  nothing: "filesNothing",
};

/** The files on a page. */
export interface ChosenFiles {
  /** What is to be sent, in the order of the list; a cleaned copy follows its original. */
  readonly chosen: () => Promise<File[]>;
  /** Forgets all files. */
  readonly forget: () => void;
}

/**
 * Takes over `input`: what is chosen there is added to `list` (a list element) and shown with what is hidden
 * in it. `load` brings the script that looks into files, when the first one is chosen.
 */
export function mountFiles(input: HTMLInputElement, list: HTMLElement, load: () => Promise<Metadata>): ChosenFiles {
  const view = new FilesView(input, list, load);
  view.start();
  return { chosen: () => view.chosen(), forget: () => { view.forget(); } };
}

class FilesView {
  private readonly items: Item[] = [];
  private readonly status = element("p", "", "hint");
  private looking: Promise<void> = Promise.resolve();
  private count = 0;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly load: () => Promise<Metadata>,
  ) {}

  start(): void {
    this.status.setAttribute("role", "status");
    this.list.after(this.status);
    this.input.addEventListener("change", () => {
      for (const file of this.input.files ?? []) this.add(file);
      // Choosing again adds; the same file may be chosen again after it was removed.
      this.input.value = "";
    });
  }

  async chosen(): Promise<File[]> {
    const files: File[] = [];
    for (const item of this.items) files.push(...(await item.files()));
    return files;
  }

  forget(): void {
    this.items.length = 0;
    this.list.replaceChildren();
    this.status.textContent = "";
  }

  private add(file: File): void {
    this.count += 1;
    const item = new Item(file, this.count, this.load, {
      tell: (parts) => { this.tell(parts); },
      remove: () => { this.remove(item); },
    });
    this.items.push(item);
    this.list.append(item.shown);
    // One after the other: many files at once would take many times the memory.
    this.looking = this.looking.then(() => (this.items.includes(item) ? item.look() : undefined));
  }

  private tell(parts: readonly (string | Node)[]): void {
    this.status.replaceChildren(...parts);
  }

  private remove(item: Item): void {
    const place = this.items.indexOf(item);
    this.items.splice(place, 1);
    item.shown.remove();
    this.tell(named(TEXTS.filesRemoved, item.file.name));
    (this.items[Math.min(place, this.items.length - 1)]?.removal ?? this.input).focus();
    // What the page knew of its files is no longer so.
    this.list.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

interface Surroundings {
  readonly tell: (parts: readonly (string | Node)[]) => void;
  readonly remove: () => void;
}

/** One file and what is to become of it. */
class Item {
  readonly shown = document.createElement("li");
  readonly removal = document.createElement("button");
  private readonly found = element("div");
  private readonly ways = element("fieldset");
  private readonly copied = element("p", "", "hint");
  private way: Way = "unchanged";
  private copy: Promise<File | null> | null = null;

  constructor(
    readonly file: File,
    private readonly number: number,
    private readonly load: () => Promise<Metadata>,
    private readonly around: Surroundings,
  ) {
    const head = element("p");
    const name = element("strong");
    name.append(element("bdi", file.name));
    head.append(name, " ", element("bdi", sizeText(file.size), "hint"));
    this.shown.className = "card";
    this.removal.className = "quiet";
    this.removal.type = "button";
    this.removal.append(...named(TEXTS.filesRemove, file.name));
    this.removal.addEventListener("click", around.remove);
    this.found.append(element("p", TEXTS.filesLooking, "hint"));
    this.shown.append(head, this.found, this.ways, this.removal);
    this.showWays(["unchanged", "nothing"]);
  }

  /** Looks into the file and shows what is hidden in it. */
  async look(): Promise<void> {
    let hidden: Hidden;
    try {
      hidden = await (await this.load()).readHidden(this.file);
    } catch {
      // The script could not be loaded: the file can be sent all the same.
      this.found.replaceChildren(element("p", TEXTS.filesNotLoaded, "hint"));
      return;
    }
    this.found.replaceChildren(...shownFindings(hidden));
    if (hidden.canClean && hidden.findings.length > 0) this.showWays(WAYS);
    const count = hidden.findings.length + hidden.more;
    this.around.tell(named(filled(TEXTS.filesLooked, { count }), this.file.name));
  }

  /** The file, with its cleaned copy where that was asked for; nothing where it is to be left out. */
  async files(): Promise<File[]> {
    if (this.way === "nothing") return [];
    const copy = this.way === "both" ? await this.cleaned() : null;
    return copy === null ? [this.file] : [this.file, copy];
  }

  private showWays(ways: readonly Way[]): void {
    const legend = element("legend");
    legend.append(...named(TEXTS.filesSend, this.file.name));
    this.ways.replaceChildren(legend, ...ways.map((way) => this.shownWay(way)), this.copied);
  }

  private shownWay(way: Way): HTMLElement {
    const label = element("label");
    const choice = document.createElement("input");
    choice.type = "radio";
    choice.name = `file-way-${String(this.number)}`;
    choice.value = way;
    choice.checked = way === this.way;
    choice.defaultChecked = choice.checked;
    choice.addEventListener("change", () => {
      this.way = way;
      this.copied.textContent = "";
      if (way === "both") void this.tellOfCopy();
    });
    label.append(choice, " ", TEXTS[WAY_TEXTS[way]]);
    const block = element("div");
    block.append(label);
    return block;
  }

  private async tellOfCopy(): Promise<void> {
    this.copied.textContent = TEXTS.filesCleaning;
    const copy = await this.cleaned();
    if (copy === null) {
      this.way = "unchanged";
      this.showWays(["unchanged", "nothing"]);
    }
    const told = copy === null ? TEXTS.filesNotCleaned : filled(TEXTS.filesCleaned, { size: sizeText(copy.size) });
    if (copy === null || this.isBoth()) this.copied.textContent = told;
    this.around.tell([told]);
  }

  /** The person may have changed their mind meanwhile. */
  private isBoth(): boolean {
    return this.way === "both";
  }

  private async cleaned(): Promise<File | null> {
    this.copy ??= this.makeCopy();
    return this.copy;
  }

  private async makeCopy(): Promise<File | null> {
    const blob = await (await this.load()).cleaned(this.file);
    return blob === null ? null : new File([blob], copyName(this.file.name), { type: blob.type });
  }
}

/** A text with the file's name where it says so, apart from the direction of the words around it. */
function named(text: string, name: string): (string | Node)[] {
  const [before = "", ...after] = text.split("{name}");
  return after.length === 0 ? [before] : [before, element("bdi", name), after.join("")];
}

function shownFindings(hidden: Hidden): HTMLElement[] {
  const shown: HTMLElement[] = [];
  if (hidden.findings.length > 0) {
    const list = element("ul");
    list.append(...KINDS.map((kind) => shownKind(kind, hidden.findings)).filter((item) => item !== null));
    if (hidden.more > 0) list.append(element("li", filled(TEXTS.filesMore, { count: hidden.more })));
    shown.push(element("p", TEXTS.filesHidden), list);
  }
  const told = lookText(hidden);
  if (told !== null) shown.push(element("p", told, "hint"));
  return shown;
}

/** All that was found of one kind, in one line; null where there is nothing. */
function shownKind(kind: HiddenKind, findings: readonly Finding[]): HTMLElement | null {
  const parts = findings.filter((finding) => finding.kind === kind).map(toldOf);
  if (parts.length === 0) return null;
  const item = element("li");
  item.append(element("strong", kindText(kind)), ": ", ...parts.flatMap((part, place) => (place === 0 ? [part] : ["; ", part])));
  return item;
}

function toldOf({ value, note }: Finding): HTMLElement {
  return note === undefined ? element("bdi", value) : element("span", noteText(note));
}
