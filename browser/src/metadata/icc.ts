/**
 * Colour profiles stay, since without them colours would change; what they say beside colours goes:
 * the screen's model and number, names, the day on which they were made.
 */

import { concatenated, type Bytes } from "../formats/bytes.ts";
import { Unreadable, latin1, startsWith, uint } from "./slices.ts";

const HEAD = 128;
const MOST_TAGS = 100;
const COLOURS = new Set([
  ...["rXYZ", "gXYZ", "bXYZ", "wtpt", "bkpt", "chad", "rTRC", "gTRC", "bTRC", "kTRC", "gamt", "cicp", "lumi"],
  ...["A2B0", "A2B1", "A2B2", "A2B3", "B2A0", "B2A1", "B2A2", "B2A3", "D2B0", "D2B1", "D2B2", "D2B3"],
  ...["B2D0", "B2D1", "B2D2", "B2D3"],
]);

interface Tag {
  readonly name: string;
  readonly entry: Bytes;
  readonly from: number;
  readonly to: number;
}

function tagsOf(profile: Bytes): readonly Tag[] {
  const count = uint(profile, HEAD, 4);
  if (!startsWith(profile, "acsp", 36) || count > MOST_TAGS || HEAD + 4 + 12 * count > profile.length) throw new Unreadable();
  return Array.from({ length: count }, (_, place) => {
    const at = HEAD + 4 + 12 * place;
    const from = uint(profile, at + 4, 4);
    const to = from + uint(profile, at + 8, 4);
    if (from < HEAD + 4 + 12 * count || to > profile.length) throw new Unreadable();
    return { name: latin1(profile.subarray(at, at + 4)), entry: profile.slice(at, at + 12), from, to };
  });
}

/** Whether the profile names one screen: Apple's way to keep its maker, model and number. */
export function namesScreen(profile: Bytes): boolean {
  return latin1(profile.subarray(0, HEAD + 4 + 12 * MOST_TAGS)).includes("mmod");
}

/**
 * The profile in the same length with zeros for all that is not about colours.
 * @throws Unreadable where it is not a whole profile
 */
export function onlyColours(profile: Bytes): Bytes {
  const kept = tagsOf(profile).filter(({ name }) => COLOURS.has(name));
  const plain = new Uint8Array(profile.length);
  plain.set(profile.subarray(0, HEAD));
  // Preferred program; day and time; maker, model; who made it; its fingerprint.
  for (const [from, to] of [[4, 8], [24, 36], [48, 56], [80, 128]] as const) plain.fill(0, from, to);
  new DataView(plain.buffer).setUint32(HEAD, kept.length);
  plain.set(concatenated(...kept.map(({ entry }) => entry)), HEAD + 4);
  for (const { from, to } of kept) plain.set(profile.subarray(from, to), from);
  new DataView(plain.buffer).setUint32(0, plain.length);
  return plain;
}
