/** Requests for tus: nothing but what the protocol needs, and none that waits for ever on a dead line. */

import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";

const PATIENCE = 90_000;

/** No answer came. */
export class LineLost extends Error {}

export const REQUESTS: HttpStack = {
  createRequest: (method, url) => new PatientRequest(method, url),
  getName: () => "patient",
};

class PatientRequest implements HttpRequest {
  private readonly headers = new Map<string, string>();
  private readonly request = new XMLHttpRequest();

  constructor(
    private readonly method: string,
    private readonly url: string,
  ) {
    this.request.open(method, url);
  }

  getMethod(): string {
    return this.method;
  }

  getURL(): string {
    return this.url;
  }

  setHeader(header: string, value: string): void {
    this.headers.set(header, value);
    this.request.setRequestHeader(header, value);
  }

  getHeader(header: string): string | undefined {
    return this.headers.get(header);
  }

  setProgressHandler(handler: (sent: number) => void): void {
    this.request.upload.addEventListener("progress", (event) => {
      handler(event.loaded);
    });
  }

  send(body: XMLHttpRequestBodyInit | null): Promise<HttpResponse> {
    const { request } = this;
    return new Promise((resolve, reject) => {
      const impatient = (): void => {
        request.abort();
      };
      let timer = setTimeout(impatient, PATIENCE);
      // As long as something leaves, the line is alive, however slow.
      request.upload.addEventListener("progress", () => {
        clearTimeout(timer);
        timer = setTimeout(impatient, PATIENCE);
      });
      request.addEventListener("loadend", () => {
        clearTimeout(timer);
        if (request.status === 0) reject(new LineLost("no answer"));
        else resolve(answerOf(request));
      });
      request.send(body);
    });
  }

  abort(): Promise<void> {
    this.request.abort();
    return Promise.resolve();
  }

  getUnderlyingObject(): XMLHttpRequest {
    return this.request;
  }
}

function answerOf(request: XMLHttpRequest): HttpResponse {
  return {
    getStatus: () => request.status,
    getHeader: (header) => request.getResponseHeader(header) ?? undefined,
    getBody: () => request.responseText,
    getUnderlyingObject: () => request,
  };
}
