/** Opens what waits in a mailbox, with a post-quantum age identity and no other kind. */

import { readHeader, streamOf } from "./age_header.ts";
import { HybridIdentity, decryptSTREAM, type Stanza } from "./age_parts.ts";
import type { Bytes } from "../formats/bytes.ts";
import { Refused, orRefusedLater } from "../errors.ts";
import { PAYLOAD_NONCE, streamKey } from "./stream_cipher.ts";

const POST_QUANTUM = "mlkem768x25519";
// Recipients that a quantum computer opens, by the first argument of their stanzas.
const CLASSIC: readonly string[] = ["X25519", "scrypt", "ssh-rsa", "ssh-ed25519", "p256tag", "piv-p256"];
const SECRET_KEY = "AGE-SECRET-KEY-PQ-1";

/** Gives the file key that is in one of the stanzas, or null. */
export type Unwrap = (stanzas: Stanza[]) => Uint8Array | null;

/**
 * What is sealed in an age file; all of it is authenticated when this returns.
 *
 * Refuses a file that a classic key opens too: one such recipient voids the protection of the others.
 */
export async function open(raw: Bytes, identity: string): Promise<Bytes> {
  if (!identity.startsWith(SECRET_KEY)) throw new Refused("envelope");
  return openWith(raw, (stanzas) => {
    requirePostQuantum(stanzas);
    return new HybridIdentity(identity).unwrapFileKey(stanzas);
  });
}

/** What is sealed in an age file whose file key `unwrap` gives. */
export async function openWith(raw: Bytes, unwrap: Unwrap): Promise<Bytes> {
  return orRefusedLater("envelope", async () => {
    const header = await readHeader(raw);
    const fileKey = unwrap([...header.stanzas]);
    if (fileKey === null) throw new Refused("envelope");
    header.requireUnchanged(fileKey);
    const payload = raw.subarray(header.size + PAYLOAD_NONCE);
    const nonce = raw.subarray(header.size, header.size + PAYLOAD_NONCE);
    if (nonce.length < PAYLOAD_NONCE) throw new Refused("envelope");
    const plain = streamOf(payload).pipeThrough(decryptSTREAM(streamKey(fileKey, nonce)));
    return new Uint8Array(await new Response(plain as ReadableStream<Bytes>).arrayBuffer());
  });
}

/** Looks at every stanza of the header. */
function requirePostQuantum(stanzas: readonly Stanza[]): void {
  const kinds = stanzas.map((stanza) => stanza.args[0] ?? "");
  if (kinds.some((kind) => CLASSIC.includes(kind))) throw new Refused("mixed");
  if (!kinds.includes(POST_QUANTUM)) throw new Refused("envelope");
}
