/** Files that are uploaded: what arrives, over lost lines, changed files and a gate that forgets. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { generateHybridIdentity, identityToRecipient } from "age-encryption";

import { toHex, type Bytes } from "../src/formats/bytes.ts";
import { Cancelled, NoRoom, Refused, Unavailable, UploadGone } from "../src/errors.ts";
import { KeptUploads, type Diary, type Target, type UnderWay, type Watch } from "../src/sending/kept_uploads.ts";
import type { Notice } from "../src/formats/notice.ts";
import { open } from "../src/age/open.ts";
import { readFrame } from "../src/age/payload.ts";
import { newUpload } from "../src/uploads/upload.ts";
import { TusGate } from "./tus_gate.ts";

const identity = await generateHybridIdentity();
const notice = { id: new Uint8Array(32).fill(7), intake: await identityToRecipient(identity) } as unknown as Notice;
const target: Target = { notice, base: "/at/lamp.example" };
const MIB = 1024 * 1024;
Object.assign(globalThis, { document: { baseURI: "https://gate.example/en/report", getElementById: () => null } });

function film(first = 0, size = 20 * MIB): File {
  const raw = new Uint8Array(size);
  for (let place = 0; place < size; place += 997) raw[place] = place % 251;
  raw[0] = first;
  return new File([raw], "night.mp4");
}

function uploads(gate: TusGate, diary: Diary | null = null): KeptUploads {
  return uploadsInto(gate, () => diary);
}

function uploadsInto(gate: TusGate, diary: () => Diary | null): KeptUploads {
  return new KeptUploads(diary, () => Promise.resolve({ newUpload: (job) => newUpload(job, gate, [0, 0, 0]) }));
}

function watch(signal = new AbortController().signal): Watch & { anew: number; waited: number } {
  const seen = {
    anew: 0,
    waited: 0,
    onProgress: (): void => undefined,
    onWaiting: (): void => {
      seen.waited++;
    },
    onAnew: (): void => {
      seen.anew++;
    },
    signal,
  };
  return seen;
}

async function opened(raw: Bytes): Promise<Uint8Array> {
  return readFrame(await open(raw, identity)).body;
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** A diary in memory. */
class Notes implements Diary {
  readonly kept = new Map<string, UnderWay>();

  find(): UnderWay | null {
    return [...this.kept.values()][0] ?? null;
  }

  note(underWay: UnderWay): Promise<null> {
    this.kept.set(underWay.url, underWay);
    return Promise.resolve(null);
  }

  drop(url: string): void {
    this.kept.delete(url);
  }
}

test("a file arrives whole, in parts, under the address of its institution", async () => {
  const gate = new TusGate();

  const { id, reference } = await uploads(gate).send(film(), target, watch());

  const [[url = "", taken] = []] = gate.uploads;
  assert.equal(url, `https://gate.example/at/lamp.example/uploads/${toHex(id)}`);
  assert.equal(taken?.bytes.length, taken?.length);
  assert.deepEqual(await opened(gate.only()), await bytesOf(film()));
  assert.equal(reference.size, 20 * MIB);
  assert.deepEqual(gate.asked, ["POST", "PATCH", "PATCH", "PATCH"]);
});

test("after a lost line it goes on from where the gate is, with the same bytes", async () => {
  const gate = new TusGate();
  gate.mishaps.push({ method: "PATCH", after: 3 * MIB }, { method: "PATCH", after: 0 }, { method: "HEAD", status: 503 });
  const seen = watch();

  await uploads(gate).send(film(), target, seen);

  assert.deepEqual(await opened(gate.only()), await bytesOf(film()));
  assert.equal(gate.uploads.size, 1);
  assert.deepEqual([seen.anew, seen.waited], [0, 3]);
});

test("when the line stays away it says so, and another try goes on with the same upload", async () => {
  const gate = new TusGate();
  const kept = uploads(gate);
  const file = film();
  gate.mishaps.push({ method: "PATCH", after: 5 }, ...Array<{ method: string; status: number }>(3).fill({ method: "HEAD", status: 503 }));
  await assert.rejects(kept.send(file, target, watch()), Unavailable);

  const { id } = await kept.send(file, target, watch());

  assert.equal(gate.uploads.size, 1);
  assert.deepEqual(await opened(gate.only()), await bytesOf(file));
  assert.deepEqual((await kept.send(file, target, watch())).id, id);
});

test("where the gate forgot an upload, the file goes anew under another key", async () => {
  const gate = new TusGate();
  gate.mishaps.push({ method: "PATCH", after: 5 }, { method: "HEAD", status: 404 });
  const seen = watch();

  await uploads(gate).send(film(), target, seen);

  assert.equal(seen.anew, 1);
  assert.deepEqual(await opened(gate.only()), await bytesOf(film()));
  assert.equal(gate.asked.filter((method) => method === "POST").length, 2);
});

test("a gate that always forgets is given up", async () => {
  const gate = new TusGate();
  gate.mishaps.push(...Array<{ method: string; status: number }>(9).fill({ method: "PATCH", status: 404 }));

  await assert.rejects(uploads(gate).send(film(), target, watch()), UploadGone);
});

