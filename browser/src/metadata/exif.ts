/** What an EXIF block says, read by exifreader once we have seen that it cannot be made to fill the memory. */

import { load, type ExpandedTags } from "exifreader";

import { utf8, type Bytes } from "../formats/bytes.ts";
import { kindOf, type Found } from "./found.ts";
import { Unreadable, startsWith, uint } from "./slices.ts";
import type { HiddenKind } from "./types.ts";
import { readXmp } from "./xmp.ts";

const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const MOST_DIRECTORIES = 16;
const POINTERS = new Set([0x8769, 0x8825, 0xa005]);
const ORIENTATION = 0x0112;

/** By the names that exifreader gives; what is not named here is told of as technical details. */
const KINDS: Readonly<Record<string, HiddenKind>> = {
  GPSAreaInformation: "place",
  GPSDateStamp: "time",
  GPSProcessingMethod: "place",
  DateTime: "time",
  DateTimeOriginal: "time",
  DateTimeDigitized: "time",
  PreviewDateTime: "time",
  OffsetTime: "time",
  OffsetTimeOriginal: "time",
  Make: "device",
  Model: "device",
  UniqueCameraModel: "device",
  LocalizedCameraModel: "device",
  CameraLabel: "device",
  CameraSerialNumber: "device",
  BodySerialNumber: "device",
  SerialNumber: "device",
  LensMake: "device",
  LensModel: "device",
  LensSerialNumber: "device",
  ImageUniqueID: "device",
  RawDataUniqueID: "device",
  HostComputer: "device",
  Artist: "person",
  Copyright: "person",
  CameraOwnerName: "person",
  OwnerName: "person",
  XPAuthor: "person",
  Software: "software",
  ProcessingSoftware: "software",
  PreviewApplicationName: "software",
  DocumentName: "comment",
  OriginalRawFileName: "comment",
  ImageDescription: "comment",
  UserComment: "comment",
  ImageHistory: "comment",
  XPTitle: "comment",
  XPComment: "comment",
  XPKeywords: "comment",
  XPSubject: "comment",
};

const IPTC_KINDS: Readonly<Record<string, HiddenKind>> = {
  "City": "place",
  "Sub-location": "place",
  "Province/State": "place",
  "Country/Primary Location Name": "place",
  "Country/Primary Location Code": "place",
  "Content Location Name": "place",
  "Date Created": "time",
  "Time Created": "time",
  "Digital Creation Date": "time",
  "Digital Creation Time": "time",
  "By-line": "person",
  "By-line Title": "person",
  "Contact": "person",
  "Credit": "person",
  "Source": "person",
  "Copyright Notice": "person",
  "Writer/Editor": "person",
  "Originating Program": "software",
  "Caption/Abstract": "comment",
  "Headline": "comment",
  "Keywords": "comment",
  "Object Name": "comment",
  "Special Instructions": "comment",
};

/** What the pixels need; it says nothing about anybody. */
const PLAIN = new Set([
  ...["Orientation", "Exif IFD Pointer", "ExifVersion", "FlashpixVersion", "ColorSpace", "ComponentsConfiguration"],
  ...["XResolution", "YResolution", "ResolutionUnit", "YCbCrPositioning", "PixelXDimension", "PixelYDimension"],
]);
/** What makes up the picture of a TIFF file. */
const PICTURE = new Set([
  ...["ImageWidth", "ImageLength", "BitsPerSample", "Compression", "PhotometricInterpretation", "StripOffsets"],
  ...["SamplesPerPixel", "RowsPerStrip", "StripByteCounts", "PlanarConfiguration", "Predictor", "SampleFormat"],
  ...["ExtraSamples", "SubfileType", "FillOrder", "ICC_Profile", "ColorMap"],
]);

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where its value stands when it is one short number. */
  readonly at: number;
}

/** The directories of a TIFF block; refused where they lead in circles or ask for more than the block holds. */
function fieldsOf(raw: Bytes): readonly (readonly Field[])[] {
  const isLittle = startsWith(raw, "II");
  if (!startsWith(raw, "II*\0") && !startsWith(raw, "MM\0*")) throw new Unreadable();
  const waiting = [uint(raw, 4, 4, isLittle)];
  const directories: (readonly Field[])[] = [];
  let asked = 0;
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (at === 0) continue;
    if (directories.length === MOST_DIRECTORIES) throw new Unreadable();
    const fields = directoryAt(raw, at, isLittle);
    directories.push(fields);
    asked += fields.reduce((sum, { type, count }) => sum + (SIZES[type] ?? 0) * count, 0);
    waiting.push(...fields.filter(({ tag }) => POINTERS.has(tag)).map((field) => uint(raw, field.at, 4, isLittle)));
    const next = at + 2 + 12 * fields.length;
    if (next + 4 <= raw.length) waiting.push(uint(raw, next, 4, isLittle));
  }
  // The same bytes named by a thousand fields would become a thousand lists.
  if (asked > 2 * raw.length + 4096) throw new Unreadable();
  return directories;
}

function directoryAt(raw: Bytes, at: number, isLittle: boolean): readonly Field[] {
  return Array.from({ length: uint(raw, at, 2, isLittle) }, (_, place) => fieldAt(raw, at + 2 + 12 * place, isLittle));
}

function fieldAt(raw: Bytes, at: number, isLittle: boolean): Field {
  return {
    tag: uint(raw, at, 2, isLittle),
    type: uint(raw, at + 2, 2, isLittle),
    count: uint(raw, at + 4, 4, isLittle),
    at: at + 8,
  };
}

