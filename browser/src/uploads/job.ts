/** What a page asks of `uploads.js`, and what it is told. Only types: the two scripts share no code. */

/** One sealed file to be uploaded. */
export interface Job {
  /** Absolute address that uploads are made at. */
  readonly endpoint: string;
  /** Address of an upload that was begun before, or null. */
  readonly url: string | null;
  readonly size: number;
  /** The file in order; asked for more only when what came before has been taken by the gate. */
  readonly pieces: AsyncIterator<Uint8Array, unknown>;
  /** Nothing is sent before the pieces up to this offset were made: they are being compared with what left before. */
  readonly heldUntil: number;
  /** Called before bytes leave that did not leave before; they leave once it is done. */
  readonly beforeSending: (url: string) => Promise<void>;
  /** So many bytes of the file have left. */
  readonly onProgress: (sent: number) => void;
  readonly onWaiting: () => void;
}

/** How a try ended. `status` is 0 where no answer came; `cause` is what a piece or `beforeSending` raised. */
export type Ending =
  | { readonly kind: "whole"; readonly url: string }
  | { readonly kind: "failed"; readonly status: number; readonly text: string; readonly cause: unknown };

/** One upload, over as many tries as it takes. */
export interface Upload {
  /** Sends until all is taken or the line stays down; can be called again after it failed. */
  readonly run: () => Promise<Ending>;
  /** Stops sending; a `run` that is under way never ends. The gate is asked to forget what it has. */
  readonly end: () => Promise<void>;
}

/** What `uploads.js` offers. */
export interface UploadsPart {
  readonly newUpload: (job: Job) => Upload;
}