test("a gate without room says so at once", async () => {
  const gate = new TusGate();
  gate.mishaps.push({ method: "PATCH", status: 507 });

  await assert.rejects(uploads(gate).send(film(), target, watch()), NoRoom);
  assert.deepEqual(gate.asked, ["POST", "PATCH", "DELETE"]);
});

test("a refusal is final", async () => {
  const gate = new TusGate();
  gate.mishaps.push({ method: "POST", status: 413 });

  await assert.rejects(uploads(gate).send(film(), target, watch()), Refused);
  assert.deepEqual(gate.asked, ["POST"]);
});

test("cancelling ends the try, and asks the gate to forget the file", async () => {
  const gate = new TusGate();
  const abort = new AbortController();
  const kept = uploads(gate, {
    find: () => null,
    note: () => {
      abort.abort();
      return Promise.resolve(null);
    },
    drop: () => undefined,
  });

  await assert.rejects(kept.send(film(), target, watch(abort.signal)), Cancelled);
  await kept.endAll();

  assert.equal(gate.uploads.size, 0);
  assert.equal(gate.asked.at(-1), "DELETE");
});

test("nothing leaves before the diary has it, and what it has is as far as anything left", async () => {
  const gate = new TusGate();
  const notes = new Notes();
  const sent: number[] = [];
  const diary: Diary = {
    find: () => null,
    note: (underWay) => {
      sent.push(underWay.mark.sealed - gate.only().length);
      return notes.note(underWay);
    },
    drop: () => undefined,
  };

  await uploads(gate, diary).send(film(), target, watch());

  // At least a whole part, and never more than a part and what was sealed with it.
  const whole = gate.only().length;
  assert.ok(sent.slice(0, -1).every((ahead) => ahead >= 8 * MIB && ahead <= 10.1 * MIB), String(sent));
  assert.equal([...notes.kept.values()].at(-1)?.mark.sealed, whole);
});

async function leftHalfWay(gate: TusGate, notes: Notes): Promise<void> {
  gate.mishaps.push({ method: "PATCH", after: 3 * MIB }, ...Array<{ method: string; status: number }>(3).fill({ method: "HEAD", status: 503 }));
  await assert.rejects(uploads(gate, notes).send(film(), target, watch()), Unavailable);
}

test("after a reload the same file goes on where the gate is", async () => {
  const [gate, notes] = [new TusGate(), new Notes()];
  await leftHalfWay(gate, notes);
  const seen = watch();

  const { reference } = await uploads(gate, notes).send(film(), target, seen);

  assert.equal(seen.anew, 0);
  assert.equal(gate.asked.filter((method) => method === "POST").length, 1);
  assert.deepEqual(await opened(gate.only()), await bytesOf(film()));
  assert.equal(reference.size, 20 * MIB);
});

test("after a reload another file of that name and size begins anew, and no byte of it goes under the old key", async () => {
  const [gate, notes] = [new TusGate(), new Notes()];
  await leftHalfWay(gate, notes);
  const [old = ""] = gate.uploads.keys();
  const before = gate.uploads.get(old)?.bytes.length;
  const seen = watch();
  const patched: number[] = [];
  const plain = gate.answer.bind(gate);
  gate.answer = (method, url, headers, body) => {
    if (method === "PATCH" && url === old) patched.push(body.length);
    return plain(method, url, headers, body);
  };

  await uploads(gate, notes).send(film(1), target, seen);

  assert.equal(before, 3 * MIB);
  assert.deepEqual(patched, []);
  assert.equal(seen.anew, 1);
  assert.equal(gate.uploads.has(old), false);
  assert.deepEqual(await opened(gate.only()), await bytesOf(film(1)));
});

test("after a reload a file that the gate has whole is compared before the letter names it", async () => {
  const [gate, notes] = [new TusGate(), new Notes()];
  await uploads(gate, notes).send(film(), target, watch());
  const same = watch();
  const other = watch();

  const { reference } = await uploads(gate, notes).send(film(), target, same);
  await uploads(gate, notes).send(film(1), target, other);

  assert.equal(reference.size, 20 * MIB);
  assert.deepEqual([same.anew, other.anew], [0, 1]);
});

test("once the draft is opened anew, that one says how far a file is, and the one before is asked no more", async () => {
  const [gate, notes] = [new TusGate(), new Notes()];
  await leftHalfWay(gate, notes);
  const before: Diary = { find: () => notes.find(), note: () => Promise.resolve("draftElsewhere"), drop: () => undefined };
  let diary = before;
  const [file, kept] = [film(), uploadsInto(gate, () => diary)];
  await assert.rejects(kept.send(file, target, watch()), Refused);
  diary = notes;

  await kept.send(file, target, watch());

  assert.equal(gate.asked.filter((method) => method === "POST").length, 1);
  assert.equal(notes.find()?.mark.sealed, gate.only().length);
});

test("what belongs to another file or notice is ended", async () => {
  const gate = new TusGate();
  const kept = uploads(gate);
  const file = film();
  await kept.send(file, target, watch());

  await kept.keepOnly([file], target);
  const stays = gate.uploads.size;
  await kept.keepOnly([file], { ...target, notice: { ...notice, id: new Uint8Array(32) } });

  assert.deepEqual([stays, gate.uploads.size], [1, 0]);
});
