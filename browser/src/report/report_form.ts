/** What a person filled in on the report page, checked before anything is sealed. */

import { lettersOf } from "../formats/bytes.ts";
import { LONG_TEXT, SHORT_TEXT, type Answers } from "../letters/correspondence.ts";
import { Refused } from "../errors.ts";
import { AnswerTooLong, filledIn, type Asked, type Fields, type FilledIn } from "./questionnaire.ts";

const DANGER: readonly string[] = ["yes", "no", "unsure"];
const CONTACT: readonly string[] = ["mailbox", "other", "no"];

/** The five first questions, and all that goes beyond them. */
export interface FilledReport {
  readonly answers: Answers;
  readonly beyond: FilledIn;
}

/**
 * The fields as what is sent; refused if there is nothing at all, or more than an officer's program would read.
 *
 * `labelOf` names a field in the words of the page.
 */
export function readReport(fields: Fields, asked: Asked, hasFiles: boolean, labelOf: (name: string) => string): FilledReport {
  const answer = (name: string): string => fields.get(name) ?? "";
  const answers: Answers = {
    what: answer("what"),
    when: answer("when"),
    where: answer("where"),
    state: answer("state"),
    danger: oneOf(DANGER, answer("danger"), "unsure"),
    danger_who: answer("danger_who"),
    contact: oneOf(CONTACT, answer("contact"), "mailbox"),
    contact_how: answer("contact_how"),
  };
  for (const [name, text] of Object.entries(answers) as [string, string][]) {
    const longest = name === "what" ? LONG_TEXT : SHORT_TEXT;
    if (lettersOf(text).length > longest) throw new AnswerTooLong(labelOf(name));
  }
  const beyond = filledIn(asked, fields);
  if (!hasFiles && !saysSomething(answers, beyond)) throw new Refused("empty");
  return { answers, beyond };
}

/** Danger alone is a report; an agreement alone is none. */
function saysSomething(answers: Answers, beyond: FilledIn): boolean {
  const { what, when, where, state, danger_who, contact_how } = answers;
  const hasWords = [what, when, where, state, danger_who, contact_how].some((text) => text.trim() !== "");
  return answers.danger === "yes" || hasWords || Object.keys(beyond.more).length > 0 || beyond.limits !== "";
}

function oneOf(choices: readonly string[], value: string, otherwise: string): string {
  return choices.includes(value) ? value : otherwise;
}
