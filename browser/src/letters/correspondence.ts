/** What source and institution write to each other, inside the seal (docs/formats/correspondence.md). */

import { equal, fromBase64, randomBytes, toBase64, toHex, type Bytes } from "../formats/bytes.ts";
import { canonicalJson, parseCanonicalObject, type Json, type JsonObject } from "../formats/canonical.ts";
import type { Choice } from "./consent_terms.ts";
import { Refused } from "../errors.ts";
import { dayField, hexField, listField, numberField, objectField, requireFields, textField } from "../formats/json_fields.ts";
import { LEAF_BYTES, type LeafOpening } from "../formats/log.ts";
import type { Notice } from "../formats/notice.ts";
import type { Payload } from "../age/payload.ts";
import type { SourceKeys } from "../receipt/receipt.ts";
import { SIGNATURE_BYTES, isSignedBy, signatureOver } from "../formats/signatures.ts";
import { STATUS_FIELDS, readStatus, type Status } from "./status.ts";

export const REPORT_NAME = "report.json";
export const MESSAGE_NAME = "message.json";
export const LONG_TEXT = 1_000_000;
export const SHORT_TEXT = 2_000;
/** A gate takes 128 envelopes in one post; an officer reads up to 1,000 in one report. */
export const MAX_ATTACHMENTS = 127;
/** An officer adds at most so many files to a reply, each of at most 8 MiB. */
const MOST_REPLY_FILES = 20;
const LARGEST_REPLY_FILE = 8 * 1024 * 1024;
const REPORT_LABEL = "unhindered/report/v1\n";
const MESSAGE_LABEL = "unhindered/message/v1\n";
const TO_SOURCE_LABEL = "unhindered/to-source/v1\n";
const ID_BYTES = 16;
const REPLY_FIELDS = ["v", "kind", "mailbox", "text", "attachments", "on", "signature"];
const HELD_FIELDS = [
  ...["v", "kind", "mailbox", "index", "leaf", "salts", "header_sha256", "body_sha256", "origin", "on"],
  "signature",
];
const KINDS = [
  { name: "reply.json", kind: "reply", fields: REPLY_FIELDS },
  { name: "held.json", kind: "held", fields: HELD_FIELDS },
  { name: "status.json", kind: "status", fields: STATUS_FIELDS },
] as const;

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

/** An answer to a question of the questionnaire: a text, or the choices that were ticked. */
export type Answer = string | readonly string[];

/** What a report may have besides the five questions; `id` is given where work was done for it. */
export interface ReportExtras {
  readonly id?: string;
  /** SHA-256 of the canonical questionnaire that was answered, in hex; empty if none was. */
  readonly questionnaire?: string;
  readonly more?: Readonly<Record<string, Answer>>;
  readonly consents?: readonly Choice[];
  /** Who must not get the report. */
  readonly limits?: string;
  /** What work.ts found; 0 for none. */
  readonly work?: number;
}

/** What an officer wrote; the attachments are envelopes of their own in the same mailbox. */
export interface Reply {
  readonly kind: "reply";
  readonly text: string;
  readonly attachments: readonly AttachmentReference[];
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
  extras: ReportExtras = {},
): Bytes {
  const content = {
    v: 1,
    kind: "report",
    id: extras.id ?? newLetterId(),
    notice: toHex(notice.id),
    language,
    keys: publicHalves(keys),
    answers: { ...answers },
    attachments: attachments.map(referenceJson),
    sealed_by: "device",
    questionnaire: extras.questionnaire ?? "",
    more: { ...extras.more },
    consents: (extras.consents ?? []).map((item) => ({ ...item })),
    limits: extras.limits ?? "",
    work: extras.work ?? 0,
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
  id = newLetterId(),
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
 * What is in a frame, if a reply key of the notice signed it for this mailbox.
 *
 * The gate can write into a mailbox, but not in the institution's name.
 */
export function readFromMailbox(payload: Payload, mailboxId: Bytes, notice: Notice): Reply | HeldNote | Status {
  const known = KINDS.find(({ name }) => name === payload.name);
  const content = parseCanonicalObject(payload.body);
  if (known === undefined || content["v"] !== 1 || content["kind"] !== known.kind) throw new Refused("field");
  requireFields(content, known.fields);
  if (!equal(hexField(content, "mailbox"), mailboxId)) throw new Refused("field");
  requireFromInstitution(content, notice);
  if (known.kind === "held") return heldNote(content);
  return known.kind === "status" ? readStatus(content) : reply(content);
}

/** Random, so that a copy is known for one; in hex. */
export function newLetterId(): string {
  return toHex(randomBytes(ID_BYTES));
}

/** The public halves of a receipt's keys, by which a desk knows what belongs together. */
export function publicHalves(keys: SourceKeys): JsonObject {
  return {
    mailbox: toBase64(keys.mailboxPublicKey),
    signing: toBase64(keys.signingPublicKey),
    recipient: keys.recipient,
  };
}

function requireFromInstitution(content: JsonObject, notice: Notice): void {
  const { signature, ...signed } = content;
  if (typeof signature !== "string") throw new Refused("field");
  const raw = fromBase64(signature, "field");
  const isOurs = notice.reply.some(({ publicKey }) => isSignedBy(TO_SOURCE_LABEL, signed, raw, publicKey));
  if (raw.length !== SIGNATURE_BYTES || !isOurs) throw new Refused("field");
}

function reply(content: JsonObject): Reply {
  const attachments = listField(content, "attachments", MOST_REPLY_FILES).map((item) => {
    requireFields(item, ["body", "name", "size", "sha256"]);
    return {
      body: hexField(item, "body"),
      name: textField(item, "name", 255),
      size: numberField(item, "size", 0, LARGEST_REPLY_FILE),
      sha256: hexField(item, "sha256"),
    };
  });
  return { kind: "reply", text: textField(content, "text"), attachments, on: dayField(content, "on") };
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

function referenceJson(item: AttachmentReference): Json {
  return { body: toHex(item.body), name: item.name, size: item.size, sha256: toHex(item.sha256) };
}
