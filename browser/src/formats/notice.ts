/** The notice: what an institution says of itself, signed by its root key (docs/formats/notice.md). */

import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";

import { concatenated, fromHex, lettersOf, toHex, utf8, type Bytes } from "./bytes.ts";
import { parseCanonicalObject } from "./canonical.ts";
import { Refused, orRefused } from "../errors.ts";
import { dayField, numberField, requireFields, textField, textsField } from "./json_fields.ts";
import { openNote, parseVerifier, unverifiedText, type NoteVerifier } from "./signed_note.ts";

const HEAD = "unhindered/notice/v1\n";
const MAX_LENGTH = 16 * 1024;
const MOST_REPLY_KEYS = 8;
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const RECIPIENT_BYTES = 1216;
const FINGERPRINT_LABEL = utf8("unhindered/fingerprint/v1");
const FINGERPRINT_WORDS = 6;
const FIELDS = [
  ...["institution", "name", "languages", "about", "promises", "answer_within_days", "state", "website"],
  ...["gate", "intake", "visits", "sealed_log", "public_log", "publication", "reply", "not_before", "not_after", "root"],
];

/** What this device needs of a notice. `id` is all that an envelope carries in clear. */
export interface Notice {
  readonly id: Bytes;
  readonly institutionId: Bytes;
  readonly name: string;
  readonly languages: readonly string[];
  readonly answerWithinDays: number;
  readonly gate: string;
  readonly intake: string;
  /** Visits are sealed to this one and nothing else is: a machine may hold its private half. */
  readonly visits: string;
  readonly sealedLog: NoteVerifier;
  readonly reply: readonly NoteVerifier[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly root: NoteVerifier;
}

/**
 * The notice in a note, if its own root key signed it and it holds on `today` (YYYY-MM-DD).
 *
 * That proves that it is whole; that it is the institution's, only the comparison of six words can show.
 */
export function readNotice(note: string, today: string): Notice {
  const notice = orRefused("notice", () => checked(note));
  if (today < notice.notBefore) throw new Refused("noticeEarly", { day: notice.notBefore });
  if (today > notice.notAfter) throw new Refused("noticeOld", { day: notice.notAfter });
  return notice;
}

/** Six words that let a person compare a key over the telephone or on a leaflet. */
export function sixWords(publicKey: Uint8Array, wordList: readonly string[]): string[] {
  const digest = sha256(concatenated(FINGERPRINT_LABEL, publicKey));
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: FINGERPRINT_WORDS }, (_, place) => {
    const index = Number.parseInt(bits.slice(11 * place, 11 * place + 11), 2);
    return wordList[index] ?? "";
  });
}

function checked(note: string): Notice {
  if (lettersOf(note).length > MAX_LENGTH) throw new Refused("notice");
  const text = unverifiedText(note);
  const line = text.slice(HEAD.length, -1);
  if (!text.startsWith(HEAD) || line.includes("\n")) throw new Refused("notice");
  const content = parseCanonicalObject(utf8(line));
  requireFields(content, FIELDS);
  const root = parseVerifier(textField(content, "root"));
  const institution = textField(content, "institution");
  if (toHex(sha256(root.publicKey)) !== institution) throw new Refused("notice");
  openNote(note, root);
  ["about", "state", "website", "public_log", "publication"].forEach((name) => textField(content, name));
  textsField(content, "promises");
  const [intake, visits] = [textField(content, "intake"), textField(content, "visits")].map(postQuantum);
  if (intake === visits) throw new Refused("notice");
  return {
    id: new Uint8Array(sha256(utf8(text))),
    institutionId: fromHex(institution, "notice"),
    name: textField(content, "name"),
    languages: textsField(content, "languages"),
    answerWithinDays: numberField(content, "answer_within_days", 1, 366),
    gate: hostName(textField(content, "gate")),
    intake: intake ?? "",
    visits: visits ?? "",
    sealedLog: parseVerifier(textField(content, "sealed_log")),
    reply: replyKeys(textsField(content, "reply"), institution),
    notBefore: dayField(content, "not_before"),
    notAfter: dayField(content, "not_after"),
    root,
  };
}

function hostName(text: string): string {
  if (!HOST.test(text)) throw new Refused("notice");
  return text;
}

/** The keys that sign what this institution writes to its sources; they bear its name. */
function replyKeys(texts: readonly string[], institution: string): NoteVerifier[] {
  const keys = texts.map(parseVerifier);
  const isNamed = keys.every(({ name }) => name === `${institution.slice(0, 16)}/reply`);
  if (keys.length === 0 || keys.length > MOST_REPLY_KEYS || !isNamed) throw new Refused("notice");
  return keys;
}

/** A recipient that a quantum computer does not open, whole: nothing breaks once a report is written. */
function postQuantum(recipient: string): string {
  const { prefix, words } = bech32.decode(recipient as `${string}1${string}`, false);
  if (!recipient.startsWith("age1pq1") || prefix !== "age1pq") throw new Refused("notice");
  if (bech32.fromWords(words).length !== RECIPIENT_BYTES) throw new Refused("notice");
  return recipient;
}
