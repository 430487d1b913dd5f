/**
 * Seals to one post-quantum age recipient (`age1pq1…`) and to no other kind, in pieces, in their order.
 *
 * How long the file will be is known before its first byte, and memory does not grow with it.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { FILE_KEY, composeHeader } from "./age_header.ts";
import { HybridRecipient } from "./age_parts.ts";
import { concatenated, randomBytes, type Bytes } from "../formats/bytes.ts";
import { Refused, Unavailable, orRefused, requireNotCancelled } from "../errors.ts";
import { CHUNK, PAYLOAD_NONCE, TAG, payloadSealer, type ChunkSealer } from "./stream_cipher.ts";

const POST_QUANTUM = "age1pq1";

/** A fresh file key, and the header and nonce that go with it: for one plaintext, and never for another. */
export interface FileSeal {
  readonly header: Bytes;
  readonly fileKey: Bytes;
  readonly nonce: Bytes;
}

/** A whole age file, as parts that a Blob takes by reference. `bodySha256` is of all that follows its header. */
export interface Sealed {
  readonly parts: readonly Blob[];
  readonly size: number;
  readonly bodySha256: Bytes;
}

export interface SealOptions {
  /** Is shown the plaintext, piece by piece, before it is sealed. */
  readonly onPlain?: ((piece: Uint8Array) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly mayUseWebCrypto?: boolean | undefined;
  /** Ends a piece at this offset of the sealed file, if a chunk ends there. */
  readonly pauseAt?: number | undefined;
}

/** Refuses every recipient that is not `age1pq1…`. */
export function newFileSeal(recipient: string): FileSeal {
  if (!recipient.startsWith(POST_QUANTUM)) throw new Refused("recipient");
  const fileKey = randomBytes(FILE_KEY);
  const stanzas = orRefused("recipient", () => new HybridRecipient(recipient).wrapFileKey(fileKey));
  return { header: composeHeader(fileKey, stanzas), fileKey, nonce: randomBytes(PAYLOAD_NONCE) };
}

/** `plain` as an age file, for what is small enough to wait as a Blob. */
export async function seal(plain: Blob, recipient: string, options: SealOptions = {}): Promise<Sealed> {
  const file = newFileSeal(recipient);
  const hash = sha256.create();
  const parts: Blob[] = [];
  let size = 0;
  for await (const piece of sealedPieces(plain, file, options)) {
    hash.update(size === 0 ? piece.subarray(file.header.length) : piece);
    parts.push(new Blob([piece]));
    size += piece.length;
  }
  file.fileKey.fill(0);
  return { parts, size, bodySha256: new Uint8Array(hash.digest()) };
}

/**
 * The age file in pieces, in order: header and nonce first, then one or more sealed chunks at a time.
 *
 * The same plaintext under the same `FileSeal` gives the same bytes again.
 * Raises `Unavailable` where the file behind `plain` was moved or changed meanwhile.
 */
export async function* sealedPieces(plain: Blob, file: FileSeal, options: SealOptions = {}): AsyncGenerator<Bytes> {
  const sealer = await payloadSealer(file.fileKey, file.nonce, options.mayUseWebCrypto);
  yield concatenated(file.header, file.nonce);
  const chunks = Math.max(1, Math.ceil(plain.size / CHUNK));
  const pause = chunksUntil(options.pauseAt ?? 0, file);
  for (let first = 0, count = 0; first < chunks; first += count) {
    requireNotCancelled(options.signal);
    count = Math.min(sealer.chunksAtOnce, first < pause ? pause - first : chunks - first, chunks - first);
    const piece = await read(plain, first * CHUNK, Math.min(plain.size, (first + count) * CHUNK));
    options.onPlain?.(piece);
    yield concatenated(...(await sealPiece(sealer, piece, first, chunks)));
  }
}

/** How long the age file of so much plaintext is. */
export function sealedSize(plain: number, file: FileSeal): number {
  return file.header.length + sealedPayloadSize(plain);
}

/** How long the age file of so much plaintext is, less its header. */
export function sealedPayloadSize(plain: number): number {
  return PAYLOAD_NONCE + plain + TAG * Math.max(1, Math.ceil(plain / CHUNK));
}

function chunksUntil(offset: number, file: FileSeal): number {
  return Math.max(0, Math.floor((offset - file.header.length - file.nonce.length) / (CHUNK + TAG)));
}

function sealPiece(sealer: ChunkSealer, piece: Bytes, first: number, chunks: number): Promise<Bytes[]> {
  const count = Math.max(1, Math.ceil(piece.length / CHUNK));
  return Promise.all(
    Array.from({ length: count }, (_, place) =>
      sealer.seal(piece.subarray(place * CHUNK, (place + 1) * CHUNK), first + place, first + place === chunks - 1),
    ),
  );
}

async function read(plain: Blob, begin: number, end: number): Promise<Bytes> {
  try {
    const piece = new Uint8Array(await plain.slice(begin, end).arrayBuffer());
    if (piece.length === end - begin) return piece;
  } catch {
    // The file was moved, changed, or is not ours to read.
  }
  throw new Unavailable("fileUnread");
}
