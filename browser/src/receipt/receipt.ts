/** The thirteen words a source keeps, and the keys that follow from them (docs/formats/receipt.md). */

import { ed25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { identityToRecipient } from "../age/age_parts.ts";

import { randomBytes, utf8, type Bytes } from "../formats/bytes.ts";
import { Refused } from "../errors.ts";
import {
  PLACES,
  SECRET_LENGTH,
  bestFitting,
  checkedSecret,
  indexOfToken,
  indexOfWords,
  indexesOf,
  isNumber,
  tokensOf,
  withOneChange,
  withUnknownReplaced,
  type WordList,
} from "./receipt_words.ts";

const MOST_UNKNOWN = 2;
const MOST_SUGGESTIONS = 5;

/** What a receipt becomes towards one institution; keys towards another have nothing in common with these. */
export interface SourceKeys {
  readonly mailboxSeed: Bytes;
  readonly mailboxPublicKey: Bytes;
  readonly mailboxId: Bytes;
  readonly signingSeed: Bytes;
  readonly signingPublicKey: Bytes;
  readonly identity: string;
  readonly recipient: string;
}

/** Sixteen bytes that nobody has. */
export function newSecret(): Bytes {
  return randomBytes(SECRET_LENGTH);
}

/** Thirteen words. */
export function wordsOf(secret: Uint8Array, wordList: WordList): string[] {
  return indexesOf(secret).map((index) => wordList[index] ?? "");
}

/** Thirteen numbers from 1 to 2048, for who has no word list in their language. */
export function numbersOfReceipt(secret: Uint8Array): number[] {
  return indexesOf(secret).map((index) => index + 1);
}

/**
 * The secret in words or numbers, however they are spaced, numbered or capitalised; refused if none fits.
 *
 * The words may be those of any of the lists. Some words stand in two lists: the checks tell which is meant.
 */
export function readReceipt(text: string, ...lists: readonly WordList[]): Bytes {
  const tokens = tokensOf(text);
  if (tokens.length !== PLACES) throw new Refused("receiptCount", { count: tokens.length });
  for (const list of lists) {
    const known = indexOfWords(list);
    const indexes = tokens.map((token) => indexOfToken(token, known)).filter((index) => index !== null);
    const secret = indexes.length === PLACES ? checkedSecret(indexes) : null;
    if (secret !== null) return secret;
  }
  const known = indexOfWords(bestFitting(tokens, lists));
  const place = tokens.findIndex((token) => indexOfToken(token, known) === null);
  throw place < 0 ? new Refused("receiptUnfit") : new Refused("receiptUnknown", { place: place + 1 });
}

/**
 * Receipts that the person may have meant, at most five; none for a receipt that fits.
 *
 * One or two misspelt words, else one word taken for a close one, or two neighbours swapped. Every suggestion
 * passes both checks, so a false one is rare. Of several lists, the one that knows most of the words is meant.
 */
export function nearMisses(text: string, ...lists: readonly WordList[]): string[] {
  const tokens = tokensOf(text);
  if (tokens.length !== PLACES) return [];
  const wordList = bestFitting(tokens, lists);
  const known = indexOfWords(wordList);
  const indexes = tokens.map((token) => indexOfToken(token, known));
  const certain = indexes.filter((index) => index !== null);
  if (PLACES - certain.length > MOST_UNKNOWN) return [];
  if (certain.length === PLACES && checkedSecret(certain) !== null) return [];
  const tried =
    certain.length === PLACES
      ? withOneChange(tokens, certain, known)
      : withUnknownReplaced(tokens, indexes, known);
  const found = inOrder(tried.filter((guess) => checkedSecret(guess) !== null));
  const inNumbers = tokens.every(isNumber);
  return found
    .slice(0, MOST_SUGGESTIONS)
    .map((guess) => guess.map((index) => (inNumbers ? String(index + 1) : (wordList[index] ?? ""))).join(" "));
}

/** The keys of a receipt towards one institution. */
export async function deriveSourceKeys(secret: Bytes, institutionId: Bytes): Promise<SourceKeys> {
  const derived = (purpose: string): Bytes =>
    new Uint8Array(hkdf(sha256, secret, institutionId, utf8(`unhindered/receipt/v1/${purpose}`), 32));
  const mailboxSeed = derived("mailbox");
  const mailboxPublicKey = new Uint8Array(ed25519.getPublicKey(mailboxSeed));
  const signingSeed = derived("signing");
  const identity = bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", derived("identity")).toUpperCase();
  return {
    mailboxSeed,
    mailboxPublicKey,
    mailboxId: new Uint8Array(sha256(mailboxPublicKey)),
    signingSeed,
    signingPublicKey: new Uint8Array(ed25519.getPublicKey(signingSeed)),
    identity,
    recipient: await identityToRecipient(identity),
  };
}

function inOrder(guesses: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const once = new Map(guesses.map((guess) => [guess.map((index) => String(index).padStart(4, "0")).join(" "), guess]));
  return [...once].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, guess]) => guess);
}
