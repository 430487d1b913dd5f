// Seals or opens standard input with npm age-encryption: node age_encryption_peer.mjs LIBRARY {seal|open} KEY…
import { readFileSync, writeSync } from "node:fs";

const [library, action, ...keys] = process.argv.slice(2);
const age = await import(library);
const input = new Uint8Array(readFileSync(0));
const worker = action === "seal" ? new age.Encrypter() : new age.Decrypter();
for (const key of keys) {
  if (action === "seal") worker.addRecipient(key);
  else worker.addIdentity(key);
}
const output = action === "seal" ? await worker.encrypt(input) : await worker.decrypt(input);
for (let done = 0; done < output.length; ) done += writeSync(1, output, done);
