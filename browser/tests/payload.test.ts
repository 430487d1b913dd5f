import assert from "node:assert/strict";
import { test } from "node:test";

import { fromHex, toHex } from "../src/formats/bytes.ts";
import { Refused } from "../src/errors.ts";
import { padme, paddedLength } from "../src/age/padding.ts";
import { cleanName, framed, readFrame } from "../src/age/payload.ts";
import { json, jsonFiles } from "./vectors.ts";

interface Good {
  readonly frame: string;
  readonly name: string;
  readonly body: string;
  readonly floor: number;
}

const GOOD = jsonFiles<Good>("payload", "good-");
const BAD = jsonFiles<{ readonly frame: string }>("payload", "bad-");

test("no vector is missing, and the bad outnumber the good", () => {
  assert.deepEqual([GOOD.length, BAD.length], [10, 28]);
});

for (const { name, vector } of GOOD) {
  test(`reads and writes ${name}`, async () => {
    const read = readFrame(fromHex(vector.frame, "field"));
    const { blob, bodyOffset } = framed(vector.name, new Blob([fromHex(vector.body, "field")]), vector.floor);
    const written = new Uint8Array(await blob.arrayBuffer());

    assert.equal(read.name, vector.name);
    assert.equal(toHex(read.body), vector.body);
    assert.equal(toHex(written), vector.frame);
    assert.equal(toHex(written.subarray(bodyOffset, bodyOffset + vector.body.length / 2)), vector.body);
  });
}

for (const { name, vector } of BAD) {
  test(`refuses ${name}`, () => {
    assert.throws(() => readFrame(fromHex(vector.frame, "field")), Refused);
  });
}

test("cleans names as Python does", () => {
  const { names } = json<{ names: { given: string; cleaned: string }[] }>("payload/names.json");

  assert.ok(names.length > 10);
  for (const { given, cleaned } of names) assert.equal(cleanName(given), cleaned);
});

test("pads to the same lengths as Python, beyond 32 bits too", () => {
  const padded = json<{ length: number; floor: number; padded: number }[]>("padding/padded.json");

  assert.ok(padded.length > 20);
  for (const { length, floor, padded: wanted } of padded) assert.equal(paddedLength(length, floor), wanted);
});

test("padding is never more than twelve percent, never less than the length, and settles", () => {
  for (let length = 1; length < 2 ** 45; length = Math.ceil(length * 1.37) + 1) {
    const found = padme(length);

    assert.ok(found >= length && found <= length * 1.12);
    assert.equal(padme(found), found);
  }
});
