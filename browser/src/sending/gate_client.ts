/** The gate over HTTP: nothing but what the path says; no cookie, no referrer, no cache, no redirect. */

import { fromUtf8, type Bytes } from "../formats/bytes.ts";
import { Cancelled, NoRoom, Refused, Unavailable } from "../errors.ts";
import type { ReadTile } from "../formats/log.ts";
import { filled, saidByGate, toldOf, type Told } from "../page/texts.ts";

const PATIENCE = 90_000;
const NO_ROOM = 507;
const SAID_LENGTH = 500;

/** An answer as it came. Status 0 stands for none. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The text of the gate's notice, as yet unverified. */
export async function fetchNotice(url: string): Promise<string> {
  return fromUtf8(await fetched(url), "notice");
}

/** The last published checkpoint of the sealed log, as yet unverified. */
export async function fetchCheckpoint(base = ""): Promise<string> {
  return fromUtf8(await fetchedFromLog(base, "checkpoint"), "log");
}

/** Reads tiles of the sealed log. */
export function tilesAt(base: string): ReadTile {
  return (path) => fetchedFromLog(base, path);
}

export const fetchTile: ReadTile = tilesAt("");

/** One page of a mailbox, for a signed request. */
export function fetchMailboxPage(request: Bytes, base = ""): Promise<Bytes> {
  return fetched(`${base}/mailbox`, { method: "POST", body: request, headers: { "Content-Type": "application/json" } });
}

/** Posts a body once and tells of its progress; status 0 if no answer came. */
export function postOnce(
  base: string,
  body: Blob,
  idempotencyKey: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Only XMLHttpRequest tells how much of an upload has left.
    const request = new XMLHttpRequest();
    const cancel = (): void => {
      request.abort();
      reject(new Cancelled());
    };
    request.open("POST", `${base}/entries`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Idempotency-Key", idempotencyKey);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("loadend", () => {
      signal.removeEventListener("abort", cancel);
      resolve({ status: request.status, text: request.responseText });
    });
    signal.addEventListener("abort", cancel);
    if (signal.aborted) cancel();
    else request.send(body);
  });
}

/** What went wrong, in the gate's own words where it has some, in the language of the page. */
export function asError(answer: Answer): Refused | Unavailable {
  if (answer.status === NO_ROOM) return new NoRoom();
  const isRefusal = answer.status >= 400 && answer.status < 500;
  const told = wordsOf(answer);
  return isRefusal ? new Refused(told) : new Unavailable(told);
}

/** A gate that will not show its log has not been caught lying: that is never a refusal. */
async function fetchedFromLog(base: string, path: string): Promise<Bytes> {
  try {
    return await fetched(`${base}/log/${path}`);
  } catch {
    throw new Unavailable("unreachable");
  }
}

async function fetched(path: string, options: RequestInit = {}): Promise<Bytes> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, PATIENCE);
  try {
    const response = await fetch(path, {
      ...options,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
    });
    const raw = new Uint8Array(await response.arrayBuffer());
    if (response.ok) return raw;
    throw asError({ status: response.status, text: new TextDecoder().decode(raw) });
  } catch (error) {
    throw error instanceof Refused || error instanceof Unavailable ? error : new Unavailable("unreachable");
  } finally {
    clearTimeout(timer);
  }
}

function wordsOf(answer: Answer): Told {
  try {
    const said = JSON.parse(answer.text) as Partial<Record<"error" | "advice" | "sentence" | "what_to_do" | "values", unknown>> | null;
    if (typeof said?.error === "string" && typeof said.advice === "string") {
      const values = textsIn(said.values);
      const sentence = typeof said.sentence === "string" ? said.sentence : said.error;
      const advice = typeof said.what_to_do === "string" ? said.what_to_do : said.advice;
      return { sentence: short(saidByGate(sentence, values)), advice: short(saidByGate(advice, values)) };
    }
  } catch {
    // Not our gate's words: ours follow.
  }
  if (answer.status === 0) return toldOf("unreachable");
  const { sentence, advice } = toldOf("outOfOrder");
  return { sentence: filled(sentence, { status: answer.status }), advice };
}

function textsIn(values: unknown): Record<string, string> {
  const entries = typeof values === "object" && values !== null ? Object.entries(values) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function short(text: string): string {
  return text.slice(0, SAID_LENGTH);
}
