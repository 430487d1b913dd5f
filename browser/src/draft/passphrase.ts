/** The key of a draft: an age file key that a pass-phrase opens (C2SP age, "The scrypt recipient type"). */

import { FILE_KEY, composeHeader, readHeader } from "../age/age_header.ts";
import { randomBytes, type Bytes } from "../formats/bytes.ts";
import { Refused } from "../errors.ts";
import { ScryptIdentity, ScryptRecipient } from "../../node_modules/age-encryption/dist/recipients.js";

export const SHORTEST = 16;
// 64 MiB of memory, once: age's own 2^18 would need 256, which old phones do not give to a page.
const WORK = 16;

/** A file key, and the header from which the pass-phrase gets it back. */
export interface DraftKey {
  readonly header: Bytes;
  readonly fileKey: Bytes;
}

/** Refuses a pass-phrase that is short: whoever has the device can try as many as they like. */
export function newDraftKey(passphrase: string): DraftKey {
  const tidy = tidied(passphrase);
  if (Array.from(tidy).length < SHORTEST) throw new Refused("draftShort");
  const fileKey = randomBytes(FILE_KEY);
  return { header: composeHeader(fileKey, new ScryptRecipient(tidy, WORK).wrapFileKey(fileKey)), fileKey };
}

/** The key of an age file that this pass-phrase opens. */
export async function draftKeyOf(raw: Bytes, passphrase: string): Promise<DraftKey> {
  try {
    const header = await readHeader(raw);
    const fileKey = new ScryptIdentity(tidied(passphrase)).unwrapFileKey([...header.stanzas]);
    if (fileKey === null) throw new Refused("draftWrong");
    header.requireUnchanged(fileKey);
    return { header: raw.slice(0, header.size), fileKey: new Uint8Array(fileKey) };
  } catch {
    throw new Refused("draftWrong");
  }
}

/** One phone writes an accent in one piece, another in two; and nobody sees a space at the end. */
function tidied(passphrase: string): string {
  return passphrase.normalize("NFC").trim().replace(/\s+/g, " ");
}
