/** From text to thirteen indexes and back, and which words are close to which. Holds no key. */

import { sha256 } from "@noble/hashes/sha2.js";

import { concatenated, lettersOf, utf8, type Bytes } from "../formats/bytes.ts";
import { Refused } from "../errors.ts";

export const PLACES = 13;
export const SECRET_LENGTH = 16;
export const LIST_LENGTH = 2048;
const BITS_PER_WORD = 11;
const BIP39_CHECK_BITS = 4;
const CHECK_LABEL = utf8("unhindered/receipt-check/v1");
const TEXT_LIMIT = 1000;
const TELLING_LETTERS = 4;
// A word of the list taken for another is one letter off; looking further finds receipts nobody has.
const CLOSE_IF_KNOWN = 1;
const CLOSE_IF_MISSPELT = 2;

export type Known = ReadonlyMap<string, number>;
export type WordList = readonly string[];

/** Thirteen indexes from 0: twelve as BIP 39 has them, then the check word's. */
export function indexesOf(secret: Uint8Array): number[] {
  const bits = [...bitsOf(secret, 8), ...bitsOf(sha256(secret).subarray(0, 1), 8).slice(0, BIP39_CHECK_BITS)];
  const check = bitsOf(sha256(concatenated(CHECK_LABEL, secret)).subarray(0, 2), 8).slice(0, BITS_PER_WORD);
  return numbersOf([...bits, ...check], BITS_PER_WORD);
}

/** The secret in thirteen indexes, or null if BIP 39's check or the check word does not fit. */
export function checkedSecret(indexes: readonly number[]): Bytes | null {
  const bits = bitsOf(indexes.slice(0, -1), BITS_PER_WORD).slice(0, 8 * SECRET_LENGTH);
  const secret = Uint8Array.from(numbersOf(bits, 8));
  return indexesOf(secret).every((index, place) => index === indexes[place]) ? secret : null;
}

/** The words and numbers in a text, folded; a numbering of the thirteen places is left out. */
export function tokensOf(text: string): string[] {
  if (lettersOf(text).length > TEXT_LIMIT) throw new Refused("receiptLong");
  // Chinese is written without spaces, and each character is a word of its list.
  const tokens = folded(text).match(/[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])[\p{L}\p{N}])+/gu) ?? [];
  const isNumbered = tokens.every((token, place) => place % 2 === 1 || token === String(place / 2 + 1));
  return tokens.length === 2 * PLACES && isNumbered ? tokens.filter((_, place) => place % 2 === 1) : tokens;
}

/** Each folded word's index from 0. */
export function indexOfWords(wordList: WordList): Known {
  return new Map(wordList.map((word, index) => [folded(word), index]));
}

/** The list that knows most of the tokens; of several, the first. */
export function bestFitting(tokens: readonly string[], lists: readonly WordList[]): WordList {
  const counts = lists.map((list) => {
    const known = indexOfWords(list);
    return new Set(tokens.filter((token) => known.has(token))).size;
  });
  return lists[counts.indexOf(Math.max(...counts))] ?? [];
}

/** The index from 0 of a folded word or number, or null. */
export function indexOfToken(token: string, known: Known): number | null {
  if (!isNumber(token)) return known.get(token) ?? null;
  const value = Number(token);
  return token.length <= 4 && value >= 1 && value <= LIST_LENGTH ? value - 1 : null;
}

/** Whether a folded token is written in digits only. */
export function isNumber(token: string): boolean {
  return /^[0-9]+$/.test(token);
}

/** Every way to put close words in the places that are not in the list. */
export function withUnknownReplaced(
  tokens: readonly string[],
  indexes: readonly (number | null)[],
  known: Known,
): number[][] {
  let found: number[][] = [[]];
  indexes.forEach((index, place) => {
    const choices = index === null ? closeTo(tokens[place] ?? "", known, CLOSE_IF_MISSPELT) : [index];
    found = found.flatMap((begun) => choices.map((choice) => [...begun, choice]));
  });
  return found;
}

/** Every way to swap two neighbours, or to put a close word in one place. */
export function withOneChange(tokens: readonly string[], indexes: readonly number[], known: Known): number[][] {
  const swaps = indexes.slice(1).map((right, place) => {
    const left = indexes.slice(place, place + 1);
    return [...indexes.slice(0, place), right, ...left, ...indexes.slice(place + 2)];
  });
  const changes = tokens.flatMap((token, place) =>
    closeTo(token, known, CLOSE_IF_KNOWN).map((index) => [
      ...indexes.slice(0, place),
      index,
      ...indexes.slice(place + 1),
    ]),
  );
  return [...swaps, ...changes];
}

function closeTo(token: string, known: Known, limit: number): number[] {
  if (isNumber(token)) {
    const numbers = Array.from({ length: LIST_LENGTH }, (_, index) => index);
    return numbers.filter((index) => isClose(lettersOf(token), lettersOf(String(index + 1)), 1));
  }
  const letters = lettersOf(token);
  const start = letters.slice(0, TELLING_LETTERS);
  const found: number[] = [];
  for (const [word, index] of known) {
    const startsAlike = start.length === TELLING_LETTERS && word.startsWith(start.join(""));
    if (startsAlike || isClose(letters, lettersOf(word), limit)) found.push(index);
  }
  return found;
}

function isClose(one: readonly string[], other: readonly string[], limit: number): boolean {
  // Of a word of one letter nothing is left that could be close.
  if (Math.min(one.length, other.length) === 1 && !isNumber(one.join(""))) return false;
  return Math.abs(one.length - other.length) <= limit && distance(one, other) <= limit;
}

/** Letters changed, left out, put in, or swapped with a neighbour (optimal string alignment). */
function distance(one: readonly string[], other: readonly string[]): number {
  let before: number[] = [];
  let above: number[] = [];
  let row = [0, ...other.map((_, place) => place + 1)];
  one.forEach((letter, i) => {
    [before, above, row] = [above, row, [i + 1]];
    other.forEach((wanted, j) => {
      const change = at(above, j) + (letter === wanted ? 0 : 1);
      let cost = Math.min(at(above, j + 1) + 1, at(row, j) + 1, change);
      if (i > 0 && j > 0 && letter === other[j - 1] && one[i - 1] === wanted) {
        cost = Math.min(cost, at(before, j - 1) + 1);
      }
      row.push(cost);
    });
  });
  return at(row, other.length);
}

function at(row: readonly number[], place: number): number {
  return row[place] ?? Number.POSITIVE_INFINITY;
}

/** Lower case, no accents or invisible characters, and the digits 0 to 9 for those of any script. */
function folded(text: string): string {
  const kept = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
  // The Turkish letter without a dot is typed with one on most keyboards.
  return kept.replace(/\p{Nd}/gu, digitOf).toLowerCase().replace(/ı/g, "i");
}

/** Unicode keeps the ten digits of a script in a row, from its zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}

function bitsOf(values: Iterable<number>, width: number): number[] {
  return Array.from(values).flatMap((value) =>
    Array.from({ length: width }, (_, place) => (value >> (width - 1 - place)) & 1),
  );
}

function numbersOf(bits: readonly number[], width: number): number[] {
  return Array.from({ length: bits.length / width }, (_, place) =>
    bits.slice(place * width, (place + 1) * width).reduce((sum, bit) => 2 * sum + bit, 0),
  );
}
