/** A draft in this browser: sealed, opened by its pass-phrase, kept by one tab, erased when it is sent. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Decrypter } from "age-encryption";

import { readHeader } from "../src/age/age_header.ts";
import { fromBase64, fromUtf8, toHex } from "../src/formats/bytes.ts";
import { Draft } from "../src/draft/draft.ts";
import { composeDraft, readDraft } from "../src/draft/content.ts";
import type { Texts } from "../src/draft/storage.ts";
import { Refused } from "../src/errors.ts";
import type { Target, UnderWay } from "../src/sending/kept_uploads.ts";
import type { Notice } from "../src/formats/notice.ts";

const PASSPHRASE = "six fictional words nobody would guess";
const FIELDS = { what: ["A guard beat Ada Fictional.\nنص"], danger: ["yes"], more: ["a", "b"] };
const target: Target = { notice: { id: new Uint8Array(32).fill(7) } as unknown as Notice, base: "" };

class Memory implements Texts {
  readonly kept = new Map<string, string>();
  isFull = false;

  getItem(name: string): string | null {
    return this.kept.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    if (this.isFull && text.length > 100) throw new DOMException("full", "QuotaExceededError");
    this.kept.set(name, text);
  }

  removeItem(name: string): void {
    this.kept.delete(name);
  }
}

function underWay(changes: Partial<UnderWay> = {}): UnderWay {
  return {
    base: "",
    notice: toHex(target.notice.id),
    name: "night.mp4",
    size: 11,
    seal: { header: new Uint8Array(70).fill(1), fileKey: new Uint8Array(16).fill(2), nonce: new Uint8Array(16).fill(3) },
    url: "https://gate.example/uploads/00",
    mark: { sealed: 86, sha256: new Uint8Array(32).fill(4) },
    ...changes,
  };
}

function film(size = 11): File {
  return new File([new Uint8Array(size)], "night.mp4");
}

test("after a reload the pass-phrase brings the words back, and what was under way", async () => {
  const texts = new Memory();
  const draft = await Draft.begin(texts, PASSPHRASE, {});
  await draft.keep(FIELDS);
  await draft.note(underWay());

  const again = await Draft.open(texts, ` ${PASSPHRASE}\n`);

  assert.deepEqual(again.fields, FIELDS);
  assert.equal(again.find(film(12), target), null);
  assert.equal(again.find(film(), { ...target, base: "/at/other" }), null);
  assert.deepEqual(again.find(film(), target), underWay());
  // Two files of one name may not go on with one upload.
  assert.equal(again.find(film(), target), null);
});

test("what is kept is an age file that the pass-phrase opens, and shows nothing of what is in it", async () => {
  const texts = new Memory();
  await Draft.begin(texts, PASSPHRASE, FIELDS);
  const raw = fromBase64(texts.getItem("unhindered-draft") ?? "", "field");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PASSPHRASE);

  const content = readDraft(new Uint8Array(await decrypter.decrypt(raw)));

  assert.deepEqual(content, { fields: FIELDS, underWay: [] });
  assert.ok(!fromUtf8(raw.map((byte) => byte & 0x7f), "field").includes("Fictional"));
});

test("it is never kept twice under one key", async () => {
  const texts = new Memory();
  const kept: string[] = [];
  const draft = await Draft.begin(texts, PASSPHRASE, FIELDS);
  for (let times = 0; times < 3; times++) {
    await draft.keep(FIELDS);
    kept.push(texts.getItem("unhindered-draft") ?? "");
  }

  const raw = kept.map((text) => fromBase64(text, "field"));
  const nonces = await Promise.all(
    raw.map(async (file) => {
      const { size } = await readHeader(file);
      return toHex(file.subarray(size, size + 16));
    }),
  );
  assert.equal(new Set(nonces).size, 3);
});

test("another pass-phrase, a short one, and no draft at all are told apart", async () => {
  const texts = new Memory();
  await assert.rejects(Draft.open(texts, PASSPHRASE), { message: "draftNone" });
  await assert.rejects(Draft.begin(texts, "fifteen letters", FIELDS), { message: "draftShort" });
  await Draft.begin(texts, PASSPHRASE, FIELDS);

  await assert.rejects(Draft.open(texts, `${PASSPHRASE}.`), { message: "draftWrong" });
  await assert.rejects(Draft.begin(texts, PASSPHRASE, FIELDS), { message: "draftExists" });
});

test("something else in its place is refused", async () => {
  for (const text of ["", "x", "AAAA", "YWdlLWVuY3J5cHRpb24ub3JnL3Yx"]) {
    const texts = new Memory();
    texts.setItem("unhindered-draft", text);
    await assert.rejects(Draft.open(texts, PASSPHRASE), Refused);
  }
});

for (const [name, json] of Object.entries({
  "of another kind": '{"fields":{},"kind":"report","uploads":[],"v":1}',
  "with a field too many": '{"fields":{},"kind":"draft","more":1,"uploads":[],"v":1}',
  "with answers that are no texts": '{"fields":{"what":[1]},"kind":"draft","uploads":[],"v":1}',
  "with an upload that lacks its key": '{"fields":{},"kind":"draft","uploads":[{}],"v":1}',
})) {
  test(`a draft ${name} is refused`, () => {
    assert.throws(() => readDraft(new TextEncoder().encode(json)), Refused);
  });
}

test("a draft reads back as it was composed", () => {
  const content = { fields: FIELDS, underWay: [underWay()] };

  assert.deepEqual(readDraft(composeDraft(content)), content);
});

test("once another tab has opened it, this one keeps nothing more", async () => {
  const texts = new Memory();
  const here = await Draft.begin(texts, PASSPHRASE, { what: ["here"] });
  const there = await Draft.open(texts, PASSPHRASE);

  assert.equal(await here.note(underWay()), "draftElsewhere");
  assert.equal(await there.keep({ what: ["there"] }), null);

  const again = await Draft.open(texts, PASSPHRASE);
  assert.deepEqual(again.fields, { what: ["there"] });
});

test("a wrong pass-phrase in another tab stops nothing here", async () => {
  const texts = new Memory();
  const here = await Draft.begin(texts, PASSPHRASE, { what: ["here"] });

  await assert.rejects(Draft.open(texts, `${PASSPHRASE}.`), { message: "draftWrong" });

  assert.equal(await here.note(underWay()), null);
});

test("what the other tab kept while the pass-phrase was checked is in what is opened", async () => {
  const texts = new Memory();
  const here = await Draft.begin(texts, PASSPHRASE, { what: ["here"] });

  const opening = Draft.open(texts, PASSPHRASE);
  const kept = here.keep({ what: ["later"] });
  const [there, problem] = await Promise.all([opening, kept]);

  assert.ok(problem === "draftElsewhere" || there.fields["what"]?.[0] === "later");
});

test("a browser that has no room for it is told apart", async () => {
  const texts = new Memory();
  const draft = await Draft.begin(texts, PASSPHRASE, FIELDS);
  texts.isFull = true;

  assert.equal(await draft.note(underWay()), "draftFull");
});

test("what was dropped is not gone on with, and erased is erased", async () => {
  const texts = new Memory();
  const draft = await Draft.begin(texts, PASSPHRASE, FIELDS);
  await draft.note(underWay());
  draft.drop(underWay().url);
  await draft.keep(FIELDS);
  const again = await Draft.open(texts, PASSPHRASE);
  assert.equal(again.find(film(), target), null);

  again.erase();

  assert.equal(await again.keep(FIELDS), null);
  assert.deepEqual([...texts.kept], []);
});
