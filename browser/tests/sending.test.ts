import assert from "node:assert/strict";
import { test } from "node:test";

import { Cancelled, Refused, Unavailable } from "../src/errors.ts";
import type { Answer } from "../src/sending/gate_client.ts";
import { outgoing, send, type Outgoing, type Way } from "../src/sending/sending.ts";

const LOST: Answer = { status: 0, text: "" };
const BUSY: Answer = { status: 503, text: '{"error":"The disk is full.","advice":"Come back later."}' };
const HELD: Answer = { status: 201, text: '{"placed":[{},{}]}' };
const REFUSED: Answer = { status: 400, text: '{"error":"This notice is too old.","advice":"Load the page again."}' };

/** A gate that gives these answers in turn, and what it was sent. */
function gate(answers: Answer[]): { way: Way; sent: { body: Blob; key: string }[]; pauses: number[] } {
  const sent: { body: Blob; key: string }[] = [];
  const pauses: number[] = [];
  const way: Way = {
    post: (body, key) => {
      sent.push({ body, key });
      return Promise.resolve(answers.shift() ?? LOST);
    },
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    onWaiting: () => undefined,
    signal: new AbortController().signal,
  };
  return { way, sent, pauses };
}

function letter(): Outgoing {
  return outgoing({ body: new Blob(["sealed"]), envelopes: 2, hasUploads: false });
}

test("is done when the gate names a place for each envelope", async () => {
  const { way, sent } = gate([HELD]);

  await send(letter(), way);

  assert.equal(sent.length, 1);
});

test("sends the same bytes under the same key until an answer comes", async () => {
  const { way, sent, pauses } = gate([LOST, BUSY, HELD]);

  await send(letter(), way);

  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map(({ body }) => body)).size, 1);
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1);
  assert.match(sent[0]?.key ?? "", /^[0-9a-f]{64}$/);
  assert.equal(pauses.length, 2);
});

test("gives up after the last try, and can be sent again under its key", async () => {
  const out = letter();
  const lost = gate([]);
  await assert.rejects(send(out, lost.way), Unavailable);

  const found = gate([HELD]);
  await send(out, found.way);

  assert.equal(lost.sent.length, 4);
  assert.equal(found.sent[0]?.key, lost.sent[0]?.key);
});

test("a refusal is final, in the gate's own words", async () => {
  const { way, sent } = gate([REFUSED, HELD]);

  await assert.rejects(send(letter(), way), (error) => {
    assert.ok(error instanceof Refused);
    assert.equal(error.message, "This notice is too old.");
    assert.equal(error.advice, "Load the page again.");
    return true;
  });
  assert.equal(sent.length, 1);
});

for (const text of ["", "<html>", "null", "{}", '{"placed":[{}]}', '{"placed":{"length":2}}']) {
  test(`an answer that does not name every envelope is none: ${text}`, async () => {
    const wrong = { status: 201, text };
    await assert.rejects(send(letter(), gate([wrong, wrong, wrong, wrong]).way), Unavailable);
  });
}

test("words of something that is not our gate are not shown", async () => {
  const portal = { status: 403, text: "<h1>Pay here</h1>" };

  await assert.rejects(send(letter(), gate([portal]).way), (error) => {
    assert.ok(error instanceof Refused);
    assert.doesNotMatch(error.message + error.advice, /Pay/);
    return true;
  });
});

test("a cancelled letter is not sent", async () => {
  const { way, sent } = gate([HELD]);

  await assert.rejects(send(letter(), { ...way, signal: AbortSignal.abort() }), Cancelled);

  assert.equal(sent.length, 0);
});

test("each letter has a key of its own", () => {
  assert.notEqual(letter().idempotencyKey, letter().idempotencyKey);
});
