/** What an XMP packet says, in a picture or a document. */

import type { Bytes } from "../formats/bytes.ts";
import { kindOf, type Found } from "./found.ts";
import { walkMarkup } from "./markup.ts";
import { MIB, looseUtf8 } from "./slices.ts";
import type { HiddenKind } from "./types.ts";

const MOST = MIB;

const KINDS: Readonly<Record<string, HiddenKind>> = {
  GPSLatitude: "place",
  GPSLongitude: "place",
  City: "place",
  State: "place",
  Country: "place",
  CountryName: "place",
  Location: "place",
  Sublocation: "place",
  ProvinceState: "place",
  CreateDate: "time",
  ModifyDate: "time",
  MetadataDate: "time",
  DateCreated: "time",
  DateTimeOriginal: "time",
  when: "time",
  Make: "device",
  Model: "device",
  Lens: "device",
  LensModel: "device",
  SerialNumber: "device",
  BodySerialNumber: "device",
  LensSerialNumber: "device",
  creator: "person",
  contributor: "person",
  publisher: "person",
  rights: "person",
  Owner: "person",
  OwnerName: "person",
  CameraOwnerName: "person",
  Artist: "person",
  Author: "person",
  AuthorsPosition: "person",
  CaptionWriter: "person",
  Credit: "person",
  CiEmailWork: "person",
  CiTelWork: "person",
  PersonInImage: "person",
  CreatorTool: "software",
  Producer: "software",
  softwareAgent: "software",
  Software: "software",
  title: "comment",
  description: "comment",
  subject: "comment",
  Headline: "comment",
  Keywords: "comment",
  Instructions: "comment",
  UserComment: "comment",
};
/** Where one of these stands around a text, the text is a list's item of the property outside. */
const LIST = new Set(["Alt", "Bag", "Seq", "li", "value", "Description"]);

export function readXmp(raw: Bytes, found: Found): void {
  if (raw.length > MOST) found.partly();
  const said = new Set<string>();
  walkMarkup(looseUtf8(raw.subarray(0, MOST)), ({ name, text, within }) => {
    const property = LIST.has(name) ? outside(within) : name;
    if (property === "Thumbnails" || within.includes("Thumbnails")) {
      found.note("thumbnail", "smallCopy");
      said.add(property);
      return;
    }
    const kind = kindOf(KINDS, property);
    if (kind === undefined || name === "lang") return;
    found.value(kind, text);
    said.add(property);
  });
  if (said.size === 0) found.note("other", "technical");
}

function outside(within: readonly string[]): string {
  for (let place = within.length - 1; place >= 0; place--) {
    const name = within[place] ?? "";
    if (!LIST.has(name)) return name;
  }
  return "";
}
