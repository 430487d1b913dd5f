/** The five first questions as a person answered them in a form; the same on the gate's page and offline. */

import { lettersOf } from "./bytes.ts";
import { LONG_TEXT, SHORT_TEXT, type Answers } from "./correspondence.ts";
import { Refused } from "./errors.ts";
import type { Fields } from "./questionnaire.ts";

const DANGER: readonly string[] = ["yes", "no", "unsure"];
const CONTACT: readonly string[] = ["mailbox", "other", "no"];

/** The answers in `fields`; refused if one is more than an officer's program would read. */
export function firstAnswers(fields: Fields): Answers {
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
  const { what, ...others } = answers;
  const isLong = lettersOf(what).length > LONG_TEXT;
  if (isLong || Object.values(others).some((text) => lettersOf(text).length > SHORT_TEXT)) throw new Refused("tooLong");
  return answers;
}

/** Whether nothing was said at all; that somebody is in danger is something. */
export function areEmpty({ danger, contact, ...texts }: Answers): boolean {
  return danger !== "yes" && contact !== "other" && Object.values(texts).every((text) => text.trim() === "");
}

function oneOf(choices: readonly string[], value: string, otherwise: string): string {
  return choices.includes(value) ? value : otherwise;
}
