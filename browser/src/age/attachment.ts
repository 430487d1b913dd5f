/** A file on its way into an envelope of its own, hashed before and after the seal while it passes. */

import { sha256 } from "@noble/hashes/sha2.js";

import { equal, type Bytes } from "../formats/bytes.ts";
import type { AttachmentReference } from "../letters/correspondence.ts";
import { Refused } from "../errors.ts";
import { cleanName, framed, type Framed } from "./payload.ts";
import { sealedPieces, sealedSize, type FileSeal } from "./seal.ts";

/** How far a file was sealed, and the hash of its sealed body (all after the header) up to there. */
export interface Mark {
  readonly sealed: number;
  readonly sha256: Bytes;
}

/** The bytes of a file are not those that were sealed before: its key may not be used for them. */
export class OtherBytes extends Refused {
  constructor() {
    super("fileOther");
  }
}

/** Hands out its sealed pieces once. Whoever begins anew takes a new one, with a fresh seal. */
export class Attachment {
  readonly name: string;
  /** Length of the whole age file. */
  readonly size: number;
  private readonly frame: Framed;
  private readonly body = sha256.create();
  private readonly original = sha256.create();
  private sealed = 0;

  /** With `before`, pieces are first made again up to there, and given out only if they are the same. */
  constructor(
    private readonly file: File,
    private readonly fileSeal: FileSeal,
    private readonly before: Mark | null = null,
  ) {
    this.name = cleanName(file.name);
    this.frame = framed(this.name, file, 0);
    this.size = sealedSize(this.frame.blob.size, fileSeal);
  }

  /**
   * The age file, in order.
   *
   * Raises `OtherBytes` before the piece that ends at the mark is given out, if it is not as it was.
   */
  async *pieces(signal?: AbortSignal): AsyncGenerator<Bytes> {
    const before = this.before;
    if (before !== null && before.sealed > this.size) throw new OtherBytes();
    let read = 0;
    const onPlain = (piece: Uint8Array): void => {
      const begin = Math.max(0, this.frame.bodyOffset - read);
      const end = Math.min(piece.length, this.frame.bodyOffset + this.file.size - read);
      if (begin < end) this.original.update(piece.subarray(begin, end));
      read += piece.length;
    };
    for await (const piece of sealedPieces(this.frame.blob, this.fileSeal, { onPlain, signal, pauseAt: before?.sealed })) {
      this.body.update(this.sealed === 0 ? piece.subarray(this.fileSeal.header.length) : piece);
      const begin = this.sealed;
      this.sealed += piece.length;
      if (before !== null && begin < before.sealed && before.sealed <= this.sealed) requireSame(before, this.mark());
      yield piece;
    }
  }

  /** How far it is sealed now. */
  mark(): Mark {
    return { sealed: this.sealed, sha256: new Uint8Array(this.body.clone().digest()) };
  }

  /** What the letter says of this file; only once all pieces were given out. */
  reference(): AttachmentReference {
    if (this.sealed !== this.size) throw new Refused("again");
    return {
      body: this.mark().sha256,
      name: this.name,
      size: this.file.size,
      sha256: new Uint8Array(this.original.clone().digest()),
    };
  }
}

function requireSame(before: Mark, now: Mark): void {
  if (before.sealed !== now.sealed || !equal(before.sha256, now.sha256)) throw new OtherBytes();
}
