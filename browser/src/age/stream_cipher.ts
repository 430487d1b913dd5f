/**
 * The payload of an age file: ChaCha20-Poly1305 in chunks of 64 KiB (C2SP age, "Payload").
 *
 * WebCrypto where the browser has it (about seven times as fast), @noble/ciphers where not.
 */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { equal, utf8, type Bytes } from "../formats/bytes.ts";

export const CHUNK = 64 * 1024;
export const TAG = 16;
export const PAYLOAD_NONCE = 16;
const NAME = "ChaCha20-Poly1305";

/** Seals one chunk. `chunksAtOnce` is how many to hand over before letting the page breathe. */
export interface ChunkSealer {
  readonly chunksAtOnce: number;
  seal(chunk: Bytes, index: number, isLast: boolean): Promise<Bytes>;
}

/** The sealer of one file's payload. `mayUseWebCrypto` is false where a test wants the slower one. */
export async function payloadSealer(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  mayUseWebCrypto = true,
): Promise<ChunkSealer> {
  const key = streamKey(fileKey, nonce);
  const fast = mayUseWebCrypto ? await webCryptoSealer(key) : null;
  return fast ?? nobleSealer(key);
}

/** The key of one file's payload. */
export function streamKey(fileKey: Uint8Array, nonce: Uint8Array): Bytes {
  return new Uint8Array(hkdf(sha256, fileKey, nonce, utf8("payload"), 32));
}

/** Whether this browser's own cipher is there and gives what the other one gives. */
export async function hasWebCryptoSealer(): Promise<boolean> {
  return (await webCryptoSealer(new Uint8Array(32))) !== null;
}

function nobleSealer(key: Bytes): ChunkSealer {
  return {
    chunksAtOnce: 4,
    seal: (chunk, index, isLast) =>
      Promise.resolve(new Uint8Array(chacha20poly1305(key, chunkNonce(index, isLast)).encrypt(chunk))),
  };
}

async function webCryptoSealer(key: Bytes): Promise<ChunkSealer | null> {
  try {
    if (!(await givesTheSame())) return null;
    const imported = await importKey(key);
    return {
      chunksAtOnce: 8,
      seal: (chunk, index, isLast) => encrypt(imported, chunkNonce(index, isLast), chunk),
    };
  } catch {
    // Any failure means that the browser does not have it, each in its own way.
    return null;
  }
}

/** The interface is young: a browser that got it wrong must not cost anybody a report. */
async function givesTheSame(): Promise<boolean> {
  const key = new Uint8Array(32).fill(7);
  const nonce = chunkNonce(1, true);
  const text = utf8("the same bytes from both");
  const native = await encrypt(await importKey(key), nonce, text);
  return equal(native, chacha20poly1305(key, nonce).encrypt(text));
}

function importKey(key: Bytes): Promise<CryptoKey> {
  // "raw-secret" is the format's name in the draft that brings this cipher; the types do not know it yet.
  return crypto.subtle.importKey("raw-secret" as "raw", key, { name: NAME }, false, ["encrypt"]);
}

async function encrypt(key: CryptoKey, iv: Bytes, chunk: Bytes): Promise<Bytes> {
  const algorithm: AesGcmParams = { name: NAME, iv };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, chunk));
}

/** An 11-byte big-endian counter, and one byte that is 1 for the last chunk. */
function chunkNonce(index: number, isLast: boolean): Bytes {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
