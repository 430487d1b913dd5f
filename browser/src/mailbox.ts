/** A mailbox: pages of one size, whether it is full, empty or does not exist. */

import { concatenated, fromBigEndian, toHex, type Bytes } from "./bytes.ts";
import { canonicalJson } from "./canonical.ts";
import { readFromMailbox, type HeldNote, type Reply } from "./correspondence.ts";
import { Refused } from "./errors.ts";
import type { Notice } from "./notice.ts";
import { open } from "./open.ts";
import { readFrame } from "./payload.ts";
import type { SourceKeys } from "./receipt.ts";
import { noteSigner, signNote, verifierText } from "./signed_note.ts";

export const PAGE_BYTES = 65_536;
const REQUEST_BYTES = 2048;
const SPACE = 0x20;
const LENGTH = 4;
const MAX_PAGES = 1024;

/** Something in the mailbox that this device cannot open or does not know. */
export interface Broken {
  readonly kind: "broken";
}

/**
 * The signed request for page `page` of the mailbox of these keys, always of one length.
 *
 * The notice dates it: what was recorded cannot be asked again for ever.
 */
export function mailboxRequest(keys: SourceKeys, notice: Notice, page: number): Bytes {
  const signer = noteSigner("mailbox", keys.mailboxSeed);
  const text = `unhindered/mailbox-read/v1\n${notice.gate}\n${page}\n${toHex(notice.id)}\n`;
  const json = canonicalJson({ key: verifierText(signer.verifier), request: signNote(text, signer) });
  // Spaces after JSON mean nothing: who watches the wire cannot tell one page number from another.
  return concatenated(json, new Uint8Array(Math.max(0, REQUEST_BYTES - json.length)).fill(SPACE));
}

/** All envelopes of a mailbox, asking for page after page until the stream ends. */
export async function readPages(fetchPage: (page: number) => Promise<Bytes>): Promise<Bytes[]> {
  const found: Bytes[] = [];
  let unread = new Uint8Array(0);
  for (let number = 0; number < MAX_PAGES; number++) {
    const page = await fetchPage(number);
    if (page.length !== PAGE_BYTES) throw new Refused("page");
    unread = concatenated(unread, page);
    const rest = takeEnvelopes(unread, found);
    if (rest === null) return found;
    unread = rest;
  }
  throw new Refused("page");
}

/** What is in the envelopes, in their order; one that cannot be opened hides none of the others. */
export async function openAll(
  envelopes: readonly Bytes[],
  keys: SourceKeys,
  notice: Notice,
): Promise<(Reply | HeldNote | Broken)[]> {
  const opened: (Reply | HeldNote | Broken)[] = [];
  for (const envelope of envelopes) {
    try {
      opened.push(readFromMailbox(readFrame(await open(envelope, keys.identity)), keys.mailboxId, notice));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      opened.push({ kind: "broken" });
    }
  }
  return opened;
}

/** Moves whole envelopes from `unread` to `found`; what is left, or null once a length of zero ends it. */
function takeEnvelopes(unread: Bytes, found: Bytes[]): Bytes | null {
  let place = 0;
  while (place + LENGTH <= unread.length) {
    const length = fromBigEndian(unread.subarray(place, place + LENGTH));
    if (length === 0) return null;
    const end = place + LENGTH + length;
    if (end > unread.length) break;
    found.push(unread.slice(place + LENGTH, end));
    place = end;
  }
  return unread.slice(place);
}
