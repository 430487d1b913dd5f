/** Looks into a file of any kind, told by its first bytes; nothing it meets makes it raise. */

import { lookIntoBoxes } from "./boxes.ts";
import { readExif } from "./exif.ts";
import { lookIntoFilm } from "./film.ts";
import { Found } from "./found.ts";
import { cleanedGif, lookIntoGif } from "./gif.ts";
import { cleanedJpeg, lookIntoJpeg } from "./jpeg.ts";
import { lookIntoPackage } from "./office.ts";
import { lookIntoPdf } from "./pdf.ts";
import { cleanedPng, lookIntoPng } from "./png.ts";
import { MOST_CLEANED, MOST_LOOKED_AT, Slices, Unreadable } from "./slices.ts";
import { formatOf, type Format } from "./formats.ts";
import type { Hidden } from "./types.ts";
import { cleanedWebp, lookIntoWebp } from "./webp.ts";

type Look = (slices: Slices, found: Found) => Promise<void>;
type Clean = (slices: Slices) => Promise<Blob>;

const LOOKS: Partial<Readonly<Record<Format, Look>>> = {
  jpeg: lookIntoJpeg,
  png: lookIntoPng,
  webp: lookIntoWebp,
  gif: lookIntoGif,
  tiff: lookIntoTiff,
  heic: lookIntoBoxes,
  avif: lookIntoBoxes,
  pdf: lookIntoPdf,
  zip: lookIntoPackage,
  mp4: lookIntoFilm,
};

const CLEANERS: Partial<Readonly<Record<Format, Clean>>> = {
  jpeg: cleanedJpeg,
  png: cleanedPng,
  webp: cleanedWebp,
  gif: cleanedGif,
};

const SOUND_AND_FILM: ReadonlySet<Format> = new Set<Format>(["mp3", "sound", "film"]);

async function lookIntoTiff(slices: Slices, found: Found): Promise<void> {
  if (slices.size > MOST_LOOKED_AT) {
    found.partly();
    return;
  }
  readExif((await slices.bytes(0, slices.size)).slice(), found, true);
}

/** What is hidden in a file, or that it could not be looked into. */
export async function readHidden(file: Blob): Promise<Hidden> {
  const found = new Found();
  const slices = new Slices(file);
  let format: Format = "unknown";
  try {
    format = formatOf(await slices.upTo(0, 4096));
    const look = LOOKS[format];
    if (look !== undefined) await look(slices, found);
    else found.look = SOUND_AND_FILM.has(format) ? "mayCarry" : "notLooked";
  } catch (error) {
    requireUnreadable(error);
    found.look = "unreadable";
  }
  return found.hidden(format, CLEANERS[format] !== undefined && file.size <= MOST_CLEANED);
}

/** A copy with the same picture and nothing hidden; null where it cannot be made, or something stayed in it. */
export async function cleaned(file: Blob): Promise<Blob | null> {
  const slices = new Slices(file);
  if (file.size > MOST_CLEANED) return null;
  try {
    const clean = CLEANERS[formatOf(await slices.upTo(0, 4096))];
    if (clean === undefined) return null;
    const copy = await clean(slices);
    const left = await readHidden(copy);
    return left.look === "looked" && left.findings.length === 0 ? copy : null;
  } catch (error) {
    requireUnreadable(error);
    return null;
  }
}

/** A fault of our own stays visible to us; to the person it is a file that could not be looked into. */
function requireUnreadable(error: unknown): void {
  if (!(error instanceof Unreadable)) console.warn("a file could not be looked into");
}
