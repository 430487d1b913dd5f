/** All C2SP vectors of age, counted so that none is skipped in silence. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sha256 } from "@noble/hashes/sha2.js";

import { fromHex, toHex } from "../src/formats/bytes.ts";
import { Refused } from "../src/errors.ts";
import { open, openWith } from "../src/age/open.ts";
import { ageFile, ageVectors, json, type AgeVector } from "./vectors.ts";

const HYBRID = "AGE-SECRET-KEY-PQ-1";
// What does not depend on the recipient's kind: run with the file key that the vector names.
const OF_EVERY_FILE = /^(empty|header_|hmac_|stanza_|stream_|version_)/;
// Opened by age, refused by us: the classic recipient voids the protection of the other.
const STRICTER = "hybrid_and_x25519";

function kindOf({ name, fields }: AgeVector): "hybrid" | "any" | "armor" | "scrypt" | "classic" {
  if (fields.get("armored") === "yes") return "armor";
  if (fields.has("passphrase")) return "scrypt";
  if (OF_EVERY_FILE.test(name)) return "any";
  return fields.get("identity")?.startsWith(HYBRID) === true ? "hybrid" : "classic";
}

async function opened(vector: AgeVector): Promise<string> {
  const { fields, file } = vector;
  const fileKey = fromHex(fields.get("file key") ?? "", "field");
  const plain =
    kindOf(vector) === "any"
      ? await openWith(file, () => fileKey)
      : await open(file, fields.get("identity") ?? "");
  return toHex(sha256(plain));
}

test("every vector is of a kind that is counted", () => {
  const count: Record<string, number> = {};
  ageVectors().forEach((vector) => {
    count[kindOf(vector)] = (count[kindOf(vector)] ?? 0) + 1;
  });

  // Not for this bundle, and refused by it: armor (mailboxes hold none), scrypt and X25519 (a source has neither).
  assert.deepEqual(count, { armor: 33, any: 53, hybrid: 18, scrypt: 25, classic: 14 });
});

for (const vector of ageVectors()) {
  const isOurs = ["hybrid", "any"].includes(kindOf(vector));
  if (isOurs && vector.fields.get("expect") === "success" && vector.name !== STRICTER) {
    test(`opens ${vector.name}`, async () => {
      assert.equal(await opened(vector), vector.fields.get("payload"));
    });
  } else {
    test(`refuses ${vector.name}`, async () => {
      await assert.rejects(opened(vector), Refused);
    });
  }
}

interface Foreign {
  readonly identities: readonly string[];
  readonly files: readonly { readonly file: string; readonly expect: string; readonly sha256?: string }[];
}

const foreign = json<Foreign>("age/foreign/foreign.json");
const [identity = ""] = foreign.identities;
for (const { file, sha256: wanted } of foreign.files) {
  if (/^(go|npm)-pq[^.]*\.age$/.test(file) && !file.includes("armor")) {
    test(`opens ${file}, which another program sealed`, async () => {
      assert.equal(toHex(sha256(await open(ageFile(file), identity))), wanted);
    });
  } else {
    test(`refuses ${file}: armored, classic or mixed`, async () => {
      await assert.rejects(open(ageFile(file), identity), Refused);
    });
  }
}
