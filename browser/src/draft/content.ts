/** What is in a draft: answers, and what is known of files that are on their way. Read as strictly as a stranger's. */

import { fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8, type Bytes } from "../formats/bytes.ts";
import { canonicalJson, parseCanonicalObject, type Json, type JsonObject } from "../formats/canonical.ts";
import { Refused } from "../errors.ts";
import { numberField, requireFields, textField } from "../formats/json_fields.ts";
import type { UnderWay } from "../sending/kept_uploads.ts";

/** Answers by the names of their fields. */
export type Fields = Readonly<Record<string, readonly string[]>>;

export interface DraftContent {
  readonly fields: Fields;
  readonly underWay: readonly UnderWay[];
}

const UNDER_WAY = ["base", "body", "file_key", "header", "name", "nonce", "notice", "sealed", "size", "url"];

export function composeDraft({ fields, underWay }: DraftContent): Bytes {
  const answers = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]]));
  return canonicalJson({ v: 1, kind: "draft", fields: answers, uploads: underWay.map(jsonOf) });
}

export function readDraft(raw: Uint8Array): DraftContent {
  const content = parseCanonicalObject(utf8(fromUtf8(raw, "json")));
  requireFields(content, ["v", "kind", "fields", "uploads"]);
  if (content["v"] !== 1 || content["kind"] !== "draft") throw new Refused("field");
  const { uploads } = content;
  if (!Array.isArray(uploads)) throw new Refused("field");
  return { fields: fieldsIn(content["fields"]), underWay: uploads.map(underWayIn) };
}

function jsonOf({ base, notice, name, size, seal, url, mark }: UnderWay): Json {
  return {
    ...{ base, notice, name, size, url, sealed: mark.sealed, body: toHex(mark.sha256) },
    ...{ header: toBase64(seal.header), file_key: toBase64(seal.fileKey), nonce: toBase64(seal.nonce) },
  };
}

function underWayIn(json: Json): UnderWay {
  const item = objectOf(json);
  requireFields(item, UNDER_WAY);
  const bytes = (name: string): Bytes => fromBase64(textField(item, name), "field");
  return {
    base: textField(item, "base"),
    notice: textField(item, "notice"),
    name: textField(item, "name"),
    size: numberField(item, "size"),
    seal: { header: bytes("header"), fileKey: bytes("file_key"), nonce: bytes("nonce") },
    url: textField(item, "url"),
    mark: { sealed: numberField(item, "sealed"), sha256: fromHex(textField(item, "body"), "field") },
  };
}

function fieldsIn(json: Json | undefined): Fields {
  return Object.fromEntries(
    Object.entries(objectOf(json)).map(([name, values]) => {
      if (!Array.isArray(values) || !values.every((value) => typeof value === "string")) throw new Refused("field");
      return [name, values];
    }),
  );
}

function objectOf(json: Json | undefined): JsonObject {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw new Refused("field");
  return json as JsonObject;
}
