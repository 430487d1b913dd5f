/**
 * The parts of age-encryption that a source's device uses, and no others: its front door would bring along
 * classic recipients, passphrases and passkeys, which are refused here and would wait on a slow line.
 */

export { Stanza, encodeHeader, encodeHeaderNoMAC, parseHeader } from "../../node_modules/age-encryption/dist/format.js";
export { HybridIdentity, HybridRecipient, identityToRecipient } from "../../node_modules/age-encryption/dist/recipients.js";
export { decryptSTREAM } from "../../node_modules/age-encryption/dist/stream.js";
