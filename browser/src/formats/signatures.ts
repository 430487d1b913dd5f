/** Signatures inside what a source and an institution write: Ed25519 over a label and canonical JSON. */

import { ed25519 } from "@noble/curves/ed25519.js";

import { concatenated, toBase64, utf8, type Bytes } from "./bytes.ts";
import { canonicalJson, type JsonObject } from "./canonical.ts";

export const SIGNATURE_BYTES = 64;

/** The signature of this seed's key, in base64. */
export function signatureOver(label: string, content: JsonObject, seed: Bytes): string {
  return toBase64(ed25519.sign(concatenated(utf8(label), canonicalJson(content)), seed));
}

/** Whether this key signed just this content under this label; never for a key that anyone can sign for. */
export function isSignedBy(label: string, content: JsonObject, signature: Bytes, publicKey: Bytes): boolean {
  return isSignatureOf(signature, concatenated(utf8(label), canonicalJson(content)), publicKey);
}

/** Whether this key made `signature` over `text`; never for a key of small order. */
export function isSignatureOf(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, text, publicKey, { zip215: false });
  } catch {
    // A key or a signature that is none.
    return false;
  }
}
