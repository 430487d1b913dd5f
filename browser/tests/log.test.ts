import assert from "node:assert/strict";
import { test } from "node:test";

import { sha256 } from "@noble/hashes/sha2.js";

import { bigEndian, concatenated, fromBase64, fromHex, toBase64, toHex, utf8 } from "../src/formats/bytes.ts";
import { Refused } from "../src/errors.ts";
import { openCheckpoint, requireIncluded, requireLeafOpens, tilePath } from "../src/formats/log.ts";
import { noteSigner, openNote, parseVerifier, signNote, verifierText } from "../src/formats/signed_note.ts";
import { json } from "./vectors.ts";

interface Notes {
  readonly opening: readonly { name: string; vkey: string; note: string; expect: string; text: string }[];
  readonly signing: readonly { name: string; key_name: string; seed: string; text: string; note: string }[];
  readonly verifier_keys: readonly { name: string; vkey: string; expect: string }[];
}

const notes = json<Notes>("log/signed_note.json");

test("no vector of notes is missing", () => {
  assert.deepEqual([notes.opening.length, notes.signing.length, notes.verifier_keys.length], [32, 1, 14]);
});

for (const { name, vkey, note, expect, text } of notes.opening) {
  test(`${expect === "opened" ? "opens" : "refuses"} a note: ${name}`, () => {
    const open = (): string => openNote(note, parseVerifier(vkey));
    if (expect === "opened") assert.equal(open(), text);
    else assert.throws(open, Refused);
  });
}

for (const { name, key_name, seed, text, note } of notes.signing) {
  test(`signs a note: ${name}`, () => {
    assert.equal(signNote(text, noteSigner(key_name, fromHex(seed, "field"))), note);
  });
}

for (const { name, vkey, expect } of notes.verifier_keys) {
  test(`${expect === "read" ? "reads" : "refuses"} a verifier key: ${name}`, () => {
    if (expect === "read") assert.equal(verifierText(parseVerifier(vkey)), vkey);
    else assert.throws(() => parseVerifier(vkey), Refused);
  });
}

interface Checkpoints {
  readonly parsing: readonly { name: string; text: string; expect: string; origin: string; size: number; root: string }[];
  readonly opening: readonly { name: string; vkey: string; note: string; expect: string }[];
}

const checkpoints = json<Checkpoints>("log/checkpoint.json");
for (const { name, text, expect, origin, size, root } of checkpoints.parsing) {
  test(`${expect === "read" ? "reads" : "refuses"} a checkpoint: ${name}`, () => {
    const signed = (): ReturnType<typeof openCheckpoint> => {
      const signer = noteSigner(text.split("\n")[0] ?? "", new Uint8Array(32));
      return openCheckpoint(signNote(text, signer), signer.verifier);
    };
    if (expect === "read") {
      const found = signed();
      assert.deepEqual([found.origin, found.size, toHex(found.root)], [origin, size, root]);
    } else {
      assert.throws(signed, Refused);
    }
  });
}

for (const { name, vkey, note, expect } of checkpoints.opening) {
  test(`${expect === "opened" ? "opens" : "refuses"} a checkpoint: ${name}`, () => {
    const open = (): unknown => openCheckpoint(note, parseVerifier(vkey));
    if (expect === "opened") open();
    else assert.throws(open, Refused);
  });
}

interface Leaf {
  readonly name: string;
  readonly kind: number;
  readonly clear: string;
  readonly header: string;
  readonly body: string;
  readonly salts: { readonly header: string; readonly body: string };
  readonly leaf: string;
  readonly expect: string;
}

// A held note does not say what kind it is of: it is a source's. Being asked for another kind cannot happen.
const leaves = json<{ cases: Leaf[] }>("log/leaves.json").cases.filter(({ name }) => !name.endsWith("of another kind"));

test("no vector of leaves is missing", () => {
  assert.equal(leaves.length, 39);
});

