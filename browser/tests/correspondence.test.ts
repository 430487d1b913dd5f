/** The vectors of correspondence, notices and mailbox reads: the same bytes that Python reads and writes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, fromHex, toBase64, toHex } from "../src/bytes.ts";
import { composeMessage, composeReport, readFromMailbox, type Answers } from "../src/correspondence.ts";
import { Refused } from "../src/errors.ts";
import { mailboxRequest } from "../src/mailbox.ts";
import { readNotice } from "../src/notice.ts";
import { deriveSourceKeys } from "../src/receipt.ts";
import { parseVerifier } from "../src/signed_note.ts";
import { json } from "./vectors.ts";

interface Content {
  readonly kind: string;
  readonly id: string;
  readonly notice: string;
  readonly language: string;
  readonly answers: Answers;
  readonly text: string;
  readonly attachments: readonly { body: string; name: string; size: number; sha256: string }[];
}
interface FromSource {
  readonly keys: { readonly institution_id: string };
  readonly good: readonly { name: string; content: Content; body: string }[];
}
interface ToSource {
  readonly mailbox: string;
  readonly reply_keys: readonly string[];
  readonly good: readonly { name: string; frame: string; body: string }[];
  readonly bad: readonly { name: string; frame: string; body: string }[];
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
const reads = json<Reads>("institution/mailbox_read.json");
const keys = await deriveSourceKeys(SECRET, fromHex(fromSource.keys.institution_id, "field"));
const notice = {
  ...readNotice(notices.good[0]?.note ?? "", notices.today),
  reply: toSource.reply_keys.map(parseVerifier),
};

function noticeWithId(id: string): typeof notice {
  return { ...notice, id: fromHex(id, "field") };
}

for (const { name, content, body } of fromSource.good) {
  test(`composes ${name} byte for byte`, () => {
    const attachments = content.attachments.map((item) => ({
      ...item,
      body: fromHex(item.body, "field"),
      sha256: fromHex(item.sha256, "field"),
    }));
    const { id, language, answers, text } = content;
    const sealedFor = noticeWithId(content.notice);
    const composed =
      content.kind === "report"
        ? composeReport(sealedFor, language, keys, answers, attachments, id)
        : composeMessage(sealedFor, keys, text, attachments, id);

    assert.equal(toBase64(composed), body);
  });
}

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
