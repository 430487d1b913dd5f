/** Shows the receipt once, lets the person check their copy, and then hides it. Nothing goes to the clipboard. */

import { randomBytes, type Bytes } from "../formats/bytes.ts";
import { element, fragments, say } from "../page/dom.ts";
import { numbersOfReceipt } from "./receipt.ts";
import { PLACES, indexOfToken, indexOfWords, tokensOf, type Known } from "./receipt_words.ts";
import { TEXTS, filled } from "../page/texts.ts";
import { ENGLISH } from "./word_list.ts";
import { ownList } from "./word_lists.ts";

/** Happens to the section once the person has had the words hidden. */
export const PUT_AWAY = "put-away";

type Shown = Awaited<ReturnType<typeof ownList>>;

/** Fetches the words of this page's language beforehand: a receipt must not wait for a line that breaks. */
export function prepareReceipt(): void {
  void ownList();
}

/** Fills the list of words, in the page's language where there is a list, and puts the practice step below it. */
export async function showReceipt(section: HTMLElement, list: HTMLElement, secret: Bytes): Promise<void> {
  const numbers = numbersOfReceipt(secret);
  const shown = await ownList();
  list.replaceChildren(...numbers.map((number, place) => wordItem(shown, place + 1, number)));
  section.append(practice(section, numbers, shown));
  section.hidden = false;
  section.tabIndex = -1;
  section.focus();
  section.scrollIntoView();
}

function wordItem({ language, words }: Shown, place: number, number: number): HTMLElement {
  const item = element("li");
  const [above, below, written] = [element("small"), element("small"), element("strong")];
  above.append(...fragments(TEXTS.receiptPlace, { place }));
  below.append(...fragments(TEXTS.receiptNumber, { number }));
  written.lang = language;
  written.append(element("bdi", words[number - 1] ?? ""));
  item.append(above, written, below);
  return item;
}

function practice(section: HTMLElement, numbers: readonly number[], { words }: Shown): HTMLElement {
  const form = document.createElement("form");
  const result = element("div");
  result.setAttribute("role", "status");
  const fields = twoPlaces().map((place) => practiceField(place));
  const check = element("button", TEXTS.practiceCheck);
  form.append(element("h2", TEXTS.practiceTitle), element("p", TEXTS.practiceIntro));
  const actions = element("div", "", "actions");
  actions.append(check);
  form.append(...fields.map(({ field }) => field), actions, result);
  const known = [indexOfWords(words), indexOfWords(ENGLISH)];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = fields.find(({ place, input }) => !isWord(input.value, numbers[place - 1] ?? 0, known));
    if (wrong !== undefined) {
      say(result, filled(TEXTS.practiceWrong, { place: wrong.place }), "", "danger-box");
      wrong.input.focus();
      return;
    }
    say(result, TEXTS.practiceRight, "", "ok-box");
    check.remove();
    actions.append(hideButton(section, result));
  });
  return form;
}

function hideButton(section: HTMLElement, result: HTMLElement): HTMLElement {
  const hide = element("button", TEXTS.practiceHide);
  hide.setAttribute("type", "button");
  hide.addEventListener("click", () => {
    // All of it: a heading that speaks of 13 words says to the next who looks that there are some.
    section.removeAttribute("aria-labelledby");
    section.replaceChildren(result);
    section.focus();
    say(result, TEXTS.practiceHidden, "", "ok-box");
    section.dispatchEvent(new Event(PUT_AWAY));
  });
  return hide;
}

function practiceField(place: number): { place: number; input: HTMLInputElement; field: HTMLElement } {
  const field = element("div", "", "field");
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.textContent = filled(TEXTS.practiceAsk, { place });
  input.id = label.htmlFor = `practice-${place}`;
  input.autocomplete = "off";
  input.spellcheck = false;
  // Phones put a capital, or what they take for a better word.
  input.setAttribute("autocapitalize", "none");
  input.setAttribute("autocorrect", "off");
  field.append(label, input);
  return { place, input, field };
}

function isWord(text: string, number: number, lists: readonly Known[]): boolean {
  const [token = "", ...others] = tokensOf(text);
  return others.length === 0 && lists.some((known) => indexOfToken(token, known) === number - 1);
}

/** Two of the thirteen places, by chance and in their order. */
function twoPlaces(): [number, number] {
  const [one = 0, step = 0] = randomBytes(2);
  const first = one % PLACES;
  const second = (first + 1 + (step % (PLACES - 1))) % PLACES;
  return [Math.min(first, second) + 1, Math.max(first, second) + 1];
}
