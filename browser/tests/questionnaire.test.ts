import assert from "node:assert/strict";
import { test } from "node:test";

import { AnswerTooLong, filledIn, filledJson, shownQuestions, type Asked, type Condition } from "../src/report/questionnaire.ts";
import { json } from "./vectors.ts";

interface Text {
  readonly en: string;
}

interface Questionnaire {
  readonly sections: readonly {
    readonly questions: readonly {
      readonly id: string;
      readonly kind: string;
      readonly label: Text;
      readonly choices: readonly { readonly id: string }[];
      readonly shown_if: Condition | null;
    }[];
  }[];
  readonly consents: { readonly purposes: Asked["purposes"]; readonly limits: Text };
}

interface Form {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly shown: readonly string[];
  readonly more: object;
  readonly consents: readonly object[];
  readonly limits: string;
  readonly too_long?: string;
  readonly long?: { readonly field: string; readonly letters: number };
}

const SHARED = json<{ questionnaire: Questionnaire; hash: string; forms: readonly Form[] }>("questionnaire/answers.json");

/** What the page tells the script of this questionnaire. */
const ASKED: Asked = {
  hash: SHARED.hash,
  questions: SHARED.questionnaire.sections.flatMap(({ questions }) =>
    questions.map(({ id, kind, label, choices, shown_if }) => ({
      id,
      kind,
      label: label.en,
      choices: choices.map((choice) => choice.id),
      shownIf: shown_if,
    })),
  ),
  purposes: SHARED.questionnaire.consents.purposes,
  limitsLabel: SHARED.questionnaire.consents.limits.en,
};

for (const form of SHARED.forms.filter(({ too_long }) => too_long === undefined)) {
  test(`a form says what the person saw and answered: ${form.name}`, () => {
    const fields = new Map(Object.entries(form.fields));

    const { questionnaire, ...said } = filledJson(filledIn(ASKED, fields));

    assert.deepEqual(shownQuestions(ASKED, fields).map(({ id }) => id), form.shown);
    assert.deepEqual(said, { more: form.more, consents: form.consents, limits: form.limits });
    const isEmpty = Object.keys(form.more).length === 0 && form.consents.length === 0 && form.limits === "";
    assert.equal(questionnaire, isEmpty ? "" : SHARED.hash);
  });
}

for (const form of SHARED.forms.filter(({ too_long }) => too_long !== undefined)) {
  test(`an answer that is too long is named by its question: ${form.name}`, () => {
    const { field, letters } = form.long ?? { field: "", letters: 0 };
    const fields = new Map([...Object.entries(form.fields), [field, "\u{1f56f}".repeat(letters)]]);

    assert.throws(
      () => filledIn(ASKED, fields),
      (error) => error instanceof AnswerTooLong && error.question === form.too_long,
    );
  });
}

test("none of the forms of the shared file is left out", () => {
  assert.equal(SHARED.forms.length, 14);
});
