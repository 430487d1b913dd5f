import assert from "node:assert/strict";
import { test } from "node:test";

import { fromHex } from "../src/formats/bytes.ts";
import { SpareWork } from "../src/report/spare_work.ts";
import { workBits } from "../src/letters/work.ts";

const NOTICE = new Uint8Array(32).fill(7);

/** Slices run when the test says so. */
function idle(): { wait: (slice: () => void) => void; run: (times: number) => void; waiting: (() => void)[] } {
  const waiting: (() => void)[] = [];
  const run = (times: number): void => {
    for (let time = 0; time < times; time++) waiting.shift()?.();
  };
  return { wait: (slice) => waiting.push(slice), run, waiting };
}

test("sending at once takes along no work and waits for none", () => {
  const work = new SpareWork(NOTICE, idle().wait);
  work.start();

  assert.equal(work.take().work, 0);
});

test("what was reached is work for just this report and notice", () => {
  const time = idle();
  const spare = new SpareWork(NOTICE, time.wait);
  spare.start();
  time.run(20);

  const { id, work } = spare.take();

  // In 10,000 tries the best has fewer than 8 bits only once in 10^17.
  assert.ok(workBits(fromHex(id, "field"), NOTICE, work) >= 8);
});

test("what is sealed later has another id, so that it is not taken for a copy", () => {
  const time = idle();
  const spare = new SpareWork(NOTICE, time.wait);
  spare.start();
  time.run(5);

  const first = spare.take();
  const second = spare.take();

  assert.notEqual(first.id, second.id);
  assert.equal(second.work, 0);
  assert.equal(time.waiting.length, 1);
});

test("a page that is left works no more", () => {
  const time = idle();
  const spare = new SpareWork(NOTICE, time.wait);
  spare.start();
  spare.end();

  time.run(3);

  assert.equal(time.waiting.length, 0);
  assert.equal(spare.take().work, 0);
});
