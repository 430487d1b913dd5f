/** What source and institution write to each other, inside the seal (docs/formats/correspondence.md). */

import { equal, fromBase64, randomBytes, toBase64, toHex, type Bytes } from "./bytes.ts";
import { canonicalJson, parseCanonicalObject, type Json, type JsonObject } from "./canonical.ts";
import { Refused } from "./errors.ts";
import { dayField, hexField, numberField, objectField, requireFields, textField } from "./json_fields.ts";
import { LEAF_BYTES, type LeafOpening } from "./log.ts";
import type { Notice } from "./notice.ts";
import type { Payload } from "./payload.ts";
import type { SourceKeys } from "./receipt.ts";
import { SIGNATURE_BYTES, isSignedBy, signatureOver } from "./signatures.ts";

export const REPORT_NAME = "report.json";
export const MESSAGE_NAME = "message.json";
export const LONG_TEXT = 1_000_000;
export const SHORT_TEXT = 2_000;
/** A gate takes 128 envelopes in one post; an officer reads up to 1,000 in one report. */
export const MAX_ATTACHMENTS = 127;
const REPLY_NAME = "reply.json";
const HELD_NAME = "held.json";
const REPORT_LABEL = "unhindered/report/v1\n";
const MESSAGE_LABEL = "unhindered/message/v1\n";
const TO_SOURCE_LABEL = "unhindered/to-source/v1\n";
const ID_BYTES = 16;
const REPLY_FIELDS = ["v", "kind", "mailbox", "text", "on", "signature"];
const HELD_FIELDS = [
  ...["v", "kind", "mailbox", "index", "leaf", "salts", "header_sha256", "body_sha256", "origin", "on"],
  "signature",
];

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

/** One attachment: hash of its sealed body, and name, size and hash of the original on this device. */
export interface AttachmentReference {
  readonly body: Bytes;
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

/** That a report or message is held: its place in the log, and all that is needed to rebuild its leaf. */
export interface HeldNote {
  readonly kind: "held";
  readonly index: number;
  readonly leaf: Bytes;
  readonly opening: LeafOpening;
  readonly origin: string;
  readonly on: string;
}

/** The body of the frame `report.json`, signed by the keys it names, so that nobody can name another's. */
export function composeReport(
  notice: Notice,
  language: string,
  keys: SourceKeys,
  answers: Answers,
  attachments: readonly AttachmentReference[],
  id = newId(),
): Bytes {
  const content = {
    v: 1,
    kind: "report",
    id,
    notice: toHex(notice.id),
    language,
    keys: publicHalves(keys),
    answers: { ...answers },
    attachments: attachments.map(referenceJson),
    sealed_by: "device",
  };
  const signatures = {
    mailbox: signatureOver(REPORT_LABEL, content, keys.mailboxSeed),
    signing: signatureOver(REPORT_LABEL, content, keys.signingSeed),
  };
  return canonicalJson({ ...content, signatures });
}

/** The body of the frame `message.json`, signed by the receipt's signing key. */
export function composeMessage(
  notice: Notice,
  keys: SourceKeys,
  text: string,
  attachments: readonly AttachmentReference[],
  id = newId(),
): Bytes {
  const content = {
    v: 1,
    kind: "message",
    id,
    notice: toHex(notice.id),
    keys: publicHalves(keys),
    text,
    attachments: attachments.map(referenceJson),
  };
  return canonicalJson({ ...content, signature: signatureOver(MESSAGE_LABEL, content, keys.signingSeed) });
}

/**
 * The reply or held note in a frame, if a reply key of the notice signed it for this mailbox.
 *
 * The gate can write into a mailbox, but not in the institution's name.
 */
export function readFromMailbox(payload: Payload, mailboxId: Bytes, notice: Notice): Reply | HeldNote {
  const content = parseCanonicalObject(payload.body);
  const isReply = payload.name === REPLY_NAME && content["kind"] === "reply";
  const isHeld = payload.name === HELD_NAME && content["kind"] === "held";
  if (content["v"] !== 1 || !(isReply || isHeld)) throw new Refused("field");
  requireFields(content, isReply ? REPLY_FIELDS : HELD_FIELDS);
  if (!equal(hexField(content, "mailbox"), mailboxId)) throw new Refused("field");
  requireFromInstitution(content, notice);
  if (isHeld) return heldNote(content);
  return { kind: "reply", text: textField(content, "text"), on: dayField(content, "on") };
}

function requireFromInstitution(content: JsonObject, notice: Notice): void {
  const { signature, ...signed } = content;
  if (typeof signature !== "string") throw new Refused("field");
  const raw = fromBase64(signature, "field");
  const isOurs = notice.reply.some(({ publicKey }) => isSignedBy(TO_SOURCE_LABEL, signed, raw, publicKey));
  if (raw.length !== SIGNATURE_BYTES || !isOurs) throw new Refused("field");
}

/** Random, so that a copy is known for one. */
function newId(): string {
  return toHex(randomBytes(ID_BYTES));
}

function heldNote(content: JsonObject): HeldNote {
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
  return { body: toHex(item.body), name: item.name, size: item.size, sha256: toHex(item.sha256) };
}
