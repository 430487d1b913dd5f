/** What goes out and what comes back: notice, submission, mailbox, proof. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ed25519 } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";

import { bigEndian, concatenated, equal, fromBase64, fromBigEndian, toBase64, toHex, utf8, type Bytes } from "../src/formats/bytes.ts";
import { canonicalJson, parseCanonicalObject, type Json, type JsonObject } from "../src/formats/canonical.ts";
import { composeMessage, composeReport, readFromMailbox, type Answers, type AttachmentReference } from "../src/letters/correspondence.ts";
import { Refused, Unavailable } from "../src/errors.ts";
import { proveHeld } from "../src/formats/held_proof.ts";
import { PAGE_BYTES, READ_AT_ONCE, mailboxRequest, openAll, openAttachment, readPages } from "../src/mailbox/mailbox.ts";
import { readNotice, sixWords } from "../src/formats/notice.ts";
import { hexField } from "../src/formats/json_fields.ts";
import { open } from "../src/age/open.ts";
import { framed, readFrame } from "../src/age/payload.ts";
import { deriveSourceKeys } from "../src/receipt/receipt.ts";
import { seal } from "../src/age/seal.ts";
import { signatureOver } from "../src/formats/signatures.ts";
import { noteSigner, openNote, parseVerifier, signNote, verifierText } from "../src/formats/signed_note.ts";
import { closeLetter } from "../src/letters/submission.ts";
import { ENGLISH } from "../src/receipt/word_list.ts";

const TODAY = "2026-11-24";
const TO_SOURCE = "unhindered/to-source/v1\n";
const rootSeed = new Uint8Array(32).fill(3);
const rootKey = new Uint8Array(ed25519.getPublicKey(rootSeed));
const root = noteSigner(`${toHex(sha256(rootKey)).slice(0, 16)}/root`, rootSeed);
const reply = noteSigner(`${toHex(sha256(rootKey)).slice(0, 16)}/reply`, new Uint8Array(32).fill(6));
const sealedLog = noteSigner("gate.example/sealed", new Uint8Array(32).fill(4));
const intakeIdentity = await generateHybridIdentity();

const CONTENT: JsonObject = {
  institution: toHex(sha256(rootKey)),
  name: "Fictional Lamp",
  languages: ["en"],
  about: "",
  promises: [],
  answer_within_days: 7,
  state: "",
  website: "",
  gate: "gate.example",
  intake: await identityToRecipient(intakeIdentity),
  visits: await identityToRecipient(await generateHybridIdentity()),
  sealed_log: verifierText(sealedLog.verifier),
  public_log: "gate.example/public+00000000+",
  publication: "",
  reply: [verifierText(reply.verifier)],
  not_before: "2026-11-23",
  not_after: "2026-11-29",
  root: verifierText(root.verifier),
};

function noticeOf(changes: Record<string, Json> = {}, signer = root): string {
  return signNote(`unhindered/notice/v1\n${new TextDecoder().decode(canonicalJson({ ...CONTENT, ...changes }))}\n`, signer);
}

const notice = readNotice(noticeOf(), TODAY);
const keys = await deriveSourceKeys(Uint8Array.from({ length: 16 }, (_, place) => place), notice.institutionId);

const ANSWERS: Answers = {
  ...{ what: "They came at night.\nTwo of them.", when: "last Monday", where: "", state: "XVL" },
  ...{ danger: "yes", danger_who: "Ada Fictional", contact: "mailbox", contact_how: "" },
};

test("reads a notice that its own root signed", () => {
  assert.equal(notice.name, "Fictional Lamp");
  assert.equal(sixWords(notice.root.publicKey, ENGLISH).length, 6);
  assert.equal(toHex(notice.id), toHex(sha256(utf8(noticeOf().slice(0, noticeOf().lastIndexOf("\n\n") + 1)))));
});

const other = noteSigner("other/root", new Uint8Array(32).fill(9));
const CLASSIC = await identityToRecipient(await generateX25519Identity());
const BAD_NOTICES: readonly (readonly [string, string, string?])[] = [
  ["signed by another key", noticeOf({}, other)],
  ["naming another root than the institution's", noticeOf({ root: verifierText(other.verifier) }, other)],
  ["with a field too many", noticeOf({ more: 1 })],
  ["with a number for a name", noticeOf({ name: 1 })],
  ["with no days to answer in", noticeOf({ answer_within_days: 0 })],
  ["with a day that is none", noticeOf({ not_after: "2026-02-30" })],
  ["with no reply key", noticeOf({ reply: [] })],
  ["with a reply key of another name", noticeOf({ reply: [verifierText(other.verifier)] })],
  ["with too many reply keys", noticeOf({ reply: Array<string>(9).fill(verifierText(reply.verifier)) })],
  ["with an intake key that is classic", noticeOf({ intake: CLASSIC })],
  ["with an intake key in capitals", noticeOf({ intake: (await identityToRecipient(intakeIdentity)).toUpperCase() })],
  ["with a visits key that is classic", noticeOf({ visits: CLASSIC })],
  ["with a visits key that opens reports", noticeOf({ visits: CONTENT["intake"] ?? "" })],
  ["with an intake key that is mistyped", noticeOf({ intake: `${CONTENT["intake"] as string}q` })],
  ["of a gate that is no host", noticeOf({ gate: "gate.example/x" })],
  ["with promises that are not text", noticeOf({ promises: [1] })],
  ["that is not in its one form", noticeOf().replace('{"about"', '{ "about"')],
  ["changed on the way", noticeOf().replace("Fictional Lamp", "Fictional Lamb")],
  ["of another head", noticeOf().replace("notice/v1", "notice/v2")],
  ["that is too long", noticeOf({ about: "x".repeat(17_000) })],
  ["that is empty", ""],
  ["of a week to come", noticeOf(), "2026-11-22"],
  ["of a week gone by", noticeOf(), "2026-11-30"],
];
for (const [name, text, today] of BAD_NOTICES) {
  test(`refuses a notice ${name}`, () => {
    assert.throws(() => readNotice(text, today ?? TODAY), Refused);
  });
}

test("a submission holds attachments and report, each behind its length and the notice's id", async () => {
  const photo = new Uint8Array(100_000).fill(5);
  const files = [new File([photo], "C:\\night\\photo.jpg"), new File([], "empty.txt")];
  const letter = {
    name: "report.json",
    files,
    compose: (attachments: readonly AttachmentReference[]) => composeReport(notice, "en", keys, ANSWERS, attachments),
  };

  const { body, envelopes } = await closeLetter(letter, notice);

  const found = await takenApart(new Uint8Array(await body.arrayBuffer()));
  assert.equal(envelopes, 3);
  assert.deepEqual(found.map(({ name }) => name), ["photo.jpg", "empty.txt", "report.json"]);
  const report = parseCanonicalObject(found[2]?.body ?? new Uint8Array(0));
  assert.deepEqual(report["answers"], { ...ANSWERS });
  assert.deepEqual(report["attachments"], [
    { body: found[0]?.bodySha256, name: "photo.jpg", size: 100_000, sha256: toHex(sha256(photo)) },
    { body: found[1]?.bodySha256, name: "empty.txt", size: 0, sha256: toHex(sha256(new Uint8Array(0))) },
  ]);
});

test("a report is signed by both keys that it names, has an id of its own, and names the notice", () => {
  const [one, two] = [1, 2].map(() => parseCanonicalObject(composeReport(notice, "en", keys, ANSWERS, [])));
  const { signatures, ...signed } = one ?? {};
  const { mailbox, signing } = signatures as { mailbox: string; signing: string };
  const text = concatenated(utf8("unhindered/report/v1\n"), canonicalJson(signed));

  assert.ok(ed25519.verify(fromBase64(mailbox, "field"), text, keys.mailboxPublicKey));
  assert.ok(ed25519.verify(fromBase64(signing, "field"), text, keys.signingPublicKey));
  assert.equal(signed["notice"], toHex(notice.id));
  assert.match(toHex(hexField(signed, "id", 16)), /^[0-9a-f]{32}$/);
  assert.notEqual(two?.["id"], signed["id"]);
});

test("two reports of different length have envelopes of one length", async () => {
  const sizes = await Promise.all(
    ["", "x".repeat(5_000)].map(async (what) => {
      const compose = (): Bytes => composeReport(notice, "en", keys, { ...ANSWERS, what }, []);
      return (await closeLetter({ name: "report.json", files: [], compose }, notice)).body.size;
    }),
  );

  assert.equal(sizes[0], sizes[1]);
});

test("too many files are refused before anything is sealed", async () => {
  const files = Array.from({ length: 128 }, () => new File([], "x"));
  await assert.rejects(closeLetter({ name: "report.json", files, compose: () => utf8("") }, notice), Refused);
});

test("a message is signed by the receipt's signing key", () => {
  const { signature, ...signed } = parseCanonicalObject(composeMessage(notice, keys, "I am safe now.", []));
  const text = concatenated(utf8("unhindered/message/v1\n"), canonicalJson(signed));

  assert.ok(ed25519.verify(fromBase64(typeof signature === "string" ? signature : "", "field"), text, keys.signingPublicKey));
});

test("a mailbox request is signed, dated by the notice, and always of one length", () => {
  const requests = [0, 9, 10, 999].map((page) => mailboxRequest(keys, notice, page));
  const { key, request } = JSON.parse(new TextDecoder().decode(requests[3])) as { key: string; request: string };

  const asked = `unhindered/mailbox-read/v1\ngate.example\n999\n${toHex(notice.id)}\n`;
  assert.equal(openNote(request, parseVerifier(key)), asked);
  assert.deepEqual(new Set(requests.map(({ length }) => length)), new Set([2048]));
});

function fetchFrom(pages: readonly Bytes[], asked: number[]): (page: number) => Promise<Bytes> {
  return (page) => {
    asked.push(page);
    return Promise.resolve(pages[page] ?? new Uint8Array(0));
  };
}

test("reads envelopes over several pages, and stops at the end", async () => {
  const envelopes = [utf8("one"), new Uint8Array(READ_AT_ONCE).fill(1), utf8("three")];
  const asked: number[] = [];
  const found = await readPages(fetchFrom(pagesOf(envelopes), asked));

  assert.deepEqual(found, envelopes);
  assert.deepEqual(asked, [0, 1, 2]);
});

test("a page of another size, or a mailbox that never ends, is refused", async () => {
  await assert.rejects(readPages(() => Promise.resolve(new Uint8Array(PAGE_BYTES - 1))), Refused);
  const endless = new Uint8Array(PAGE_BYTES).fill(0);
  endless.set(bigEndian(PAGE_BYTES - 4, 4));
  await assert.rejects(readPages(() => Promise.resolve(endless)), Refused);
});

test("one item that cannot be opened hides none of the others", async () => {
  const content = { v: 1, kind: "reply", text: "We read it.", attachments: [], on: TODAY };
  const good = toSource(content);
  const another = { ...content, mailbox: "00".repeat(32) };
  const signature = signatureOver(TO_SOURCE, another, reply.seed);
  const envelopes = [
    await envelope("reply.json", good),
    utf8("not an age file"),
    await envelope("reply.json", toSource({ ...content, v: 2 })),
    await envelope("other.json", good),
    await envelope("reply.json", utf8(`{"v":1,${new TextDecoder().decode(good).slice(1)}`)),
    // The gate can write into a mailbox, but not in the institution's name.
    await envelope("reply.json", toSource(content, sealedLog.seed)),
    await envelope("reply.json", canonicalJson(content)),
    await envelope("reply.json", canonicalJson({ ...another, signature })),
    await envelope("reply.json", utf8(new TextDecoder().decode(good).replace("We read", "We sold"))),
  ];

  const kinds = (await openAll(envelopes, keys, notice)).map(({ kind }) => kind);

  assert.deepEqual(kinds, ["reply", ...Array<string>(8).fill("broken")]);
});

test("what is too long to be fetched unasked is passed over, and fetched when it is asked for", async () => {
  const large = new Uint8Array(10 * PAGE_BYTES).fill(1);
  const asked: number[] = [];

  const found = await readPages(fetchFrom(pagesOf([utf8("one"), large, utf8("three")]), asked));

  assert.deepEqual(found, [utf8("one"), { offset: 11, length: large.length }, utf8("three")]);
  assert.deepEqual(asked, [0, 10]);
});

async function replyWithFiles(...files: readonly Bytes[]): Promise<{ pages: Bytes[]; references: AttachmentReference[] }> {
  const sealed = await Promise.all(
    files.map((file) => seal(framed("plan.txt", new Blob([file]), 0).blob, keys.recipient)),
  );
  const bodies = await Promise.all(sealed.map(async ({ parts }) => new Uint8Array(await new Blob([...parts]).arrayBuffer())));
  const references = files.map((file, place) => ({
    body: sealed[place]?.bodySha256 ?? assert.fail(),
    name: "plan.txt",
    size: file.length,
    sha256: new Uint8Array(sha256(file)),
  }));
  const attachments = references.map((item) => ({ ...item, body: toHex(item.body), sha256: toHex(item.sha256) }));
  const note = toSource({ v: 1, kind: "reply", text: "Here is the plan.", attachments, on: TODAY });
  return { pages: pagesOf([...bodies, await envelope("reply.json", note)]), references };
}

test("a reply's attachments are shown with it, and opened when they are asked for", async () => {
  const files = [utf8("small"), new Uint8Array(200_000).fill(7)] as const;
  const { pages } = await replyWithFiles(...files);
  const fetchPage = fetchFrom(pages, []);

  const found = await readPages(fetchPage);
  const items = await openAll(found, keys, notice);

  const [reply] = items;
  assert.ok(items.length === 1 && reply?.kind === "reply");
  const opened = await Promise.all(reply.attachments.map((file) => openAttachment(file, found, keys, fetchPage)));
  assert.deepEqual(opened, files);
});

test("an attachment that is not there, or is another file than was named, is refused", async () => {
  const { pages, references } = await replyWithFiles(utf8("small"));
  const fetchPage = fetchFrom(pages, []);
  const [file] = references;
  const found = await readPages(fetchPage);

  for (const changes of [{ body: new Uint8Array(32) }, { sha256: new Uint8Array(32) }, { size: 4 }]) {
    await assert.rejects(openAttachment({ ...(file ?? assert.fail()), ...changes }, found, keys, fetchPage), Refused);
  }
});

/** A log with one entry of a source, and the held note of it. */
function held(changes: Record<string, Json> = {}): { body: Bytes; checkpoint: string; tile: Bytes } {
  const [saltHeader, saltBody, headerHash, bodyHash] = [11, 12, 13, 14].map((fill) => new Uint8Array(32).fill(fill)) as [
    Bytes,
    Bytes,
    Bytes,
    Bytes,
  ];
  const leaf = concatenated(
    new Uint8Array([1, 1]),
    hmac(sha256, saltHeader, concatenated(utf8("unhindered/header\0"), headerHash)),
    hmac(sha256, saltBody, concatenated(utf8("unhindered/body\0"), bodyHash)),
  );
  const tile = new Uint8Array(sha256(concatenated(new Uint8Array([0]), leaf)));
  const note = {
    ...{ v: 1, kind: "held", index: 0, leaf: toHex(leaf), origin: "gate.example/sealed", on: TODAY },
    salts: { header: toHex(saltHeader), body: toHex(saltBody) },
    header_sha256: toHex(headerHash),
    body_sha256: toHex(bodyHash),
  };
  return {
    body: toSource({ ...note, ...changes }),
    checkpoint: signNote(`gate.example/sealed\n1\n${toBase64(tile)}\n`, sealedLog),
    tile,
  };
}

