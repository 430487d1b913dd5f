import assert from "node:assert/strict";
import { test } from "node:test";

import { sha256 } from "@noble/hashes/sha2.js";
import { generateHybridIdentity, identityToRecipient } from "age-encryption";

import { Attachment, OtherBytes, type Mark } from "../src/age/attachment.ts";
import { concatenated, type Bytes } from "../src/formats/bytes.ts";
import { Unavailable } from "../src/errors.ts";
import { open } from "../src/age/open.ts";
import { readFrame } from "../src/age/payload.ts";
import { newFileSeal } from "../src/age/seal.ts";

const identity = await generateHybridIdentity();
const recipient = await identityToRecipient(identity);
const SIZE = 3_000_000;
const NAME = "night.mp4";

function film(change: (raw: Bytes) => void = () => undefined, size = SIZE): File {
  const raw = Uint8Array.from({ length: size }, (_, place) => (place * 31 + (place >> 8)) % 251);
  change(raw);
  return new File([raw], NAME);
}

async function all(attachment: Attachment): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for await (const piece of attachment.pieces()) pieces.push(piece);
  return concatenated(...pieces);
}

/** What was given out before the attachment refused to go on. */
async function beforeRefusing(attachment: Attachment): Promise<number> {
  let given = 0;
  await assert.rejects(async () => {
    for await (const piece of attachment.pieces()) given += piece.length;
  }, OtherBytes);
  return given;
}

test("its length is known before its first byte, and its hashes are those of what was sealed", async () => {
  const seal = newFileSeal(recipient);
  const attachment = new Attachment(film(), seal);
  const announced = attachment.size;

  const raw = await all(attachment);

  const original = new Uint8Array(await film().arrayBuffer());
  const frame = readFrame(await open(raw, identity));
  assert.equal(raw.length, announced);
  assert.equal(frame.name, NAME);
  assert.deepEqual(frame.body, original);
  assert.deepEqual(attachment.reference(), {
    body: new Uint8Array(sha256(raw.subarray(seal.header.length))),
    name: NAME,
    size: SIZE,
    sha256: new Uint8Array(sha256(original)),
  });
});

test("its hashes are not told before all of it was given out", async () => {
  const attachment = new Attachment(film(), newFileSeal(recipient));
  await attachment.pieces().next();

  assert.throws(() => attachment.reference());
});

/** What is known of a file of which more than two thirds left, and the whole of it. */
async function begun(): Promise<{ seal: ReturnType<typeof newFileSeal>; mark: Mark; whole: Bytes }> {
  const seal = newFileSeal(recipient);
  const attachment = new Attachment(film(), seal);
  const pieces = attachment.pieces();
  const whole: Bytes[] = [];
  while (attachment.mark().sealed < 2_100_000) whole.push((await pieces.next()).value as Bytes);
  const mark = attachment.mark();
  for await (const piece of pieces) whole.push(piece);
  return { seal, mark, whole: concatenated(...whole) };
}

test("the same file goes on under its key with the same bytes", async () => {
  const { seal, mark, whole } = await begun();

  assert.deepEqual(await all(new Attachment(film(), seal, mark)), whole);
});

test("a file that was changed before the mark gives out nothing that ends at it", async () => {
  const { seal, mark } = await begun();
  for (const place of [0, 1_000_000, 2_000_000]) {
    const changed = film((raw) => {
      raw[place] = (raw[place] ?? 0) ^ 1;
    });

    assert.ok((await beforeRefusing(new Attachment(changed, seal, mark))) < mark.sealed);
  }
});

test("a file that grew only after what left may go on", async () => {
  const { seal, mark, whole } = await begun();
  const changed = film((raw) => {
    raw[SIZE - 1] = 99;
  });

  const again = await all(new Attachment(changed, seal, mark));

  assert.deepEqual(again.subarray(0, mark.sealed), whole.subarray(0, mark.sealed));
});

test("a file of another length or name does not go on", async () => {
  const { seal, mark } = await begun();

  await beforeRefusing(new Attachment(film(undefined, 1_000), seal, mark));
  await beforeRefusing(new Attachment(new File([film()], "other.mp4"), seal, mark));
});

test("a file that is cut while it is read is told apart from a refusal", async () => {
  class Cut extends File {
    override slice(): Blob {
      return new Blob(["short"]);
    }
  }

  // Not through the frame, which takes a copy of what a test's file holds.
  const { sealedPieces } = await import("../src/age/seal.ts");
  const pieces = sealedPieces(new Cut([new Uint8Array(100_000)], NAME), newFileSeal(recipient));
  await pieces.next();
  await assert.rejects(pieces.next(), Unavailable);
});
