/** The gate over HTTP: nothing but what the path says; no cookie, no referrer, no cache, no redirect. */

import { fromUtf8, type Bytes } from "./bytes.ts";
import { Cancelled, Refused, Unavailable } from "./errors.ts";
import type { ReadTile } from "./log.ts";
import { filled, ERRORS } from "./texts.ts";

const PATIENCE = 90_000;
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
export async function fetchCheckpoint(): Promise<string> {
  return fromUtf8(await fetchedFromLog("checkpoint"), "log");
}

export const fetchTile: ReadTile = (path) => fetchedFromLog(path);

/** One page of a mailbox, for a signed request. */
export function fetchMailboxPage(request: Bytes): Promise<Bytes> {
  return fetched("/mailbox", { method: "POST", body: request, headers: { "Content-Type": "application/json" } });
}

/** Posts a body once and tells of its progress; status 0 if no answer came. */
export function postOnce(
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
    request.open("POST", "/entries");
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

/** What went wrong, in the gate's own words where it has some. */
export function asError(answer: Answer): Refused | Unavailable {
  const isRefusal = answer.status >= 400 && answer.status < 500;
  const told = saidByGate(answer);
  return isRefusal ? new Refused(told) : new Unavailable(told);
}

/** A gate that will not show its log has not been caught lying: that is never a refusal. */
async function fetchedFromLog(path: string): Promise<Bytes> {
  try {
    return await fetched(`/log/${path}`);
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

function saidByGate(answer: Answer): { sentence: string; advice: string } {
  try {
    const said = JSON.parse(answer.text) as Partial<Record<"error" | "advice", unknown>> | null;
    if (typeof said?.error === "string" && typeof said.advice === "string") {
      return { sentence: said.error.slice(0, SAID_LENGTH), advice: said.advice.slice(0, SAID_LENGTH) };
    }
  } catch {
    // Not our gate's words: ours follow.
  }
  if (answer.status === 0) return ERRORS.unreachable;
  return { ...ERRORS.outOfOrder, sentence: filled(ERRORS.outOfOrder.sentence, { status: answer.status }) };
}
