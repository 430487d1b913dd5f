/** The vectors of correspondence, notices and mailbox reads: the same bytes that Python reads and writes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, fromHex, toBase64, toHex, type Bytes } from "../src/formats/bytes.ts";
import type { Choice } from "../src/letters/consent_terms.ts";
import {
  composeMessage,
  composeReport,
  readFromMailbox,
  type Answer,
  type Answers,
  type AttachmentReference,
} from "../src/letters/correspondence.ts";
import { Cancelled, Refused } from "../src/errors.ts";
import {
  composeConsents,
  composeDecoy,
  composeRhythm,
  composeVisit,
  composeWithdrawal,
  type VisitState,
} from "../src/letters/letters.ts";
import { mailboxRequest } from "../src/mailbox/mailbox.ts";
import { readNotice } from "../src/formats/notice.ts";
import { deriveSourceKeys } from "../src/receipt/receipt.ts";
import { parseVerifier } from "../src/formats/signed_note.ts";
import { newestStatus } from "../src/letters/status.ts";
import { findWork, findWorkIn, workBits } from "../src/letters/work.ts";
import { json } from "./vectors.ts";

interface Content {
  readonly kind: string;
  readonly id: string;
  readonly notice: string;
  readonly language: string;
  readonly answers: Answers;
  readonly text: string;
  readonly questionnaire: string;
  readonly more: Readonly<Record<string, Answer>>;
  readonly consents: readonly Choice[];
  readonly limits: string;
  readonly work: number;
  readonly every_days: number;
  readonly grace_hours: number;
  readonly state: VisitState;
  readonly day: string;
  readonly attachments: readonly { body: string; name: string; size: number; sha256: string }[];
}
interface FromSource {
  readonly keys: { readonly institution_id: string };
  readonly decoy_keys: { readonly institution_id: string };
  readonly good: readonly { name: string; content: Content; body: string }[];
}
interface ToSource {
  readonly mailbox: string;
  readonly reply_keys: readonly string[];
  readonly good: readonly { name: string; frame: string; body: string }[];
  readonly bad: readonly { name: string; frame: string; body: string }[];
}
interface Work {
  readonly cases: readonly { id: string; notice: string; work: number; bits: number; first_with: number | null }[];
}
interface Notices {
  readonly today: string;
  readonly good: readonly { name: string; note: string; id: string }[];
  readonly bad: readonly { name: string; note: string }[];
}
interface Reads {
  readonly gate: string;
  readonly good: readonly { page: number; notice: string; body: string }[];
}

const SECRET = fromHex("000102030405060708090a0b0c0d0e0f", "field");
const notices = json<Notices>("institution/notice.json");
const toSource = json<ToSource>("correspondence/to_source.json");
const fromSource = json<FromSource>("correspondence/from_source.json");
const works = json<Work>("correspondence/work.json");
const reads = json<Reads>("institution/mailbox_read.json");
const keys = await deriveSourceKeys(SECRET, fromHex(fromSource.keys.institution_id, "field"));
const decoyKeys = await deriveSourceKeys(SECRET, fromHex(fromSource.decoy_keys.institution_id, "field"));
const notice = {
  ...readNotice(notices.good[0]?.note ?? "", notices.today),
  reply: toSource.reply_keys.map(parseVerifier),
};

function noticeWithId(id: string): typeof notice {
  return { ...notice, id: fromHex(id, "field") };
}

function attachmentsOf(content: Content): readonly AttachmentReference[] {
  return content.attachments.map((item) => ({
    ...item,
    body: fromHex(item.body, "field"),
    sha256: fromHex(item.sha256, "field"),
  }));
}

const COMPOSERS: Readonly<Record<string, (content: Content, sealedFor: typeof notice) => Bytes>> = {
  report: (content, sealedFor) =>
    composeReport(sealedFor, content.language, keys, content.answers, attachmentsOf(content), {
      id: content.id,
      questionnaire: content.questionnaire,
      more: content.more,
      consents: content.consents,
      limits: content.limits,
      work: content.work,
    }),
  message: (content, sealedFor) =>
    composeMessage(sealedFor, keys, content.text, attachmentsOf(content), content.id),
  consents: (content, sealedFor) => composeConsents(sealedFor, keys, content.consents, content.limits, content.id),
  withdrawal: (content, sealedFor) => composeWithdrawal(sealedFor, keys, content.text, content.id),
  rhythm: (content, sealedFor) =>
    composeRhythm(sealedFor, keys, content.every_days, content.grace_hours, content.id),
  visit: (content, sealedFor) => composeVisit(sealedFor, keys, content.state, content.day, content.id),
  decoy: (content, sealedFor) => composeDecoy(sealedFor, keys, decoyKeys, content.id),
};

for (const { name, content, body } of fromSource.good) {
  test(`composes ${name} byte for byte`, () => {
    const composed = COMPOSERS[content.kind]?.(content, noticeWithId(content.notice));

    assert.equal(toBase64(composed ?? new Uint8Array()), body);
  });
}

test("a report with nothing but its answers says nothing in the other fields", () => {
  const { content, body } =
    fromSource.good.find(({ name }) => name === "a report with next to nothing in it") ?? assert.fail();
  const { id, language, answers } = content;

  const composed = composeReport(noticeWithId(content.notice), language, keys, answers, [], { id });

  assert.equal(toBase64(composed), body);
});

test("no two letters have one id", () => {
  const [one, other] = [0, 1].map(() => toBase64(composeMessage(notice, keys, "x", [])));
  assert.notEqual(one, other);
});

function waiting(frame: string, body: string): string {
  const mailbox = fromHex(toSource.mailbox, "field");
  return readFromMailbox({ name: frame, body: fromBase64(body, "field") }, mailbox, notice).kind;
}

for (const { name, frame, body } of toSource.good) {
  test(`reads ${name} of the institution`, () => {
    assert.equal(`${waiting(frame, body)}.json`, frame);
  });
}

for (const { name, frame, body } of toSource.bad) {
  test(`refuses ${name} in the mailbox`, () => {
    assert.throws(() => waiting(frame, body), Refused);
  });
}

for (const { name, note, id } of notices.good) {
  test(`reads a notice with ${name}`, () => {
    assert.equal(toHex(readNotice(note, notices.today).id), id);
  });
}

for (const { name, note } of notices.bad) {
  test(`refuses a notice with ${name}`, () => {
    assert.throws(() => readNotice(note, notices.today), Refused);
  });
}

for (const { page, notice: id, body } of reads.good) {
  test(`asks for page ${page} of a mailbox byte for byte`, () => {
    assert.equal(toBase64(mailboxRequest(keys, { ...noticeWithId(id), gate: reads.gate }, page)), body);
  });
}

for (const { id, notice: noticeId, work, bits, first_with: first } of works.cases) {
  test(`counts and finds the work ${work} of ${id.slice(0, 2)}`, () => {
    const [report, sealedFor] = [fromHex(id, "field"), fromHex(noticeId, "field")];

    assert.equal(workBits(report, sealedFor, work), bits);
    if (first === null) return;
    assert.equal(findWorkIn(report, sealedFor, first, 1, work), work);
    assert.equal(findWorkIn(report, sealedFor, first, 1, work - 1), 0);
  });
}

test("finds work in slices, and the same as in one piece", async () => {
  const [report, sealedFor] = [new Uint8Array(16).fill(7), new Uint8Array(32).fill(8)];
  const seen: number[] = [];
  const options = { most: 50_000, onTries: (tries: number): void => void seen.push(tries) };

  const work = await findWork(report, sealedFor, 12, options);

  assert.equal(work, findWorkIn(report, sealedFor, 12, 1, 50_000));
  assert.ok(work > 0 && workBits(report, sealedFor, work) >= 12);
  assert.deepEqual(seen, seen.slice().sort((one, other) => one - other));
});

test("gives up after so many tries", async () => {
  assert.equal(await findWork(new Uint8Array(16), new Uint8Array(32), 200, { most: 1_500 }), 0);
});

test("stops at once where the person cancels", async () => {
  const cancel = new AbortController();
  const onTries = (): void => {
    cancel.abort();
  };
  const looking = findWork(new Uint8Array(16), new Uint8Array(32), 200, { most: 1e9, signal: cancel.signal, onTries });
  await assert.rejects(looking, Cancelled);
});

test("the newest status counts, and of one day the last that came", () => {
  const status = (on: string, withdrawn: boolean): { kind: string; on: string; withdrawn: boolean } => ({
    kind: "status",
    on,
    withdrawn,
  });
  const found = [status("2026-11-24", false), status("2026-11-25", false), status("2026-11-25", true), status("2026-11-20", false)];

  assert.equal(newestStatus(found), found[2]);
  assert.equal(newestStatus([{ kind: "reply" }]), null);
});
