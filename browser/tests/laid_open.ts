/**
 * The bundle's functions, laid open for tests that drive a real browser. No page of the gate loads this.
 *
 * What crosses over to the tests is JSON: keys, salts and hashes in hexadecimal, all other bytes in base64.
 */

import { fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8, type Bytes } from "../src/formats/bytes.ts";
import { canonicalJson, parseCanonicalObject } from "../src/formats/canonical.ts";
import { composeMessage, composeReport, readFromMailbox, type Answers } from "../src/letters/correspondence.ts";
import { UnhinderedError } from "../src/errors.ts";
import { proveHeld } from "../src/formats/held_proof.ts";
import { mailboxRequest, openAll } from "../src/mailbox/mailbox.ts";
import { readNotice, sixWords } from "../src/formats/notice.ts";
import { open, openWith } from "../src/age/open.ts";
import { padme, paddedLength } from "../src/age/padding.ts";
import { cleanName, framed, readFrame } from "../src/age/payload.ts";
import { deriveSourceKeys, nearMisses, numbersOfReceipt, readReceipt, wordsOf } from "../src/receipt/receipt.ts";
import { seal } from "../src/age/seal.ts";
import { openCheckpoint, requireIncluded, requireLeafOpens, tilePath, type ReadTile } from "../src/formats/log.ts";
import { noteSigner, openNote, parseVerifier, signNote, verifierText } from "../src/formats/signed_note.ts";
import { hasWebCryptoSealer } from "../src/age/stream_cipher.ts";
import { closeLetter } from "../src/letters/submission.ts";
import { ENGLISH } from "../src/receipt/word_list.ts";

function bytes(text: string): Bytes {
  return fromBase64(text, "field");
}

async function base64Of(blob: Blob): Promise<string> {
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}

/** The result of `act`, or the class of the error that a stranger's bytes raised. */
async function outcome<T>(act: () => T | Promise<T>): Promise<{ value: T } | { error: string; isOurs: boolean }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error: String(error), isOurs: error instanceof UnhinderedError };
  }
}

// Those beside the English one; a test hands them over.
let otherLists: readonly (readonly string[])[] = [];

