import assert from "node:assert/strict";
import { test } from "node:test";

import { sha256 } from "@noble/hashes/sha2.js";
import { Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";

import { concatenated, toHex, utf8 } from "../src/formats/bytes.ts";
import { Cancelled, Refused, Unavailable } from "../src/errors.ts";
import { open } from "../src/age/open.ts";
import { seal, sealedPayloadSize, type Sealed } from "../src/age/seal.ts";

const identity = await generateHybridIdentity();
const recipient = await identityToRecipient(identity);

async function whole(sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Blob([...sealed.parts]).arrayBuffer());
}

function pattern(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, place) => (place * 31 + (place >> 8)) % 251);
}

for (const size of [0, 1, 8192, 65_535, 65_536, 65_537, 131_072, 300_000, 700_001]) {
  test(`${size} bytes come back, by age-encryption's own reader too`, async () => {
    const plain = pattern(size);
    const pieces: Uint8Array[] = [];
    const sealed = await seal(new Blob([plain]), recipient, { onPlain: (piece) => pieces.push(piece.slice()) });
    const raw = await whole(sealed);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);

    assert.deepEqual(await open(raw, identity), plain);
    assert.deepEqual(new Uint8Array(await decrypter.decrypt(raw)), plain);
    assert.deepEqual(concatenated(...pieces), plain);
    assert.equal(sealed.size, raw.length);
    assert.equal(toHex(sealed.bodySha256), toHex(sha256(raw.subarray(-sealedPayloadSize(size)))));
  });
}

test("a larger file is read piece by piece", async () => {
  const pieces: number[] = [];
  await seal(new Blob([new Uint8Array(3_000_000)]), recipient, { onPlain: (piece) => pieces.push(piece.length) });

  assert.ok(Math.max(...pieces) <= 2 * 1024 * 1024);
  assert.ok(pieces.length > 1);
});

test("the same text is never sealed to the same bytes", async () => {
  const plain = new Blob(["in danger"]);
  const hashes = await Promise.all([1, 2, 3].map(async () => toHex((await seal(plain, recipient)).bodySha256)));

  assert.equal(new Set(hashes).size, 3);
});

for (const [name, wrong] of [
  ["a classic recipient", await identityToRecipient(await generateX25519Identity())],
  ["a recipient with a typing mistake", `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`],
  ["two recipients", `${recipient} ${recipient}`],
  ["a tagged recipient", "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e"],
  ["nothing", ""],
] as const) {
  test(`refuses to seal to ${name}`, async () => {
    await assert.rejects(seal(new Blob(["x"]), wrong), Refused);
  });
}

test("every changed byte is refused, and nothing but refused", async () => {
  const raw = await whole(await seal(new Blob(["in danger"]), recipient));
  for (let place = 0; place < raw.length; place += 13) {
    const changed = raw.slice();
    changed[place] = (changed[place] ?? 0) ^ 1;
    await assert.rejects(open(changed, identity), Refused, `byte ${place}`);
  }
});

test("a cut or longer file is refused", async () => {
  const raw = await whole(await seal(new Blob([pattern(70_000)]), recipient));
  for (const wrong of [raw.slice(0, -1), raw.slice(0, -4465), raw.slice(0, 40), concatenated(raw, utf8("x"))]) {
    await assert.rejects(open(wrong, identity), Refused);
  }
});

test("another identity, and a classic one, open nothing", async () => {
  const raw = await whole(await seal(new Blob(["in danger"]), recipient));

  await assert.rejects(open(raw, await generateHybridIdentity()), Refused);
  await assert.rejects(open(raw, await generateX25519Identity()), Refused);
});

test("sealing stops when the person cancels", async () => {
  const abort = new AbortController();
  const sealing = seal(new Blob([new Uint8Array(3_000_000)]), recipient, {
    onPlain: () => {
      abort.abort();
    },
    signal: abort.signal,
  });

  await assert.rejects(sealing, Cancelled);
});

test("a file that can no longer be read is told apart from a refusal", async () => {
  class Gone extends Blob {
    override slice(): Blob {
      return this;
    }
    override arrayBuffer(): Promise<ArrayBuffer> {
      return Promise.reject(new DOMException("gone", "NotReadableError"));
    }
  }

  await assert.rejects(seal(new Gone(["x"]), recipient), Unavailable);
});
