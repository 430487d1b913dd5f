/**
 * The word lists of other languages: files of the gate, fetched when they are needed, and used only if they
 * have the hash that the page names (`data-word-lists` on the body: JSON of language to integrity).
 */

import { Refused, Unavailable } from "../errors.ts";
import { nearMisses, readReceipt } from "./receipt.ts";
import type { WordList } from "./receipt_words.ts";
import { ENGLISH } from "./word_list.ts";
import type { Bytes } from "../formats/bytes.ts";

const loading = new Map<string, Promise<WordList>>();

/** The list in which this page shows receipts, and its language. Where it cannot be had, the English one. */
export async function ownList(): Promise<{ language: string; words: WordList }> {
  const language = document.documentElement.lang;
  try {
    if (language in hashes()) return { language, words: await listOf(language) };
  } catch {
    // The numbers beside the words serve everybody; a receipt must be shown all the same.
  }
  return { language: "en", words: ENGLISH };
}

/** The secret in what a person typed. Lists of other languages are fetched, all at once, if none here fits. */
export async function readTyped(text: string): Promise<Bytes> {
  const here = [(await ownList()).words, ENGLISH];
  try {
    return readReceipt(text, ...here);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return readReceipt(text, ...here, ...(await otherLists()));
  }
}

/** What the person may have meant, in words of the list that fits best. */
export async function guessesFor(text: string): Promise<string[]> {
  return nearMisses(text, (await ownList()).words, ENGLISH, ...(await otherLists()));
}

async function otherLists(): Promise<WordList[]> {
  const lists = Object.keys(hashes()).map((language) => listOf(language).catch(() => null));
  return (await Promise.all(lists)).filter((list) => list !== null);
}

function listOf(language: string): Promise<WordList> {
  const known = loading.get(language) ?? fetched(language);
  loading.set(language, known);
  known.catch(() => {
    // The line may be back the next time.
    loading.delete(language);
  });
  return known;
}

async function fetched(language: string): Promise<WordList> {
  if (language === "en") return ENGLISH;
  const response = await fetch(`/static/words.${language}.txt`, {
    integrity: hashes()[language] ?? "",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) throw new Unavailable("partMissing");
  return (await response.text()).trim().split("\n");
}

function hashes(): Readonly<Record<string, string>> {
  return JSON.parse(document.body.dataset["wordLists"] ?? "{}") as Readonly<Record<string, string>>;
}
