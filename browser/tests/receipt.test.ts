import assert from "node:assert/strict";
import { test } from "node:test";

import { fromHex, toHex } from "../src/formats/bytes.ts";
import { Refused } from "../src/errors.ts";
import { deriveSourceKeys, nearMisses, newSecret, numbersOfReceipt, readReceipt, wordsOf } from "../src/receipt/receipt.ts";
import { ENGLISH } from "../src/receipt/word_list.ts";
import { json, jsonFiles, wordList } from "./vectors.ts";

const LISTS = [ENGLISH, ...["es", "fr", "pt", "ru", "tr", "zh"].map(wordList)];

interface Good {
  readonly text: string;
  readonly secret: string;
  readonly words: readonly string[];
  readonly numbers: readonly number[];
  readonly keys: readonly Record<string, string>[];
}

interface Bad {
  readonly text: string;
  readonly near_misses: readonly string[];
}

const GOOD = jsonFiles<Good>("receipt", "good-");
const BAD = jsonFiles<Bad>("receipt", "bad-");

test("no vector is missing, and the bad outnumber the good", () => {
  assert.deepEqual([GOOD.length, BAD.length], [30, 39]);
});

for (const { name, vector } of GOOD) {
  test(`reads ${name}`, async () => {
    const secret = readReceipt(vector.text, ...LISTS);

    assert.equal(toHex(secret), vector.secret);
    assert.deepEqual(wordsOf(secret, ENGLISH), vector.words);
    assert.deepEqual(numbersOfReceipt(secret), vector.numbers);
    assert.deepEqual(nearMisses(vector.text, ...LISTS), []);
    for (const wanted of vector.keys) {
      const keys = await deriveSourceKeys(secret, fromHex(wanted["institution_id"] ?? "", "field"));
      assert.equal(toHex(keys.mailboxSeed), wanted["mailbox_seed"]);
      assert.equal(toHex(keys.mailboxPublicKey), wanted["mailbox_public_key"]);
      assert.equal(toHex(keys.signingSeed), wanted["signing_seed"]);
      assert.equal(toHex(keys.signingPublicKey), wanted["signing_public_key"]);
      assert.equal(keys.recipient, wanted["recipient"]);
    }
  });
}

for (const { name, vector } of BAD) {
  test(`refuses ${name}, with the same guesses`, () => {
    assert.throws(() => readReceipt(vector.text, ...LISTS), Refused);
    if (vector.text.length <= 1000) assert.deepEqual(nearMisses(vector.text, ...LISTS), vector.near_misses);
    else assert.throws(() => nearMisses(vector.text, ...LISTS), Refused);
  });
}

test("the first twelve words are those of published BIP 39 vectors", () => {
  const { vectors } = json<{ vectors: { entropy: string; mnemonic: string }[] }>("receipt/bip39_published.json");

  assert.ok(vectors.length >= 4);
  for (const { entropy, mnemonic } of vectors) {
    assert.equal(wordsOf(fromHex(entropy, "field"), ENGLISH).slice(0, 12).join(" "), mnemonic);
  }
});

test("every new receipt can be read back, and no two are alike", () => {
  const secrets = Array.from({ length: 50 }, newSecret);

  for (const secret of secrets) assert.deepEqual(readReceipt(wordsOf(secret, ENGLISH).join(" "), ENGLISH), secret);
  assert.equal(new Set(secrets.map(toHex)).size, secrets.length);
});

test("words of every list are read, whichever list comes first", () => {
  for (const list of LISTS) {
    const secret = newSecret();
    for (const first of LISTS) assert.deepEqual(readReceipt(wordsOf(secret, list).join(" "), first, ...LISTS), secret);
  }
});

test("the packed list is the published one", () => {
  assert.deepEqual(ENGLISH, wordList("en"));
});
