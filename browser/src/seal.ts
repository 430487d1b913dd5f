/**
 * Seals to one post-quantum age recipient (`age1pq1…`) and to no other kind.
 *
 * The header is made by age-encryption, the payload in memory that does not grow with the file.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { Encrypter } from "age-encryption";

import { concatenated, randomBytes, type Bytes } from "./bytes.ts";
import { Refused, Unavailable, orRefusedLater, requireNotCancelled } from "./errors.ts";
import { CHUNK, PAYLOAD_NONCE, TAG, payloadSealer, type ChunkSealer } from "./stream_cipher.ts";

const POST_QUANTUM = "age1pq1";

/** A whole age file, as parts that a Blob takes by reference. `bodySha256` is of all that follows its header. */
export interface Sealed {
  readonly parts: readonly Blob[];
  readonly size: number;
  readonly bodySha256: Bytes;
}

export interface SealOptions {
  /** Is shown the plaintext, piece by piece, before it is sealed. */
  readonly onPlain?: (piece: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
  readonly mayUseWebCrypto?: boolean;
}

/** `plain` as an age file. Refuses every recipient that is not `age1pq1…`. */
export async function seal(plain: Blob, recipient: string, options: SealOptions = {}): Promise<Sealed> {
  const { header, fileKey } = await newHeader(recipient);
  const nonce = randomBytes(PAYLOAD_NONCE);
  const sealer = await payloadSealer(fileKey, nonce, options.mayUseWebCrypto);
  fileKey.fill(0);
  const hash = sha256.create().update(nonce);
  const parts = [new Blob([concatenated(header, nonce)])];
  let size = header.length + nonce.length;
  const chunks = Math.max(1, Math.ceil(plain.size / CHUNK));
  for (let first = 0; first < chunks; first += sealer.chunksAtOnce) {
    requireNotCancelled(options.signal);
    const piece = await read(plain.slice(first * CHUNK, (first + sealer.chunksAtOnce) * CHUNK));
    options.onPlain?.(piece);
    const sealed = await sealPiece(sealer, piece, first, chunks);
    sealed.forEach((chunk) => hash.update(chunk));
    parts.push(new Blob(sealed));
    size += sealed.reduce((sum, chunk) => sum + chunk.length, 0);
  }
  return { parts, size, bodySha256: new Uint8Array(hash.digest()) };
}

/** How long the age file of so much plaintext is, less its header. */
export function sealedPayloadSize(plain: number): number {
  return PAYLOAD_NONCE + plain + TAG * Math.max(1, Math.ceil(plain / CHUNK));
}

function sealPiece(sealer: ChunkSealer, piece: Bytes, first: number, chunks: number): Promise<Bytes[]> {
  const count = Math.max(1, Math.ceil(piece.length / CHUNK));
  return Promise.all(
    Array.from({ length: count }, (_, place) =>
      sealer.seal(piece.subarray(place * CHUNK, (place + 1) * CHUNK), first + place, first + place === chunks - 1),
    ),
  );
}

/** A header that age-encryption made for a file key that it drew, and that file key. */
async function newHeader(recipient: string): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  if (!recipient.startsWith(POST_QUANTUM)) throw new Refused("recipient");
  const captured: Uint8Array[] = [];
  const empty = await orRefusedLater("recipient", () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    // Adds no stanza: the file key is all we want of it.
    encrypter.addRecipient({
      wrapFileKey: (fileKey) => {
        captured.push(fileKey.slice());
        return [];
      },
    });
    return encrypter.encrypt(new Uint8Array(0));
  });
  const [fileKey] = captured;
  if (fileKey === undefined) throw new Unavailable("again");
  // An empty file's payload is a nonce and a tag.
  return { header: empty.subarray(0, empty.length - PAYLOAD_NONCE - TAG), fileKey };
}

async function read(slice: Blob): Promise<Bytes> {
  try {
    return new Uint8Array(await slice.arrayBuffer());
  } catch {
    // The file was moved, changed, or is not ours to read.
    throw new Unavailable("fileUnread");
  }
}