/** How the picture is to be turned, 1 to 8; 1 where nothing is said that can be read. */
export function orientationOf(tiff: Bytes): number {
  try {
    const field = fieldsOf(tiff)[0]?.find((one) => one.tag === ORIENTATION && one.type === 3 && one.count === 1);
    const value = field === undefined ? 1 : uint(tiff, field.at, 2, startsWith(tiff, "II"));
    return value >= 1 && value <= 8 ? value : 1;
  } catch {
    return 1;
  }
}

/** A TIFF block that says how the picture is to be turned, and nothing else. */
export function onlyOrientation(orientation: number): Bytes {
  return new Uint8Array([
    ...[0x49, 0x49, 42, 0, 8, 0, 0, 0],
    ...[1, 0],
    ...[ORIENTATION & 255, ORIENTATION >> 8, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
    ...[0, 0, 0, 0],
  ]);
}

/** An EXIF block without the six bytes that may stand before it. */
export function withoutExifMark(raw: Bytes): Bytes {
  return startsWith(raw, "Exif\0\0") ? raw.subarray(6) : raw;
}

/** Reads an EXIF block (or, with `isPicture`, a small TIFF file). */
export function readExif(tiff: Bytes, found: Found, isPicture = false): void {
  fieldsOf(tiff);
  const tags = loaded(tiff);
  const exif = tags.exif ?? {};
  const isLocated = readPlace(tags, found);
  for (const [name, tag] of Object.entries(exif)) {
    const kind = kindOf(KINDS, name);
    if (kind !== undefined) found.value(kind, described(name, exif));
    else if (!PLAIN.has(name) && !(isPicture && PICTURE.has(name))) readUnlisted(name, tag, found, isLocated);
  }
  if (tags.Thumbnail !== undefined) found.note("thumbnail", "smallCopy");
  readMakerNotes(tags, found);
  readIptcTags(tags, found);
}

function readUnlisted(name: string, tag: unknown, found: Found, isLocated: boolean): void {
  if (name.startsWith("GPS")) {
    // Part of a place that is shown already, or of one that is not whole.
    if (!isLocated) found.note("place", "unnamed");
  } else if (name === "ApplicationNotes") readXmp(bytesOf(tag), found);
  else if (name === "MakerNote") found.note("device", "makerNote");
  else found.note("other", "technical");
}

function readPlace(tags: ExpandedTags, found: Found): boolean {
  const { Latitude, Longitude, Altitude } = tags.gps ?? {};
  if (Latitude === undefined || Longitude === undefined) return false;
  found.value("place", coordinates(Latitude, Longitude, Altitude));
  return true;
}

/** What a few makers keep in their own way, as far as exifreader knows it. */
function readMakerNotes(tags: ExpandedTags, found: Found): void {
  for (const [name, tag] of Object.entries(tags.makerNotes ?? {})) {
    if (/owner/i.test(name)) found.value("person", textOf(tag));
    else if (/serial|internal/i.test(name)) found.value("device", textOf(tag));
  }
}

/** Reads IPTC out of an APP13 segment, which exifreader takes in a JPEG only. */
export function readIptc(segment: Bytes, found: Found): void {
  const jpeg = new Uint8Array(segment.length + 4);
  jpeg.set([0xff, 0xd8]);
  jpeg.set(segment, 2);
  jpeg.set([0xff, 0xd9], segment.length + 2);
  readIptcTags(loaded(jpeg), found);
}

function readIptcTags(tags: ExpandedTags, found: Found): void {
  for (const [name, tag] of Object.entries(tags.iptc ?? {})) {
    const kind = kindOf(IPTC_KINDS, name);
    if (kind !== undefined) found.value(kind, textOf(tag));
    else found.note("other", "technical");
  }
}

function loaded(raw: Bytes): ExpandedTags {
  try {
    // A buffer, never a name: what is a name would be fetched.
    const includeTags = { exif: true, iptc: true, gps: true, makerNotes: true, thumbnail: true } as const;
    return load(raw.slice().buffer, { expanded: true, includeUnknown: true, includeTags });
  } catch {
    throw new Unreadable();
  }
}

function coordinates(latitude: number, longitude: number, altitude: number | undefined): string {
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return altitude === undefined ? place : `${place} (${altitude.toFixed(0)} m)`;
}

/** A tag in exifreader's words; a time of the satellites with its clock. */
function described(name: string, exif: object): string {
  const tags = exif as Readonly<Record<string, unknown>>;
  const text = textOf(tags[name]);
  return name === "GPSDateStamp" ? `${text} ${textOf(tags["GPSTimeStamp"])} UTC` : text;
}

function textOf(tag: unknown): string {
  const tags: readonly unknown[] = Array.isArray(tag) ? tag.slice(0, 40) : [tag];
  return tags.map((one) => (isDescribed(one) ? one.description : "")).filter((text) => text !== "").join(", ");
}

function isDescribed(tag: unknown): tag is { description: string } {
  return typeof tag === "object" && tag !== null && "description" in tag && typeof tag.description === "string";
}

function bytesOf(tag: unknown): Bytes {
  const value = typeof tag === "object" && tag !== null && "value" in tag ? tag.value : "";
  if (Array.isArray(value)) return new Uint8Array(value.filter((byte) => typeof byte === "number"));
  return utf8(typeof value === "string" ? value : "");
}
