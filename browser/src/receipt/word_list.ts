/** The English list of 2,048 words, which fingerprints use, and receipts where there is no other. */

import packed from "../../../src/unhindered/facts/wordlists/en.txt";

export const ENGLISH: readonly string[] = unpacked(packed);

/** The build packs a list: each word is the number of letters it shares with the one before it, and the rest. */
function unpacked(list: string): string[] {
  let before = "";
  return Array.from(list.matchAll(/(\d)(\D*)/g), ([, shared = "", rest = ""]) => {
    before = before.slice(0, Number(shared)) + rest;
    return before;
  });
}
