/** Stands where @noble/hashes/scrypt.js would: a source's device has no use for passphrases. */

export function scrypt(): never {
  throw new Error("passphrases are not part of the bundle");
}