for (const vector of leaves) {
  // Only entries of sources have held notes: every other kind is refused here.
  const isOurs = vector.kind === 1 && vector.expect === "opened";
  test(`${isOurs ? "opens" : "refuses"} a leaf: ${vector.name}`, () => {
    const clear = fromHex(vector.clear, "field");
    const open = (): void => {
      requireLeafOpens(fromHex(vector.leaf, "field"), {
        saltHeader: fromHex(vector.salts.header, "field"),
        saltBody: fromHex(vector.salts.body, "field"),
        headerSha256: new Uint8Array(sha256(fromHex(vector.header, "field"))),
        bodySha256: new Uint8Array(
          sha256(concatenated(bigEndian(clear.length, 2), clear, fromHex(vector.body, "field"))),
        ),
      });
    };
    if (isOurs) open();
    else assert.throws(open, Refused);
  });
}

interface Inclusion {
  readonly vkey: string;
  readonly checkpoint: string;
  readonly tiles: Record<string, string>;
  readonly cases: readonly {
    readonly name: string;
    readonly index: number;
    readonly leaf: string;
    readonly replace?: Record<string, string | null>;
    readonly expect: string;
  }[];
}

const inclusion = json<Inclusion>("log/inclusion_in_tiles.json");
for (const { name, index, leaf, replace, expect } of inclusion.cases) {
  test(`inclusion in tiles, ${expect}: ${name}`, async () => {
    const tiles = { ...inclusion.tiles, ...replace };
    const checkpoint = openCheckpoint(inclusion.checkpoint, parseVerifier(inclusion.vkey));
    const found = requireIncluded(fromHex(leaf, "field"), index, checkpoint, (path) =>
      Promise.resolve(fromBase64(tiles[path] ?? "", "field")),
    );
    if (expect === "proved") await found;
    else await assert.rejects(found, Refused);
  });
}

interface Tiles {
  readonly paths: readonly { path: string; expect: string; level: number | null; index: number; width: number }[];
}

test("writes tile paths as C2SP has them", () => {
  const read = json<Tiles>("log/tiles.json").paths.filter(({ expect, level }) => expect === "read" && level !== null);

  assert.ok(read.length >= 6);
  for (const { path, level, index, width } of read) assert.equal(tilePath(level ?? 0, index, width), path);
});

/** A log of `size` leaves, all of its tiles, and its signed checkpoint, made the slow way. */
function logOf(size: number): { leaves: Uint8Array<ArrayBuffer>[]; tiles: Map<string, Uint8Array>; note: string } {
  const leaves = Array.from({ length: size }, (_, index) => utf8(`leaf ${index}`));
  const hashes = leaves.map((leaf) => sha256(concatenated(new Uint8Array([0]), leaf)));
  const tiles = new Map<string, Uint8Array>();
  let level: Uint8Array[] = hashes;
  for (let number = 0; level.length > 0; number++) {
    for (let start = 0; start < level.length; start += 256) {
      const part = level.slice(start, start + 256);
      tiles.set(tilePath(number, start / 256, part.length), concatenated(...part));
    }
    const whole = Math.floor(level.length / 256);
    level = Array.from({ length: whole }, (_, tile) => rootOf(level.slice(tile * 256, (tile + 1) * 256)));
  }
  const signer = noteSigner("gate.example/sealed", new Uint8Array(32));
  return { leaves, tiles, note: signNote(`gate.example/sealed\n${size}\n${toBase64(rootOf(hashes))}\n`, signer) };
}

/** RFC 6962, 2.1, word by word. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return only;
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return sha256(concatenated(new Uint8Array([1]), rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half))));
}

for (const size of [1, 2, 255, 256, 257, 511, 512, 700, 65_536, 65_537, 66_049]) {
  test(`an entry anywhere in a log of ${size} is proved, its neighbour in its place is not`, async () => {
    const { leaves, tiles, note } = logOf(size);
    const checkpoint = openCheckpoint(note, noteSigner("gate.example/sealed", new Uint8Array(32)).verifier);
    const read = (path: string): Promise<Uint8Array> => Promise.resolve(tiles.get(path) ?? new Uint8Array(0));
    for (const index of [0, 1, 255, 256, 65_535, 65_536, size - 1].filter((place) => place < size)) {
      const leaf = leaves[index] ?? new Uint8Array(0);
      await requireIncluded(leaf, index, checkpoint, read);
      const other = requireIncluded(leaf, index === 0 ? size - 1 : index - 1, checkpoint, read);
      if (size > 1) await assert.rejects(other, Refused);
      else await other;
    }
  });
}
