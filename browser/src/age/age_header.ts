/** The header of an age file (C2SP age, "Header"): who can open it, and the proof that nobody changed that. */

import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { encodeHeader, encodeHeaderNoMAC, parseHeader, type Stanza } from "./age_parts.ts";
import { equal, utf8, type Bytes } from "../formats/bytes.ts";
import { Refused } from "../errors.ts";

export const FILE_KEY = 16;

/** A header that was read; its stanzas are a stranger's until `requireUnchanged`. */
export interface Header {
  readonly stanzas: readonly Stanza[];
  readonly size: number;
  /** Refuses a header that was not made with this file key. */
  readonly requireUnchanged: (fileKey: Uint8Array) => void;
}

export function composeHeader(fileKey: Uint8Array, stanzas: Stanza[]): Bytes {
  return new Uint8Array(encodeHeader(stanzas, headerMac(fileKey, encodeHeaderNoMAC(stanzas))));
}

/** The header at the beginning of a file. */
export async function readHeader(raw: Bytes): Promise<Header> {
  const { stanzas, MAC, headerNoMAC, headerSize } = await parseHeader(streamOf(raw));
  return {
    stanzas,
    size: headerSize,
    requireUnchanged: (fileKey) => {
      if (!equal(headerMac(fileKey, headerNoMAC), MAC)) throw new Refused("envelope");
    },
  };
}

export function streamOf(raw: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(raw);
      controller.close();
    },
  });
}

function headerMac(fileKey: Uint8Array, text: Uint8Array): Uint8Array {
  return hmac(sha256, hkdf(sha256, fileKey, undefined, utf8("header"), 32), text);
}
