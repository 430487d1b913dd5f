/** The published list of 2,048 words that receipts and fingerprints use. */

import list from "../../src/unhindered/facts/wordlists/en.txt";

export const ENGLISH: readonly string[] = list.trim().split(/\s+/);
