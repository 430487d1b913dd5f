import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ENGLISH } from "../src/receipt/word_list.ts";

test("the packed list gives back each word of the published one", () => {
  const published = readFileSync("../src/unhindered/facts/wordlists/en.txt", "utf8").trim().split("\n");

  assert.equal(published.length, 2048);
  assert.deepEqual(ENGLISH, published);
});
