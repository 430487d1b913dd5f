/** Closes everything that goes in one post: the letter, and its attachments or the uploads that hold them (docs/formats/http.md). */

import { Attachment } from "../age/attachment.ts";
import { bigEndian, concatenated, type Bytes } from "../formats/bytes.ts";
import { MAX_ATTACHMENTS, type AttachmentReference } from "./correspondence.ts";
import { Refused } from "../errors.ts";
import type { Uploaded } from "../sending/kept_uploads.ts";
import type { Notice } from "../formats/notice.ts";
import { FLOOR, framed } from "../age/payload.ts";
import { newFileSeal, seal } from "../age/seal.ts";

// In place of the length of an envelope: the id of an upload follows.
const UPLOAD_MARK = new Uint8Array(8).fill(0xff);

/** What is posted, how many envelopes that makes, and whether some of them were uploaded before. */
export interface Submission {
  readonly body: Blob;
  readonly envelopes: number;
  readonly hasUploads: boolean;
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

/** Refuses more files than an officer's program would read. */
export function requireFewFiles(letter: Letter): void {
  if (letter.files.length > MAX_ATTACHMENTS) throw new Refused("tooManyFiles");
}

/** One body of `POST /entries` with all attachments in it: for few bytes, which are sealed before the first is sent. */
export async function closeLetter(letter: Letter, notice: Notice, options: CloseOptions = {}): Promise<Submission> {
  requireFewFiles(letter);
  const total = letter.files.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  const parts: Blob[] = [];
  const references: AttachmentReference[] = [];
  for (const file of letter.files) {
    const attachment = new Attachment(file, newFileSeal(notice.intake));
    parts.push(recordHead(attachment.size, notice));
    for await (const piece of attachment.pieces(options.signal)) parts.push(new Blob([piece]));
    references.push(attachment.reference());
    done += file.size;
    options.onProgress?.(total === 0 ? 1 : done / total);
  }
  parts.push(...(await sealedLetter(letter, notice, references, options)));
  return { body: new Blob(parts), envelopes: letter.files.length + 1, hasUploads: false };
}

/** One body of `POST /entries` that names what was uploaded before: the letter first, then its attachments. */
export async function closeUploaded(
  letter: Letter,
  notice: Notice,
  uploaded: readonly Uploaded[],
  options: CloseOptions = {},
): Promise<Submission> {
  const references = uploaded.map(({ reference }) => reference);
  const named = uploaded.map(({ id }) => new Blob([UPLOAD_MARK, notice.id, id]));
  const body = new Blob([...(await sealedLetter(letter, notice, references, options)), ...named]);
  return { body, envelopes: uploaded.length + 1, hasUploads: uploaded.length > 0 };
}

async function sealedLetter(
  letter: Letter,
  notice: Notice,
  references: readonly AttachmentReference[],
  { signal }: CloseOptions,
): Promise<Blob[]> {
  const frame = framed(letter.name, new Blob([letter.compose(references)]), FLOOR);
  const { parts, size } = await seal(frame.blob, notice.intake, { signal });
  return [recordHead(size, notice), ...parts];
}

/** The length of an envelope, and the id of the notice it is sealed for. */
function recordHead(size: number, notice: Notice): Blob {
  return new Blob([concatenated(bigEndian(size, 8), notice.id)]);
}
