/** What is hidden in the sample files, and that damaged ones cost nothing but the word "unreadable". */

import assert from "node:assert/strict";
import { test } from "node:test";

import { formatOf } from "../src/metadata/formats.ts";
import { readHidden } from "../src/metadata/read_hidden.ts";
import type { Finding, Hidden } from "../src/metadata/types.ts";
import { DAMAGES, damaged, sample, samples } from "./metadata_samples.ts";
import { json } from "./vectors.ts";

interface Expected {
  readonly look: string;
  readonly format: string;
  readonly can_clean: boolean;
  readonly findings: readonly Finding[];
}

const EXPECTED = json<Record<string, Expected>>("metadata/expected.json");

function found(hidden: Hidden): string[] {
  return hidden.findings.map(({ kind, value, note }) => `${kind}: ${note ?? value}`);
}

test("every sample has its expectation", () => {
  assert.deepEqual(samples(), Object.keys(EXPECTED));
  assert.ok(samples().length >= 24);
});

for (const [name, expected] of Object.entries(EXPECTED)) {
  test(`finds in ${name} what is hidden there`, async () => {
    const hidden = await readHidden(new Blob([sample(name)]));

    const { look, format, canClean } = hidden;
    assert.deepEqual({ look, format, can_clean: canClean, findings: hidden.findings }, {
      ...expected,
      findings: expected.findings.map((one) => ({ ...one, value: one.note === undefined ? one.value : "" })),
    });
  });
}

test("tells a file by its first bytes, whatever its name says", () => {
  const kinds: [string, string][] = [
    ["\xff\xfb\x90\x00", "mp3"],
    ["\xff\xff\xff\xff", "unknown"],
    ["\xff\xd8\xff\xe0", "jpeg"],
    ["RIFF\0\0\0\0WAVE", "sound"],
    ["RIFF\0\0\0\0WEBP", "webp"],
    ["\0\0\0\x18ftypqt  ", "mp4"],
    ["\0\0\0\x18ftypmif1", "heic"],
    ["\r\n%PDF-1.4", "pdf"],
    ["", "unknown"],
    ["<svg", "unknown"],
  ];

  for (const [start, kind] of kinds) {
    assert.equal(formatOf(Uint8Array.from(start, (letter) => letter.charCodeAt(0))), kind);
  }
});

test("damaged files raise nothing and say something", async () => {
  for (const name of samples()) {
    for (let seed = 0; seed < DAMAGES; seed++) {
      const hidden = await readHidden(new Blob([damaged(sample(name), seed)]));

      assert.ok(["looked", "partly", "notLooked", "mayCarry", "unreadable"].includes(hidden.look));
      assert.ok(hidden.findings.length <= 40);
      for (const { value } of hidden.findings) assert.ok(Array.from(value).length <= 160 && !/[\u0000-\u001f\u202e]/.test(value));
    }
  }
});

test("what turns a page around, or runs over it, is not shown as it is", async () => {
  const comment = Buffer.from(`a\u202eb\0c\n${"x".repeat(5000)}`);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  const photo = sample("photo-grey.jpg");
  const hidden = await readHidden(new Blob([photo.slice(0, 2), new Uint8Array([0xff, 0xfe]), length, comment, photo.slice(2)]));

  const [shown = ""] = found(hidden).filter((line) => line.startsWith("comment"));

  assert.match(shown, /^comment: a b c x+…$/);
  assert.equal(Array.from(shown).length, "comment: ".length + 160);
});

test("a huge file is read in slices only", async () => {
  const whole = new Blob([sample("picture.tif"), new Uint8Array(9_000_000)]);
  let read = 0;
  const counting = new Proxy(whole, {
    get(target, name) {
      if (name === "size") return 4 * 1024 ** 3;
      if (name !== "slice") throw new Error(`asked for ${String(name)}`);
      return (from: number, to: number): Blob => {
        read += to - from;
        return target.slice(from, to);
      };
    },
  });

  for (const file of [counting]) assert.equal((await readHidden(file)).look, "partly");
  assert.ok(read <= 8 * 1024 * 1024);
});

test("a block that names the same bytes a thousand times is refused before it fills the memory", async () => {
  const count = 5000;
  const tiff = Buffer.alloc(10 + 12 * count + 4);
  tiff.write("II*\0", "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(count, 8);
  for (let place = 0; place < count; place++) {
    const at = 10 + 12 * place;
    tiff.writeUInt16LE(0x010e, at);
    tiff.writeUInt16LE(1, at + 2);
    tiff.writeUInt32LE(tiff.length - 8, at + 4);
    tiff.writeUInt32LE(8, at + 8);
  }
  const started = process.memoryUsage().heapUsed;

  assert.equal((await readHidden(new Blob([tiff]))).look, "unreadable");
  assert.ok(process.memoryUsage().heapUsed - started < 64 * 1024 * 1024);
});

test("a packed text that would fill the memory is left packed", async () => {
  const { deflateSync } = await import("node:zlib");
  const { pngWith } = await import("./metadata_samples.ts");
  const bomb = Buffer.concat([Buffer.from("Comment\0\0", "latin1"), deflateSync(Buffer.alloc(64 * 1024 * 1024))]);

  const hidden = await readHidden(new Blob([pngWith("zTXt", bomb)]));

  assert.equal(hidden.look, "partly");
  assert.ok(found(hidden).includes("comment: unnamed"));
});