const table = {
  useLists: (lists: readonly (readonly string[])[]) =>
    outcome(() => {
      otherLists = lists;
      return lists.length;
    }),

  hasWebCryptoSealer: () => outcome(hasWebCryptoSealer),

  receipt: (text: string, institutions: readonly string[]) =>
    outcome(async () => {
      const secret = readReceipt(text, ENGLISH, ...otherLists);
      const keys = await Promise.all(institutions.map((id) => deriveSourceKeys(secret, fromHex(id, "field"))));
      return {
        secret: toHex(secret),
        words: wordsOf(secret, ENGLISH),
        numbers: numbersOfReceipt(secret),
        keys: keys.map((key) => ({
          mailbox_seed: toHex(key.mailboxSeed),
          mailbox_public_key: toHex(key.mailboxPublicKey),
          signing_seed: toHex(key.signingSeed),
          signing_public_key: toHex(key.signingPublicKey),
          recipient: key.recipient,
        })),
      };
    }),
  nearMisses: (text: string) => outcome(() => nearMisses(text, ENGLISH, ...otherLists)),

  padded: (length: number, floor: number) =>
    outcome(() => ({ padme: padme(length), padded: paddedLength(length, floor) })),
  cleanName: (name: string) => outcome(() => cleanName(name)),
  frame: (name: string, body: string, floor: number) =>
    outcome(() => base64Of(framed(name, new Blob([bytes(body)]), floor).blob)),
  readFrame: (raw: string) =>
    outcome(() => {
      const { name, body } = readFrame(bytes(raw));
      return { name, body: toBase64(body) };
    }),

  open: (raw: string, identity: string) => outcome(async () => toBase64(await open(bytes(raw), identity))),
  openWithFileKey: (raw: string, fileKey: string) =>
    outcome(async () => toBase64(await openWith(bytes(raw), () => bytes(fileKey)))),
  seal: (plain: string, recipient: string, mayUseWebCrypto: boolean) =>
    outcome(async () => {
      const sealed = await seal(new Blob([bytes(plain)]), recipient, { mayUseWebCrypto });
      return { age: await base64Of(new Blob([...sealed.parts])), size: sealed.size, body_sha256: toHex(sealed.bodySha256) };
    }),

  canonical: (json: string) => outcome(() => fromUtf8(canonicalJson(parseLoose(json)), "json")),
  isCanonical: (json: string) => outcome(() => Object.keys(parseCanonicalObject(utf8(json))).length),

  signNote: (text: string, name: string, seed: string) =>
    outcome(() => {
      const signer = noteSigner(name, bytes(seed));
      return { note: signNote(text, signer), verifier: verifierText(signer.verifier) };
    }),
  openNote: (note: string, verifier: string) => outcome(() => openNote(note, parseVerifier(verifier))),

  parseVerifier: (verifier: string) => outcome(() => verifierText(parseVerifier(verifier))),

  openCheckpoint: (note: string, verifier: string) =>
    outcome(() => {
      const { origin, size, root } = openCheckpoint(note, parseVerifier(verifier));
      return { origin, size, root: toHex(root) };
    }),
  tilePath: (level: number, index: number, width: number) => outcome(() => tilePath(level, index, width)),
  openLeaf: (leaf: string, salts: { header: string; body: string }, headerSha256: string, bodySha256: string) =>
    outcome(() => {
      requireLeafOpens(fromHex(leaf, "field"), {
        saltHeader: fromHex(salts.header, "field"),
        saltBody: fromHex(salts.body, "field"),
        headerSha256: fromHex(headerSha256, "field"),
        bodySha256: fromHex(bodySha256, "field"),
      });
      return true;
    }),
  included: (leaf: string, index: number, note: string, verifier: string, tiles: Record<string, string>) =>
    outcome(async () => {
      const checkpoint = openCheckpoint(note, parseVerifier(verifier));
      await requireIncluded(fromHex(leaf, "field"), index, checkpoint, tilesFrom(tiles, []));
      return true;
    }),

  notice: (text: string, today: string) =>
    outcome(() => {
      const notice = readNotice(text, today);
      return {
        id: toHex(notice.id),
        institution: toHex(notice.institutionId),
        words: sixWords(notice.root.publicKey, ENGLISH).join(" "),
      };
    }),

  proveHeld: (
    frameBody: string,
    mailbox: string,
    notice: string,
    today: string,
    checkpoint: string,
    tiles: Record<string, string>,
  ) =>
    outcome(async () => {
      const read = readNotice(notice, today);
      const note = readFromMailbox({ name: "held.json", body: bytes(frameBody) }, fromHex(mailbox, "field"), read);
      if (note.kind !== "held") throw new Error("not a held note");
      const asked: string[] = [];
      const proof = await proveHeld(note, read, {
        checkpoint: () => Promise.resolve(checkpoint),
        tile: tilesFrom(tiles, asked),
      });
      return { proof, asked };
    }),

  mailboxRequest: (receipt: string, notice: string, today: string, page: number) =>
    outcome(async () => {
      const read = readNotice(notice, today);
      const keys = await deriveSourceKeys(readReceipt(receipt, ENGLISH), read.institutionId);
      return toBase64(mailboxRequest(keys, read, page));
    }),
  openAll: (envelopes: readonly string[], receipt: string, notice: string, today: string) =>
    outcome(async () => {
      const read = readNotice(notice, today);
      const keys = await deriveSourceKeys(readReceipt(receipt, ENGLISH), read.institutionId);
      return (await openAll(envelopes.map(bytes), keys, read)).map((item) =>
        item.kind === "reply" ? { kind: item.kind, text: item.text, on: item.on } : { kind: item.kind },
      );
    }),

  report: (receipt: string, notice: string, today: string, answers: Answers, files: Record<string, string>) =>
    outcome(async () => {
      const read = readNotice(notice, today);
      const keys = await deriveSourceKeys(readReceipt(receipt, ENGLISH), read.institutionId);
      const closed = await closeLetter(
        {
          name: "report.json",
          files: Object.entries(files).map(([name, body]) => new File([bytes(body)], name)),
          compose: (attachments) => composeReport(read, "en", keys, answers, attachments),
        },
        read,
      );
      return { body: await base64Of(closed.body), envelopes: closed.envelopes };
    }),
  message: (receipt: string, notice: string, today: string, text: string) =>
    outcome(async () => {
      const read = readNotice(notice, today);
      const keys = await deriveSourceKeys(readReceipt(receipt, ENGLISH), read.institutionId);
      return toBase64(composeMessage(read, keys, text, []));
    }),
};

/** Tiles out of a table; one that is not there is an empty file. */
function tilesFrom(tiles: Record<string, string>, asked: string[]): ReadTile {
  return (path) => {
    asked.push(path);
    return Promise.resolve(bytes(tiles[path] ?? ""));
  };
}

function parseLoose(json: string): Parameters<typeof canonicalJson>[0] {
  return JSON.parse(json) as Parameters<typeof canonicalJson>[0];
}

/** Calls one of the table: arguments and result are JSON text, so that even halves of characters get through. */
async function laidOpen(name: keyof typeof table, json: string): Promise<string> {
  const act = table[name] as (...values: unknown[]) => Promise<unknown>;
  return JSON.stringify(await act(...(JSON.parse(json) as unknown[])));
}

Object.assign(globalThis, { laidOpen });
