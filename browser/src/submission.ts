/** Closes everything that goes in one post: attachments first, then what names them (docs/formats/http.md). */

import { sha256 } from "@noble/hashes/sha2.js";

import { bigEndian, concatenated, type Bytes } from "./bytes.ts";
import { MAX_ATTACHMENTS, type AttachmentReference } from "./correspondence.ts";
import { Refused } from "./errors.ts";
import type { Notice } from "./notice.ts";
import { FLOOR, cleanName, framed } from "./payload.ts";
import { seal, type Sealed } from "./seal.ts";

/** What is posted, and how many envelopes are in it. */
export interface Submission {
  readonly body: Blob;
  readonly envelopes: number;
}

/** What is to be closed. `compose` is told of the attachments once they are sealed. */
export interface Letter {
  readonly name: string;
  readonly files: readonly File[];
  readonly compose: (attachments: readonly AttachmentReference[]) => Bytes;
}

export interface CloseOptions {
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** One body of `POST /entries`, as a Blob of parts: memory does not grow with the attachments. */
export async function closeLetter(letter: Letter, notice: Notice, options: CloseOptions = {}): Promise<Submission> {
  if (letter.files.length > MAX_ATTACHMENTS) throw new Refused("tooManyFiles");
  const total = letter.files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  const onBytes = (count: number): void => {
    done += count;
    options.onProgress?.(total === 0 ? 1 : Math.min(1, done / total));
  };
  const parts: Blob[] = [];
  const references: AttachmentReference[] = [];
  for (const file of letter.files) {
    const { sealed, reference } = await sealAttachment(file, notice, onBytes, options.signal);
    parts.push(...withHead(sealed, notice));
    references.push(reference);
  }
  const frame = framed(letter.name, new Blob([letter.compose(references)]), FLOOR);
  parts.push(...withHead(await seal(frame.blob, notice.intake, { signal: options.signal }), notice));
  return { body: new Blob(parts), envelopes: letter.files.length + 1 };
}

/** A file as an envelope of its own; the hash of the original is taken of the very bytes that are sealed. */
async function sealAttachment(
  file: File,
  notice: Notice,
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): Promise<{ sealed: Sealed; reference: AttachmentReference }> {
  const name = cleanName(file.name);
  const { blob, bodyOffset } = framed(name, file, 0);
  const original = sha256.create();
  let offset = 0;
  const onPlain = (piece: Uint8Array): void => {
    const begin = Math.max(0, bodyOffset - offset);
    const end = Math.min(piece.length, bodyOffset + file.size - offset);
    if (begin < end) original.update(piece.subarray(begin, end));
    offset += piece.length;
    onBytes(piece.length);
  };
  const sealed = await seal(blob, notice.intake, { onPlain, signal });
  const reference = {
    body: sealed.bodySha256,
    name,
    size: file.size,
    sha256: new Uint8Array(original.digest()),
  };
  return { sealed, reference };
}

/** An envelope behind its length and the id of the notice it is sealed for. */
function withHead(sealed: Sealed, notice: Notice): Blob[] {
  return [new Blob([concatenated(bigEndian(sealed.size, 8), notice.id)]), ...sealed.parts];
}
