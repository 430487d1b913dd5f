/** Lengths that say little of what is inside: Padmé (PURBs, Nikitin and others, 2019), and a floor. */

/** The padded length: at most 12% more, and only about log log n bits of the size still show. */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = bitLength(length) - 1;
  const unit = 2 ** (exponent - bitLength(exponent));
  return Math.ceil(length / unit) * unit;
}

/** The padded length, and never less than `floor`. */
export function paddedLength(length: number, floor: number): number {
  return padme(Math.max(length, floor));
}

/** How many bits a number takes; sizes beyond 32 bits included. */
function bitLength(value: number): number {
  let bits = 0;
  for (let rest = value; rest >= 1; rest = Math.floor(rest / 2)) bits++;
  return bits;
}
