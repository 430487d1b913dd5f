/** The questions as they stand in the page: read off it, and shown or hidden as the answers have it. */

import { tidied } from "../formats/bytes.ts";
import { shownQuestions, type Asked, type AskedPurpose, type AskedQuestion, type Condition, type Fields } from "./questionnaire.ts";

/** What the page asks; a page without these questions asks nothing. */
export function questionsOn(form: HTMLFormElement): Asked {
  const hash = form.elements.namedItem("questionnaire");
  return {
    hash: hash instanceof HTMLInputElement ? hash.value : "",
    questions: questionElements(form).map(questionIn),
    purposes: [...form.querySelectorAll<HTMLElement>("[data-purpose]")].map(purposeIn),
    limitsLabel: form.querySelector('label[for="limits"]')?.textContent.trim() ?? "",
  };
}

/** The fields of a form as they would be sent, files left out, each text tidy of what cannot be sealed. */
export function fieldsOf(form: HTMLFormElement): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.set(name, tidied(value));
  return fields;
}

/** Shows and hides questions from now on as their conditions have it. */
export function startConditions(form: HTMLFormElement, asked: Asked): void {
  const conditional = questionElements(form).filter((element) => element.dataset["shownIf"] !== undefined);
  if (conditional.length === 0) return;
  const update = (): void => {
    const shown = new Set(shownQuestions(asked, fieldsOf(form)).map(({ id }) => id));
    for (const element of conditional) element.hidden = !shown.has(element.dataset["question"] ?? "");
  };
  form.addEventListener("change", update);
  form.addEventListener("reset", () => {
    // The fields are empty only after the event.
    setTimeout(update, 0);
  });
  update();
}

function questionElements(form: HTMLFormElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>("[data-question]")];
}

function questionIn(element: HTMLElement): AskedQuestion {
  const { question, kind, shownIf } = element.dataset;
  const id = question ?? "";
  const inputs = [...element.querySelectorAll("input")];
  const choices = kind === "choices" ? inputs.map(({ name }) => name.slice(`q.${id}.`.length)) : inputs.map(({ value }) => value);
  const hasChoices = kind === "choice" || kind === "choices";
  return {
    id,
    kind: kind ?? "",
    label: element.querySelector("legend, label")?.textContent.trim() ?? "",
    choices: hasChoices ? choices.filter((choice) => choice !== "") : [],
    // Our own gate's page, checked when the questionnaire was read: no stranger's words.
    shownIf: shownIf === undefined ? null : (JSON.parse(shownIf) as Condition),
  };
}

function purposeIn(element: HTMLElement): AskedPurpose {
  const levels = [...element.querySelectorAll("input")].map(({ value }) => value).filter((level) => level !== "");
  return { purpose: element.dataset["purpose"] ?? "", levels };
}

/** What the page calls a field. */
export function labelOf(form: HTMLFormElement, name: string): string {
  const label = form.querySelector(`label[for="${name}"]`)?.cloneNode(true);
  if (!(label instanceof Element)) return name;
  label.querySelector(".number")?.remove();
  return label.textContent.trim();
}
