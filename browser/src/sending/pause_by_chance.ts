/** Apart in time: two posts one right after the other would tell who watches them that they belong together. */

import { randomBytes } from "../formats/bytes.ts";

const STEPS = 65_536;

/** Waits for a time by chance, from `shortest` to `longest` seconds. */
export function pauseByChance(shortest: number, longest: number): Promise<void> {
  const [high = 0, low = 0] = randomBytes(2);
  const seconds = shortest + ((high * 256 + low) / STEPS) * (longest - shortest);
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}
