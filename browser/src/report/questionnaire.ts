/**
 * The questions beyond the first five: which of them are shown, and what a person's answers say.
 *
 * The same rules as `core/questionnaire/answers.py`, held by vectors/questionnaire/answers.json. The questions
 * themselves stand in the page, in its language; this script reads there only how each is answered.
 */

import { lettersOf } from "../formats/bytes.ts";
import type { Json } from "../formats/canonical.ts";
import { LEVELS, PURPOSES, type Choice } from "../letters/consent_terms.ts";
import { Refused } from "../errors.ts";

export type Condition =
  | { readonly question: string; readonly any_of: readonly string[] }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export interface AskedQuestion {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly choices: readonly string[];
  readonly shownIf: Condition | null;
}

export interface AskedPurpose {
  readonly purpose: string;
  readonly levels: readonly string[];
}

export interface Asked {
  readonly hash: string;
  readonly questions: readonly AskedQuestion[];
  readonly purposes: readonly AskedPurpose[];
  readonly limitsLabel: string;
}

/** What goes into a report; `questionnaire` is empty where nothing of it was answered. */
export interface FilledIn {
  readonly questionnaire: string;
  readonly more: Readonly<Record<string, string | readonly string[]>>;
  readonly consents: readonly Choice[];
  readonly limits: string;
}

/** An answer is longer than an officer's program reads; `question` is what the page calls it. */
export class AnswerTooLong extends Refused {
  constructor(readonly question: string) {
    super("tooLongAnswer", { question });
  }
}

export type Fields = ReadonlyMap<string, string>;

const LONGEST: Readonly<Record<string, number>> = { text: 2_000, long: 100_000, date: 200 };
const LONGEST_LIMITS = 2_000;
const FIRST_CHOICES: Readonly<Record<string, readonly string[]>> = {
  danger: ["yes", "no", "unsure"],
  contact: ["mailbox", "other", "no"],
};

/** The questions whose conditions hold; what was chosen in a hidden one counts for nothing. */
export function shownQuestions(asked: Asked, fields: Fields): AskedQuestion[] {
  const made = new Map<string, readonly string[]>();
  for (const [name, choices] of Object.entries(FIRST_CHOICES)) {
    made.set(name, choices.filter((choice) => choice === fields.get(name)));
  }
  return asked.questions.filter((question) => {
    if (!holds(question.shownIf, made)) return false;
    made.set(question.id, chosen(question, fields));
    return true;
  });
}

/** What the fields of a form say; refused, with the question's label, where an answer is too long. */
export function filledIn(asked: Asked, fields: Fields): FilledIn {
  const more: Record<string, string | readonly string[]> = {};
  for (const question of shownQuestions(asked, fields)) {
    const answer = answerTo(question, fields);
    if (answer.length > 0) more[question.id] = answer;
  }
  const consents = asked.purposes.flatMap((one) => consentTo(one, fields));
  const limits = shortEnough(fields.get("limits") ?? "", LONGEST_LIMITS, asked.limitsLabel);
  const isEmpty = Object.keys(more).length === 0 && consents.length === 0 && limits === "";
  return { questionnaire: isEmpty ? "" : asked.hash, more, consents, limits };
}

/** The parts of a report's JSON that these are. */
export function filledJson(filled: FilledIn): Record<"questionnaire" | "more" | "consents" | "limits", Json> {
  return {
    questionnaire: filled.questionnaire,
    more: { ...filled.more },
    consents: filled.consents.map(({ purpose, level }) => ({ purpose, level })),
    limits: filled.limits,
  };
}

function holds(condition: Condition | null, made: ReadonlyMap<string, readonly string[]>): boolean {
  if (condition === null) return true;
  if ("all" in condition) return condition.all.every((part) => holds(part, made));
  if ("any" in condition) return condition.any.some((part) => holds(part, made));
  if ("not" in condition) return !holds(condition.not, made);
  return condition.any_of.some((choice) => made.get(condition.question)?.includes(choice) ?? false);
}

function answerTo(question: AskedQuestion, fields: Fields): string | readonly string[] {
  if (question.choices.length > 0) return chosen(question, fields);
  return shortEnough(fields.get(`q.${question.id}`) ?? "", LONGEST[question.kind] ?? 0, question.label);
}

function chosen(question: AskedQuestion, fields: Fields): readonly string[] {
  const name = `q.${question.id}`;
  if (question.kind === "choices") {
    return question.choices.filter((choice) => (fields.get(`${name}.${choice}`) ?? "") !== "");
  }
  return question.choices.filter((choice) => choice === fields.get(name));
}

function consentTo(asked: AskedPurpose, fields: Fields): Choice[] {
  const given = fields.get(`consent.${asked.purpose}`) ?? "";
  const purpose = PURPOSES.find((one) => one === asked.purpose);
  const level = LEVELS.find((one) => one === given);
  return purpose === undefined || level === undefined || !asked.levels.includes(given) ? [] : [{ purpose, level }];
}

/** A text as it is, or empty where it has only spaces. */
function shortEnough(text: string, longest: number, question: string): string {
  if (lettersOf(text).length > longest) throw new AnswerTooLong(question);
  return text.trim() === "" ? "" : text;
}