async function proofOf(changes: Record<string, Json>, log: { checkpoint?: string; tile?: Bytes } = {}): Promise<string> {
  const { body, checkpoint, tile } = held(changes);
  const note = readFromMailbox({ name: "held.json", body }, keys.mailboxId, notice);
  assert.equal(note.kind, "held");
  return proveHeld(note, notice, {
    checkpoint: () => Promise.resolve(log.checkpoint ?? checkpoint),
    tile: () => Promise.resolve(log.tile ?? tile),
  });
}

const empty = signNote(`gate.example/sealed\n0\n${toBase64(sha256(new Uint8Array(0)))}\n`, sealedLog);
const PROOFS: readonly (readonly [string, string, Record<string, Json>, { checkpoint?: string; tile?: Bytes }?])[] = [
  ["proved", "as it was written", {}],
  ["not yet", "with a log that is not published so far", {}, { checkpoint: empty }],
  ["not yet", "with an index to come", { index: 1 }],
  ["failed", "of another log", { origin: "other.example/sealed" }],
  ["failed", "with another hash of the body", { body_sha256: "00".repeat(32) }],
  ["failed", "with another hash of the header", { header_sha256: "00".repeat(32) }],
  ["failed", "with another leaf", { leaf: `0101${"00".repeat(64)}` }],
  ["failed", "with another tile", {}, { tile: new Uint8Array(32) }],
  ["failed", "with a tile that is cut", {}, { tile: new Uint8Array(31) }],
  ["failed", "with an unsigned checkpoint", {}, { checkpoint: "gate.example/sealed\n1\n" }],
];
for (const [proof, name, changes, log] of PROOFS) {
  test(`a held note ${name} is ${proof}`, async () => {
    assert.equal(await proofOf(changes, log), proof);
  });
}

