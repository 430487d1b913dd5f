/** A gate that takes uploads in memory, and can be made to fail: what tus speaks to in tests. */

import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";

import { concatenated, toHex, type Bytes } from "../src/formats/bytes.ts";
import { LineLost } from "../src/uploads/requests.ts";

interface Taken {
  readonly length: number;
  bytes: Bytes;
}

/** What happens instead of the next request of a method: an answer, or a line that dies after so many bytes. */
export type Mishap = { readonly method: string; readonly status: number } | { readonly method: string; readonly after: number };

export class TusGate implements HttpStack {
  readonly uploads = new Map<string, Taken>();
  readonly asked: string[] = [];
  readonly mishaps: Mishap[] = [];
  private made = 0;

  createRequest(method: string, url: string): HttpRequest {
    return new MemoryRequest(this, method, url);
  }

  getName(): string {
    return "memory";
  }

  only(): Bytes {
    return [...this.uploads.values()][0]?.bytes ?? new Uint8Array(0);
  }

  answer(method: string, url: string, headers: ReadonlyMap<string, string>, body: Uint8Array): HttpResponse {
    this.asked.push(method);
    const mishap = this.takeMishap(method);
    if (mishap !== null && "status" in mishap) return answer(mishap.status, {});
    if (method === "POST") return this.create(url, headers);
    const taken = this.uploads.get(url);
    if (taken === undefined) return answer(404, {});
    if (method === "HEAD") return answer(200, { "Upload-Offset": taken.bytes.length, "Upload-Length": taken.length });
    if (method === "DELETE") {
      this.uploads.delete(url);
      return answer(204, {});
    }
    if (Number(headers.get("Upload-Offset")) !== taken.bytes.length) return answer(409, {});
    taken.bytes = concatenated(taken.bytes, mishap === null ? body : body.subarray(0, mishap.after));
    if (mishap !== null) throw new LineLost("cut");
    return answer(204, { "Upload-Offset": taken.bytes.length });
  }

  private create(url: string, headers: ReadonlyMap<string, string>): HttpResponse {
    this.made++;
    const place = `${url}/${toHex(new Uint8Array(32).fill(this.made))}`;
    this.uploads.set(place, { length: Number(headers.get("Upload-Length")), bytes: new Uint8Array(0) });
    return answer(201, { Location: place });
  }

  private takeMishap(method: string): Mishap | null {
    const place = this.mishaps.findIndex((mishap) => mishap.method === method);
    return place < 0 ? null : (this.mishaps.splice(place, 1)[0] ?? null);
  }
}

class MemoryRequest implements HttpRequest {
  private readonly headers = new Map<string, string>();

  constructor(
    private readonly gate: TusGate,
    private readonly method: string,
    private readonly url: string,
  ) {}

  getMethod(): string {
    return this.method;
  }

  getURL(): string {
    return this.url;
  }

  setHeader(header: string, value: string): void {
    this.headers.set(header, value);
  }

  getHeader(header: string): string | undefined {
    return this.headers.get(header);
  }

  setProgressHandler(): void {
    // Nothing is shown.
  }

  async send(body: Uint8Array | null): Promise<HttpResponse> {
    await Promise.resolve();
    return this.gate.answer(this.method, this.url, this.headers, body ?? new Uint8Array(0));
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }

  getUnderlyingObject(): null {
    return null;
  }
}

function answer(status: number, headers: Readonly<Record<string, string | number>>): HttpResponse {
  return {
    getStatus: () => status,
    getHeader: (name) => (headers[name] === undefined ? undefined : String(headers[name])),
    getBody: () => "",
    getUnderlyingObject: () => null,
  };
}
