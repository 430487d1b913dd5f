/** A cleaned copy has nothing hidden in it, or there is none. That it shows the same picture: tests/browser_bundle. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "exifreader";

import { onlyColours } from "../src/metadata/icc.ts";
import { cleaned, readHidden } from "../src/metadata/read_hidden.ts";
import { DAMAGES, damaged, pngWith, sample, samples } from "./metadata_samples.ts";

const PICTURES = samples().filter((name) => /\.(?:jpg|png|webp|gif)$/.test(name));
/** What make.py hid in every way it could. */
const SECRETS = ["Ada Quill", "Lanternworks", "LW-0000-XVL", "Saltmarket", "Inkpot", "Varel", "2031", "adobe.com/xap", "appended"];

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function copyOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const copy = await cleaned(new Blob([sample(name)]));
  assert.ok(copy, name);
  return bytesOf(copy);
}

function assertNothingLeft(raw: Uint8Array, name: string): void {
  const text = Buffer.from(raw).toString("latin1");
  for (const secret of SECRETS) assert.ok(!text.includes(secret), `${name}: ${secret}`);
}

test("there are pictures of every kind", () => {
  assert.ok(PICTURES.length >= 12);
});

for (const name of PICTURES) {
  test(`nothing hidden is left of ${name}`, async () => {
    const copy = await copyOf(name);

    const hidden = await readHidden(new Blob([copy]));
    assert.deepEqual([hidden.look, hidden.findings], ["looked", []]);
    assertNothingLeft(copy, name);
    const tags = load(copy.slice().buffer, { expanded: true, includeUnknown: true });
    assert.deepEqual(Object.keys(tags.exif ?? {}).filter((tag) => tag !== "Orientation"), []);
    for (const group of ["gps", "iptc", "xmp", "Thumbnail", "makerNotes", "photoshop", "mpf", "pngText"] as const) {
      assert.deepEqual(Object.keys((tags as Record<string, object | undefined>)[group] ?? {}), [], group);
    }
  });

  test(`cleaning ${name} again changes nothing`, async () => {
    const copy = await copyOf(name);

    const again = await cleaned(new Blob([copy]));

    assert.ok(again);
    assert.deepEqual(await bytesOf(again), copy);
  });
}

test("how a picture is to be turned stays, in each format that says it", async () => {
  for (const [name, orientation] of [["photo.jpg", 6], ["photo-cmyk.jpg", 8], ["picture.png", 3], ["picture.webp", 6]] as const) {
    const tags = load((await copyOf(name)).slice().buffer, { expanded: true });

    assert.equal(tags.exif?.Orientation?.value, orientation, name);
  }
  assert.equal(load((await copyOf("photo-progressive.jpg")).slice().buffer, { expanded: true }).exif, undefined);
});

test("colours stay, and Adobe's word on how they are kept", async () => {
  for (const name of ["photo.jpg", "picture.webp", "picture-colours.png"]) {
    const { icc } = load((await copyOf(name)).slice().buffer, { expanded: true });
    if (!name.endsWith("png")) assert.equal(icc?.["Color Space"]?.value, "RGB ", name);
  }
  assert.ok(Buffer.from(await copyOf("photo-cmyk.jpg")).includes(Buffer.from("Adobe")));
});

test("a colour profile keeps its curves and loses its day, its names and its screen", () => {
  const tags: [string, string][] = [["rXYZ", "XYZ curves"], ["desc", "Ada's screen"], ["mmod", "LW-0000-XVL"]];
  const head = 132 + 12 * tags.length;
  const raw = Buffer.alloc(head + 16 * tags.length);
  raw.write("acsp", 36);
  raw.fill(7, 24, 36);
  raw.writeUInt32BE(tags.length, 128);
  tags.forEach(([name, text], place) => {
    raw.write(name, 132 + 12 * place);
    raw.writeUInt32BE(head + 16 * place, 136 + 12 * place);
    raw.writeUInt32BE(16, 140 + 12 * place);
    raw.write(text, head + 16 * place);
  });

  const plain = Buffer.from(onlyColours(new Uint8Array(raw)));

  assert.equal(plain.length, raw.length);
  assert.equal(plain.readUInt32BE(128), 1);
  assert.ok(plain.includes("XYZ curves"));
  assert.ok(!plain.includes("Ada") && !plain.includes("LW-") && !plain.includes("mmod") && !plain.includes(Buffer.alloc(12, 7)));
});

test("what cannot be cleaned gives no copy", async () => {
  for (const name of samples().filter((one) => !PICTURES.includes(one))) {
    assert.equal(await cleaned(new Blob([sample(name)])), null, name);
  }
  // A chunk that the picture needs and that is not known here.
  assert.equal(await cleaned(new Blob([pngWith("ABCD", Buffer.from("?"))])), null);
  const photo = sample("photo.jpg");
  assert.equal(await cleaned(new Blob([photo.slice(0, photo.length / 2)])), null);
  assert.equal(await cleaned(new Blob([])), null);
});

test("nothing rides in a part that is kept for what it usually is", async () => {
  const secret = Buffer.from("Ada Quill");
  const plain = Buffer.from(sample("picture-colours.png"));
  const end = pngWith("IEND", secret).subarray(33, 33 + 12 + secret.length);
  const gif = Buffer.from(await copyOf("picture.gif"));
  const start = 13 + ((gif[10] ?? 0) < 0x80 ? 0 : 3 * 2 ** (((gif[10] ?? 0) & 7) + 1));
  // A first part longer than a program's name, that goes on as a loop would.
  const loop = Buffer.concat([Buffer.from([0x21, 0xff, 15 + secret.length]), Buffer.from("NETSCAPE2.0\x03\x01\0\0\0"), secret.subarray(1), Buffer.alloc(1)]);

  assert.equal(await cleaned(new Blob([plain.subarray(0, -12), end])), null);
  const copy = await cleaned(new Blob([gif.subarray(0, start), loop, gif.subarray(start)]));
  assert.ok(copy);
  assertNothingLeft(await bytesOf(copy), "picture.gif");
  assert.ok(!Buffer.from(await bytesOf(copy)).includes("da Quill"));
});

test("a damaged picture gives no copy, or one with nothing hidden in it", async () => {
  let copies = 0;
  for (const name of PICTURES) {
    for (let seed = 0; seed < DAMAGES; seed++) {
      const copy = await cleaned(new Blob([damaged(sample(name), seed)]));
      if (copy === null) continue;
      copies += 1;
      const hidden = await readHidden(copy);
      assert.deepEqual([hidden.look, hidden.findings], ["looked", []]);
      assertNothingLeft(await bytesOf(copy), `${name} ${String(seed)}`);
    }
  }
  assert.ok(copies > PICTURES.length * 5, String(copies));
});
