/** C2SP signed notes with Ed25519 (https://c2sp.org/signed-note). Signatures of unknown keys are ignored. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { concatenated, equal, fromBase64, toBase64, toHex, utf8, type Bytes } from "./bytes.ts";
import { Refused } from "../errors.ts";
import { isSignatureOf } from "./signatures.ts";

const MAX_NOTE = 1_000_000;
const MAX_SIGNATURES = 100;
const ED25519 = new Uint8Array([1]);
const DASH = "\u2014 ";

/** A public key, the name it signs under, and the id that follows from both. */
export interface NoteVerifier {
  readonly name: string;
  readonly publicKey: Bytes;
  readonly keyId: Bytes;
}

/** A private key with its public half. */
export interface NoteSigner {
  readonly seed: Bytes;
  readonly verifier: NoteVerifier;
}

interface Signature {
  readonly name: string;
  readonly raw: Bytes;
}

export function noteVerifier(name: string, publicKey: Bytes): NoteVerifier {
  requireName(name);
  if (publicKey.length !== 32) throw new Refused("note");
  const digest = sha256(concatenated(utf8(`${name}\n`), ED25519, publicKey));
  return { name, publicKey, keyId: new Uint8Array(digest.subarray(0, 4)) };
}

export function noteSigner(name: string, seed: Bytes): NoteSigner {
  return { seed, verifier: noteVerifier(name, new Uint8Array(ed25519.getPublicKey(seed))) };
}

/** The form `name+id+key` that is passed around. */
export function verifierText(verifier: NoteVerifier): string {
  return `${verifier.name}+${toHex(verifier.keyId)}+${toBase64(concatenated(ED25519, verifier.publicKey))}`;
}

/** The verifier in its text form; refused if not Ed25519, or if the id is another key's. */
export function parseVerifier(text: string): NoteVerifier {
  const [name, rest] = partition(text, "+");
  const [keyId, encoded] = partition(rest, "+");
  const raw = fromBase64(encoded, "note");
  if (raw[0] !== ED25519[0]) throw new Refused("note");
  const verifier = noteVerifier(name, raw.slice(1));
  if (toHex(verifier.keyId) !== keyId) throw new Refused("note");
  return verifier;
}

/** The note: `text`, an empty line, our signature line. */
export function signNote(text: string, signer: NoteSigner): string {
  requireText(text);
  const signature = ed25519.sign(utf8(text), signer.seed);
  const { name, keyId } = signer.verifier;
  return `${text}\n${DASH}${name} ${toBase64(concatenated(keyId, signature))}\n`;
}

/** The text of a note that `verifier` signed, its last newline included; refused if it did not. */
export function openNote(note: string, verifier: NoteVerifier): string {
  const { text, signatures } = takenApart(note);
  const ours = signatures.filter(
    ({ name, raw }) => name === verifier.name && equal(raw.subarray(0, 4), verifier.keyId),
  );
  if (ours.length === 0) throw new Refused("note");
  ours.forEach(({ raw }) => {
    if (!isSignatureOf(raw.subarray(4), utf8(text), verifier.publicKey)) throw new Refused("note");
  });
  return text;
}

/** The signed part of a note, as yet unverified. */
export function unverifiedText(note: string): string {
  return takenApart(note).text;
}

function takenApart(note: string): { text: string; signatures: Signature[] } {
  if (note.length > MAX_NOTE) throw new Refused("note");
  requireText(note);
  // The text may hold empty lines itself: the last one ends it.
  const end = note.slice(0, -1).lastIndexOf("\n\n");
  if (end < 0) throw new Refused("note");
  const lines = note.slice(end + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new Refused("note");
  return { text: note.slice(0, end + 1), signatures: lines.map(signatureOf) };
}

function signatureOf(line: string): Signature {
  if (!line.startsWith(DASH)) throw new Refused("note");
  const [name, encoded] = partition(line.slice(DASH.length), " ");
  requireName(name);
  const raw = fromBase64(encoded, "note");
  if (raw.length < 5) throw new Refused("note");
  return { name, raw };
}

function requireText(text: string): void {
  if (!text.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]|\p{Cs}/u.test(text)) throw new Refused("note");
}

function requireName(name: string): void {
  if (name === "" || /[\s\u0000-\u001f\u0085+]|\p{Cs}/u.test(name)) throw new Refused("note");
}

function partition(text: string, separator: string): [string, string] {
  const place = text.indexOf(separator);
  return place < 0 ? [text, ""] : [text.slice(0, place), text.slice(place + 1)];
}
