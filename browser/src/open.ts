/** Opens what waits in a mailbox, with a post-quantum age identity and no other kind. */

import { Decrypter, type Identity } from "age-encryption";

import { type Bytes } from "./bytes.ts";
import { Refused, orRefusedLater } from "./errors.ts";

const POST_QUANTUM = "mlkem768x25519";
// Recipients that a quantum computer opens, by the first argument of their stanzas.
const CLASSIC: readonly string[] = ["X25519", "scrypt", "ssh-rsa", "ssh-ed25519", "p256tag", "piv-p256"];
const SECRET_KEY = "AGE-SECRET-KEY-PQ-1";

/**
 * What is sealed in an age file; all of it is authenticated when this returns.
 *
 * Refuses a file that a classic key opens too: one such recipient voids the protection of the others.
 */
export async function open(raw: Bytes, identity: string): Promise<Bytes> {
  if (!identity.startsWith(SECRET_KEY)) throw new Refused("envelope");
  return openWith(raw, [REFUSES_CLASSIC, identity]);
}

/** What is sealed in an age file, with identities that are asked in turn. */
export async function openWith(raw: Bytes, identities: readonly (string | Identity)[]): Promise<Bytes> {
  return orRefusedLater("envelope", async () => {
    const decrypter = new Decrypter();
    identities.forEach((identity) => {
      decrypter.addIdentity(identity);
    });
    return new Uint8Array(await decrypter.decrypt(raw));
  });
}

/** Opens nothing; is asked first, and looks at every stanza of the header. */
const REFUSES_CLASSIC: Identity = {
  unwrapFileKey: (stanzas) => {
    const kinds = stanzas.map((stanza) => stanza.args[0] ?? "");
    if (kinds.some((kind) => CLASSIC.includes(kind))) throw new Refused("mixed");
    if (!kinds.includes(POST_QUANTUM)) throw new Refused("envelope");
    return null;
  },
};
