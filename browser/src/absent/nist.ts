/**
 * Stands where @noble/curves/nist.js would: the bundle seals to X25519 with ML-KEM-768 and refuses all else,
 * so the NIST curves would only be dead weight on a slow line. Whoever calls them gets an error.
 */

function absent(): never {
  throw new Error("this curve is not part of the bundle");
}

// What @noble/post-quantum looks at when it is loaded.
const curve = {
  lengths: { secretKey: 32, publicKey: 33, publicKeyUncompressed: 65, seed: 48 },
  Point: { Fn: { toBytes: absent, fromBytes: absent, create: absent } },
  keygen: absent,
  getPublicKey: absent,
  getSharedSecret: absent,
  utils: { randomSecretKey: absent },
};

export const p256 = curve;
export const p384 = curve;
