/** What source and institution write to each other, inside the seal (docs/formats/correspondence.md). */

import { ed25519 } from "@noble/curves/ed25519.js";

import { concatenated, toBase64, toHex, utf8, type Bytes } from "./bytes.ts";
import { canonicalJson, parseCanonicalObject, type Json, type JsonObject } from "./canonical.ts";
import { Refused } from "./errors.ts";
import { dayField, hexField, numberField, objectField, requireFields, textField } from "./json_fields.ts";
import { LEAF_BYTES, type LeafOpening } from "./log.ts";
import type { Payload } from "./payload.ts";
import type { SourceKeys } from "./receipt.ts";

export const REPORT_NAME = "report.json";
export const MESSAGE_NAME = "message.json";
export const LONG_TEXT = 1_000_000;
export const SHORT_TEXT = 2_000;
/** A gate takes 128 envelopes in one post; an officer reads up to 1,000 in one report. */
export const MAX_ATTACHMENTS = 127;
const REPLY_NAME = "reply.json";
const HELD_NAME = "held.json";
const MESSAGE_LABEL = utf8("unhindered/message/v1\n");

/** The few questions an officer must have answered; empty where the source left one out. */
export interface Answers {
  readonly what: string;
  readonly when: string;
  readonly where: string;
  readonly state: string;
  readonly danger: string;
  readonly danger_who: string;
  readonly contact: string;
  readonly contact_how: string;
}

/** One attachment: hash of its whole envelope, and name, size and hash of the original on this device. */
export interface AttachmentReference {
  readonly envelope: Bytes;
  readonly name: string;
  readonly size: number;
  readonly sha256: Bytes;
}

/** What an officer wrote. */
export interface Reply {
  readonly kind: "reply";
  readonly text: string;
  readonly on: string;
}

/** That a report is held: its place in the log, and all that is needed to rebuild its leaf. */
export interface HeldNote {
  readonly kind: "held";
  readonly index: number;
  readonly leaf: Bytes;
  readonly opening: LeafOpening;
  readonly origin: string;
  readonly on: string;
}

/** The body of the frame `report.json`. */
export function composeReport(
  language: string,
  keys: SourceKeys,
  answers: Answers,
  attachments: readonly AttachmentReference[],
): Bytes {
  return canonicalJson({
    v: 1,
    kind: "report",
    language,
    keys: publicHalves(keys),
    answers: { ...answers },
    attachments: attachments.map(referenceJson),
    sealed_by: "device",
  });
}

/** The body of the frame `message.json`, signed by the receipt's signing key. */
export function composeMessage(keys: SourceKeys, text: string, attachments: readonly AttachmentReference[]): Bytes {
  const content = {
    v: 1,
    kind: "message",
    keys: publicHalves(keys),
    text,
    attachments: attachments.map(referenceJson),
  };
  const signature = ed25519.sign(concatenated(MESSAGE_LABEL, canonicalJson(content)), keys.signingSeed);
  return canonicalJson({ ...content, signature: toBase64(signature) });
}

/** The reply or held note in a frame; refused if neither, or of a version we do not know. */
export function readFromMailbox(payload: Payload): Reply | HeldNote {
  const content = parseCanonicalObject(payload.body);
  const isFirstVersion = content["v"] === 1;
  if (isFirstVersion && payload.name === REPLY_NAME && content["kind"] === "reply") {
    requireFields(content, ["v", "kind", "text", "on"]);
    return { kind: "reply", text: textField(content, "text"), on: dayField(content, "on") };
  }
  if (isFirstVersion && payload.name === HELD_NAME && content["kind"] === "held") return heldNote(content);
  throw new Refused("field");
}

function heldNote(content: JsonObject): HeldNote {
  const fields = ["v", "kind", "index", "leaf", "salts", "header_sha256", "body_sha256", "origin", "on"];
  requireFields(content, fields);
  const salts = objectField(content, "salts");
  requireFields(salts, ["header", "body"]);
  return {
    kind: "held",
    index: numberField(content, "index"),
    leaf: hexField(content, "leaf", LEAF_BYTES),
    opening: {
      saltHeader: hexField(salts, "header"),
      saltBody: hexField(salts, "body"),
      headerSha256: hexField(content, "header_sha256"),
      bodySha256: hexField(content, "body_sha256"),
    },
    origin: textField(content, "origin", 255),
    on: dayField(content, "on"),
  };
}

function publicHalves(keys: SourceKeys): Json {
  return {
    mailbox: toBase64(keys.mailboxPublicKey),
    signing: toBase64(keys.signingPublicKey),
    recipient: keys.recipient,
  };
}

function referenceJson(item: AttachmentReference): Json {
  return { envelope: toHex(item.envelope), name: item.name, size: item.size, sha256: toHex(item.sha256) };
}