test("a gate that does not answer proves nothing and disproves nothing", async () => {
  const note = readFromMailbox({ name: "held.json", body: held().body }, keys.mailboxId, notice);
  assert.equal(note.kind, "held");
  const log = { checkpoint: () => Promise.reject(new Unavailable("unreachable")), tile: () => Promise.reject(new Error()) };
  assert.equal(await proveHeld(note, notice, log), "unknown");
});

for (const [name, text] of [
  ["a key twice", '{"a":1,"a":1}'],
  ["a fraction", '{"a":1.5}'],
  ["a number too large", '{"a":9007199254740993}'],
  ["a space", '{"a": 1}'],
  ["keys out of order", '{"b":1,"a":1}'],
  ["a key that is not ASCII", '{"é":1}'],
  ["half of a character", '{"a":"\\ud800"}'],
  ["a needless escape", '{"a":"\\u0041"}'],
  ["a list", "[]"],
  ["nothing", ""],
  ["very deep lists", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
] as const) {
  test(`refuses JSON with ${name}`, () => {
    assert.throws(() => parseCanonicalObject(utf8(text)), Refused);
  });
}

test("writes JSON as RFC 8785 does", () => {
  const value = { b: [1, -2, true, null], a: "\u0000\b\t\n\f\r\u001f\u007f\"\\/é\u2028😀", A: {} };
  const wanted = '{"A":{},"a":"\\u0000\\b\\t\\n\\f\\r\\u001f\u007f\\"\\\\/é\u2028😀","b":[1,-2,true,null]}';

  assert.equal(new TextDecoder().decode(canonicalJson(value)), wanted);
  assert.deepEqual(parseCanonicalObject(utf8(wanted)), value);
});

async function takenApart(body: Uint8Array<ArrayBuffer>): Promise<{ name: string; body: Uint8Array; bodySha256: string }[]> {
  const found = [];
  for (let place = 0; place < body.length; ) {
    const end = place + 40 + fromBigEndian(body.subarray(place, place + 8));
    assert.ok(equal(body.subarray(place + 8, place + 40), notice.id));
    const raw = body.slice(place + 40, end);
    const payload = raw.subarray(endOfHeader(raw));
    found.push({ ...readFrame(await open(raw, intakeIdentity)), bodySha256: toHex(sha256(payload)) });
    place = end;
  }
  return found;
}

/** The first byte after the line with the header's MAC. */
function endOfHeader(raw: Uint8Array): number {
  const text = new TextDecoder("latin1").decode(raw);
  return text.indexOf("\n", text.indexOf("\n--- ") + 1) + 1;
}

/** What an institution writes to our source's mailbox, signed. */
function toSource(content: JsonObject, seed = reply.seed): Bytes {
  const whole = { ...content, mailbox: toHex(keys.mailboxId) };
  return canonicalJson({ ...whole, signature: signatureOver(TO_SOURCE, whole, seed) });
}

async function envelope(name: string, body: Bytes): Promise<Bytes> {
  const { parts } = await seal(framed(name, new Blob([body]), 8192).blob, keys.recipient);
  return new Uint8Array(await new Blob([...parts]).arrayBuffer());
}

function pagesOf(envelopes: readonly Bytes[]): Bytes[] {
  const stream = concatenated(...envelopes.flatMap((item) => [bigEndian(item.length, 4), item]), bigEndian(0, 4));
  const count = Math.ceil(stream.length / PAGE_BYTES);
  return Array.from({ length: count }, (_, page) => {
    const filled = new Uint8Array(PAGE_BYTES).fill(0xaa);
    filled.set(stream.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES));
    return filled;
  });
}
