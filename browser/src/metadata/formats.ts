/** Which kind of file this is, by its first bytes; a name can say anything. */

import { latin1, startsWith, uint } from "./slices.ts";

export type Format =
  | "jpeg" | "png" | "webp" | "gif" | "tiff" | "heic" | "avif" | "pdf" | "zip"
  | "mp4" | "mp3" | "sound" | "film" | "unknown";

const STARTS: readonly (readonly [string, Format])[] = [
  ["\xff\xd8\xff", "jpeg"],
  ["\x89PNG\r\n\x1a\n", "png"],
  ["GIF87a", "gif"],
  ["GIF89a", "gif"],
  ["II*\0", "tiff"],
  ["MM\0*", "tiff"],
  ["PK\x03\x04", "zip"],
  ["ID3", "mp3"],
  ["OggS", "sound"],
  ["fLaC", "sound"],
  ["#!AMR", "sound"],
  ["FORM", "sound"],
  ["\x1aE\xdf\xa3", "film"],
  ["0&\xb2u\x8ef\xcf\x11", "film"],
];
const RIFF: Readonly<Record<string, Format>> = { "WEBP": "webp", "WAVE": "sound", "AVI ": "film" };
const PICTURE_BRANDS: Readonly<Record<string, Format>> = {
  heic: "heic", heix: "heic", heim: "heic", heis: "heic", hevc: "heic", hevx: "heic", mif1: "heic", msf1: "heic",
  avif: "avif", avis: "avif",
};

export function formatOf(head: Uint8Array): Format {
  const known = STARTS.find(([start]) => startsWith(head, start));
  if (known !== undefined) return known[1];
  if (startsWith(head, "RIFF")) return RIFF[latin1(head.subarray(8, 12))] ?? "unknown";
  if (startsWith(head, "ftyp", 4)) return PICTURE_BRANDS[latin1(head.subarray(8, 12))] ?? "mp4";
  // Some programs put a line before; readers take it within the first kibibyte.
  if (latin1(head.subarray(0, 1024)).includes("%PDF-")) return "pdf";
  return isSoundFrame(head) ? "mp3" : "unknown";
}

/** MPEG sound without a head: eleven bits set, a layer, a rate that exists. */
function isSoundFrame(head: Uint8Array): boolean {
  if (head.length < 4 || (uint(head, 0, 2) & 0xffe0) !== 0xffe0) return false;
  return (uint(head, 1, 1) & 6) !== 0 && (uint(head, 2, 1) & 0xf0) !== 0xf0;
}
