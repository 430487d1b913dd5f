/** A mailbox: pages of one size, whether it is full, empty or does not exist. */

import { sha256 } from "@noble/hashes/sha2.js";

import { concatenated, equal, fromBigEndian, toHex, utf8, type Bytes } from "../formats/bytes.ts";
import { canonicalJson } from "../formats/canonical.ts";
import { readFromMailbox, type AttachmentReference, type HeldNote, type Reply } from "../letters/correspondence.ts";
import { Refused } from "../errors.ts";
import type { Notice } from "../formats/notice.ts";
import { open } from "../age/open.ts";
import { readFrame } from "../age/payload.ts";
import type { SourceKeys } from "../receipt/receipt.ts";
import { noteSigner, signNote, verifierText } from "../formats/signed_note.ts";
import type { Status } from "../letters/status.ts";

export const PAGE_BYTES = 65_536;
/** What is longer is an attachment of a reply: it is fetched when the person asks for it. */
export const READ_AT_ONCE = 131_072;
const REQUEST_BYTES = 2048;
const SPACE = 0x20;
const LENGTH = 4;
const MAX_PAGES = 1024;
const MAX_OFFSET = 2 ** 40;
// Padding adds at most an eighth; name, header, nonce and authentication tags the rest.
const MOST_OVERHEAD = 128 * 1024;
const NEWLINE = 0x0a;

/** Something in the mailbox that this device cannot open or does not know. */
export interface Broken {
  readonly kind: "broken";
}

/** An envelope that was left where it is: too long to be fetched unasked. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export type FetchPage = (page: number) => Promise<Bytes>;
export type Found = Reply | HeldNote | Status | Broken;

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

/**
 * All of a mailbox in its order, asking for page after page until the stream ends.
 *
 * Pages that hold nothing but the inside of a long envelope are passed over.
 */
export async function readPages(fetchPage: FetchPage): Promise<(Bytes | Place)[]> {
  const stream = new Stream(fetchPage);
  const found: (Bytes | Place)[] = [];
  for (let offset = 0; offset < MAX_OFFSET; ) {
    const length = fromBigEndian(await stream.read(offset, LENGTH));
    if (length === 0) return found;
    const place = { offset: offset + LENGTH, length };
    found.push(length > READ_AT_ONCE ? place : await stream.read(place.offset, length));
    offset = place.offset + length;
  }
  throw new Refused("page");
}

/** What the institution wrote, in its order; one that cannot be opened hides none of the others. */
export async function openAll(
  found: readonly (Bytes | Place)[],
  keys: SourceKeys,
  notice: Notice,
): Promise<Found[]> {
  const opened: { readonly envelope: Bytes; readonly item: Found }[] = [];
  for (const envelope of found) {
    if (isPlace(envelope)) continue;
    opened.push({ envelope, item: await openOne(envelope, keys, notice) });
  }
  const files = opened.flatMap(({ item }) => (item.kind === "reply" ? item.attachments : []));
  const isFile = (envelope: Bytes): boolean => files.some((file) => isBodyOf(envelope, file));
  // An attachment is shown with the reply that names it, never by itself.
  return opened.filter(({ envelope, item }) => item.kind !== "broken" || !isFile(envelope)).map(({ item }) => item);
}

/** The file that a reply names, once it is fetched and is what the institution named; else refused. */
export async function openAttachment(
  file: AttachmentReference,
  found: readonly (Bytes | Place)[],
  keys: SourceKeys,
  fetchPage: FetchPage,
): Promise<Bytes> {
  for (const item of found) {
    if (!couldHold(item, file)) continue;
    // Each with its own pages: what was fetched for one is let go before the next.
    const envelope = isPlace(item) ? await new Stream(fetchPage).read(item.offset, item.length) : item;
    if (!isBodyOf(envelope, file)) continue;
    const { body } = readFrame(await open(envelope, keys.identity));
    if (body.length !== file.size || !equal(sha256(body), file.sha256)) throw new Refused("frame");
    return new Uint8Array(body);
  }
  throw new Refused("frame");
}

async function openOne(envelope: Bytes, keys: SourceKeys, notice: Notice): Promise<Found> {
  try {
    return readFromMailbox(readFrame(await open(envelope, keys.identity)), keys.mailboxId, notice);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: "broken" };
  }
}

function isPlace(item: Bytes | Place): item is Place {
  return "offset" in item;
}

function couldHold(item: Bytes | Place, file: AttachmentReference): boolean {
  return item.length >= file.size && item.length <= file.size + file.size / 7 + MOST_OVERHEAD;
}

/** Whether what follows the header of this age file is the body that a reply names. */
function isBodyOf(envelope: Bytes, file: AttachmentReference): boolean {
  const mark = utf8("\n--- ");
  const end = envelope.findIndex((_, place) => mark.every((byte, next) => envelope[place + next] === byte));
  const line = end < 0 ? -1 : envelope.indexOf(NEWLINE, end + mark.length);
  return line >= 0 && equal(sha256(envelope.subarray(line + 1)), file.body);
}

/** The stream that the pages of a mailbox make, read from any place on. */
class Stream {
  private number = -1;
  private page: Bytes = new Uint8Array(0);
  private fetched = 0;

  constructor(private readonly fetchPage: FetchPage) {}

  async read(offset: number, length: number): Promise<Bytes> {
    const pieces: Bytes[] = [];
    for (let at = offset; at < offset + length; ) {
      const page = await this.pageAt(Math.floor(at / PAGE_BYTES));
      const begin = at % PAGE_BYTES;
      const piece = page.slice(begin, Math.min(PAGE_BYTES, begin + offset + length - at));
      pieces.push(piece);
      at += piece.length;
    }
    return concatenated(...pieces);
  }

  private async pageAt(number: number): Promise<Bytes> {
    if (number === this.number) return this.page;
    // A mailbox that never ends is no mailbox.
    if (this.fetched++ >= MAX_PAGES) throw new Refused("page");
    const page = await this.fetchPage(number);
    if (page.length !== PAGE_BYTES) throw new Refused("page");
    this.number = number;
    this.page = page;
    return page;
  }
}
