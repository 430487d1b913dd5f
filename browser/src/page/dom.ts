/** What both pages need of the document. Text goes in as text, never as markup. */

import { Cancelled, UnhinderedError } from "../errors.ts";
import { toldOf } from "./texts.ts";

type Tone = "notice" | "ok-box" | "danger-box";
type Disableable = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLButtonElement;

/** The element with this id; it raises where the page is not the one this script was written for. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`this page has no #${id}`);
  return found;
}

export function element(name: string, text = "", className = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** Says one thing in a status box: a sentence and, where there is some, advice. */
export function say(box: HTMLElement, sentence: string, advice = "", tone: Tone = "notice"): void {
  box.className = tone;
  box.hidden = false;
  box.replaceChildren(element("p", sentence));
  if (advice !== "") box.append(element("p", advice));
  box.scrollIntoView({ block: "nearest" });
}

/** Says what went wrong, in words for the person; never in the words of the machine. */
export function sayError(box: HTMLElement, error: unknown): void {
  const known = error instanceof UnhinderedError;
  const told = known ? { sentence: error.message, advice: error.advice } : toldOf("again");
  say(box, told.sentence, told.advice, error instanceof Cancelled ? "notice" : "danger-box");
}

/** Text of another person: its own direction, its own line breaks, nothing else. */
export function lettered(text: string): HTMLElement {
  const quote = element("blockquote", "", "quote");
  for (const paragraph of text.split(/\n{2,}/)) {
    const block = element("p");
    block.dir = "auto";
    paragraph.split("\n").forEach((line, place) => {
      if (place > 0) block.append(document.createElement("br"));
      block.append(line);
    });
    quote.append(block);
  }
  return quote;
}

/**
 * `text` with each word in braces replaced by a node, or by a text in a direction of its own: what is put in
 * never turns round the words beside it, in whichever direction either is written.
 */
export function fragments(text: string, values: Readonly<Record<string, Node | string | number>>): Node[] {
  return text.split(/(\{\w+\})/).map((part) => {
    const value = part.startsWith("{") ? values[part.slice(1, -1)] : undefined;
    if (value === undefined) return document.createTextNode(part);
    return value instanceof Node ? value : element("bdi", String(value));
  });
}

export function day(on: string): HTMLElement {
  const time = document.createElement("time");
  time.dateTime = on;
  time.append(element("bdi", on));
  return time;
}

/** A text of a form, tidy of what cannot be sealed; empty where there is no such field. */
export function answered(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The files a person chose. */
export function filesIn(form: FormData, name: string): File[] {
  // A file input with nothing chosen gives one empty file without a name.
  return form.getAll(name).filter((item) => item instanceof File && (item.name !== "" || item.size > 0)) as File[];
}

/** Locks or frees the controls of a form, all but those in `except`. */
export function lock(form: HTMLFormElement, isLocked: boolean, except: readonly (Element | null)[]): void {
  for (const control of form.elements) {
    if (!except.includes(control)) (control as Disableable).disabled = isLocked;
  }
}

/** Empties every field of a form. */
export function wipe(form: HTMLFormElement): void {
  form.reset();
  for (const control of form.elements) {
    const isField = control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement;
    if (isField && control.type !== "radio" && control.type !== "checkbox") control.value = "";
  }
}

const ESCAPES = 3;
const WITHIN = 1_500;

/** One button, or Escape three times, leaves the page at once; whoever presses "back" finds nothing. */
export function startLeaving(wipeAll: () => void = () => undefined): void {
  const button = document.getElementById("quick-exit");
  const leave = (): void => {
    wipeAll();
    location.replace(button?.dataset["exit"] ?? "about:blank");
  };
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let pressed: number[] = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < WITHIN);
    if (pressed.length >= ESCAPES) leave();
  });
  stayOneStep();
  addEventListener("pagehide", wipeAll);
  addEventListener("pageshow", (event) => {
    // Taken whole out of the browser's memory: begin anew, with nothing in it.
    if (event.persisted) location.reload();
  });
}

/** Links between the gate's own pages put the next page in place of this one: the history does not grow. */
function stayOneStep(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain = [event.ctrlKey, event.metaKey, event.shiftKey, event.altKey].every((held) => !held);
    if (link === null || !isPlain || event.button !== 0 || event.defaultPrevented) return;
    if (!leadsToOwnPage(link)) return;
    event.preventDefault();
    location.replace(link.href);
  });
}

function leadsToOwnPage(link: HTMLAnchorElement): boolean {
  const isPlace = link.getAttribute("href")?.startsWith("#") ?? false;
  return link.origin === location.origin && link.target === "" && !link.hasAttribute("download") && !isPlace;
}
