/** One upload by the tus protocol, through tus-js-client: its own words, and our bytes, pauses and requests. */

import TusUpload from "tus-js-client/lib/upload.js";
import type { DetailedError, HttpStack, UploadOptions } from "tus-js-client";

import type { Ending, Job, Upload } from "./job.ts";
import { PartSource } from "./part_source.ts";
import { LineLost } from "./requests.ts";

export const PART_BYTES = 8 * 1024 * 1024;
// Together longer than a server takes to be started again, and than most holes in a line; begun anew after each progress.
const PAUSES: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];
const BUSY: readonly number[] = [408, 409, 423, 425, 429];
const NO_ROOM = 507;

/** The upload of one file. Tests pass other requests, and shorter pauses. */
export function newUpload(job: Job, requests: HttpStack, pauses: readonly number[] = PAUSES): Upload {
  let end: (ending: Ending) => void = () => undefined;
  const source: PartSource = new PartSource(job, () => job.beforeSending(upload.url ?? ""));
  const options: UploadOptions = {
    ...TusUpload.defaultOptions,
    endpoint: job.url === null ? job.endpoint : null,
    uploadUrl: job.url,
    chunkSize: PART_BYTES,
    retryDelays: [...pauses],
    storeFingerprintForResuming: false,
    // Nothing of an upload is kept on this device.
    fingerprint: () => Promise.resolve(""),
    fileReader: { openFile: () => Promise.resolve(source) },
    httpStack: requests,
    onUploadUrlAvailable: () => {
      // Else tus would begin a new upload by itself where this one is gone: other bytes under the same key.
      options.endpoint = null;
    },
    onProgress: (sent) => {
      job.onProgress(sent);
    },
    onShouldRetry: (error) => {
      const again = mayTryAgain(error);
      if (again) job.onWaiting();
      return again;
    },
    onSuccess: () => {
      end({ kind: "whole", url: upload.url ?? "" });
    },
    onError: (error) => {
      end(failed(error));
    },
  };
  const upload: TusUpload = new TusUpload(source, options);
  return {
    run: () =>
      new Promise((resolve) => {
        end = resolve;
        upload.start();
      }),
    end: () => {
      // tus takes the address over only once it has asked for it.
      upload.url ??= job.url;
      return upload.abort(true).catch(() => undefined);
    },
  };
}

function mayTryAgain(error: DetailedError): boolean {
  const status = statusOf(error);
  if (status === 0) return error.causingError instanceof LineLost;
  return BUSY.includes(status) || (status >= 500 && status !== NO_ROOM);
}

function failed(error: Error | DetailedError): Ending {
  const detailed = error as Partial<DetailedError>;
  const cause = detailed.causingError instanceof LineLost ? null : (detailed.causingError ?? null);
  return { kind: "failed", status: statusOf(detailed), text: detailed.originalResponse?.getBody() ?? "", cause };
}

function statusOf(error: Partial<DetailedError>): number {
  return error.originalResponse?.getStatus() ?? 0;
}
