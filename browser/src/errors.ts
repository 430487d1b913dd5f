/** The two families of errors that reach a person. None ever holds what was written, a name or a key. */

import { filled, toldOf, type ErrorKey, type Told } from "./page/texts.ts";

export class UnhinderedError extends Error {
  readonly advice: string;

  constructor(told: Told | ErrorKey, values: Readonly<Record<string, string | number>> = {}) {
    const { sentence, advice } = typeof told === "string" ? toldOf(told) : told;
    super(filled(sentence, values));
    this.advice = filled(advice, values);
  }
}

/** Their bytes break a rule; the same bytes will get the same answer. */
export class Refused extends UnhinderedError {}

/** Our side failed, or the gate did not answer; trying later may work. */
export class Unavailable extends UnhinderedError {}

/** The gate has no room for files; text is still taken. */
export class NoRoom extends Unavailable {
  constructor() {
    super("noRoom");
  }
}

/** What was sealed is for a notice that has ended: it is to be sealed again, for the one that holds now. */
export class NoticeEnded extends Refused {
  constructor() {
    super("noticeEnded");
  }
}

/** The gate no longer has a file that it had been sent. */
export class UploadGone extends Unavailable {
  constructor() {
    super("uploadGone");
  }
}

/** The person pressed cancel. */
export class Cancelled extends UnhinderedError {
  constructor() {
    super("cancelled");
  }
}

/** Raises `Cancelled` once the person has pressed cancel. */
export function requireNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Cancelled();
}

/** What `act` gives; any error of a library becomes `Refused`, so that strangers' bytes raise nothing else. */
export function orRefused<T>(key: ErrorKey, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof UnhinderedError ? error : new Refused(key);
  }
}

/** As `orRefused`, for what takes its time. */
export async function orRefusedLater<T>(key: ErrorKey, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof UnhinderedError ? error : new Refused(key);
  }
}
