/** Reads the vectors that Python runs too. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

// Tests are run from browser/.
const VECTORS = "../vectors";

// The caller says what is in the file; a vector of another shape fails its test.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function json<T>(name: string): T {
  return JSON.parse(readFileSync(join(VECTORS, name), "utf8")) as T;
}

/** The files of a folder whose names begin so, parsed. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function jsonFiles<T>(folder: string, begin: string): { name: string; vector: T }[] {
  const names = readdirSync(join(VECTORS, folder)).filter((name) => name.startsWith(begin) && name.endsWith(".json"));
  return names.sort().map((name) => ({ name, vector: json<T>(join(folder, name)) }));
}

/** The words of a published list, by the code of its language. */
export function wordList(language: string): string[] {
  return readFileSync(join("../src/unhindered/facts/wordlists", `${language}.txt`), "utf8").trim().split("\n");
}

export interface AgeVector {
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Uint8Array<ArrayBuffer>;
}

/** The C2SP vectors of age. */
export function ageVectors(): AgeVector[] {
  return readdirSync(join(VECTORS, "age/cctv"))
    .sort()
    .map((name) => {
      const raw = readFileSync(join(VECTORS, "age/cctv", name));
      const end = raw.indexOf("\n\n");
      const lines = raw.subarray(0, end).toString("utf8").split("\n");
      const fields = new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
      const file = raw.subarray(end + 2);
      return { name, fields, file: new Uint8Array(fields.get("compressed") === "zlib" ? inflateSync(file) : file) };
    });
}

export function ageFile(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(VECTORS, "age/foreign", name)));
}
