/** Gathers what is found: short, without controls, alike things once, not more than a page can show. */

import { Unreadable } from "./slices.ts";
import type { Finding, Hidden, HiddenKind, HiddenNote, Look } from "./types.ts";

const MOST_FINDINGS = 40;
const MOST_LETTERS = 160;

export class Found {
  look: Look = "looked";
  readonly #findings = new Map<string, Finding>();
  #more = 0;

  /** Text out of the file; nothing where it holds no letter or figure. */
  value(kind: HiddenKind, raw: unknown): void {
    const value = shortened(raw);
    if (isWorded(value)) this.#add({ kind, value });
  }

  /** As `value`; where there is something, but no letter or figure, that is said too. */
  valueOrNote(kind: HiddenKind, raw: string): void {
    if (isWorded(shortened(raw))) this.value(kind, raw);
    else if (raw !== "") this.note(kind, "unnamed");
  }

  note(kind: HiddenKind, note: HiddenNote): void {
    this.#add({ kind, value: "", note });
  }

  /** Some of it could not be looked into. */
  partly(): void {
    if (this.look === "looked") this.look = "partly";
  }

  /** Does `act`; where the bytes are not what they should be, what was found before stays and the look is partial. */
  async tried(act: () => void | Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.partly();
    }
  }

  hidden(format: string, canClean: boolean): Hidden {
    return { look: this.look, format, findings: [...this.#findings.values()], more: this.#more, canClean };
  }

  #add(finding: Finding): void {
    const key = `${finding.kind} ${finding.note ?? ""} ${finding.value}`;
    if (this.#findings.has(key)) return;
    if (this.#findings.size < MOST_FINDINGS) this.#findings.set(key, finding);
    else this.#more += 1;
  }
}

/** What kind of thing a field of this name holds, where the table knows it. */
export function kindOf(table: Readonly<Record<string, HiddenKind>>, name: string): HiddenKind | undefined {
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}

function isWorded(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** One line of text that cannot turn the page around or run away. */
function shortened(raw: unknown): string {
  if (typeof raw !== "string" && typeof raw !== "number") return "";
  // Controls, and the invisible characters that change direction.
  const line = String(raw).slice(0, 4096).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+/g, " ");
  const letters = Array.from(line.replace(/\s+/g, " ").trim());
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join("")}…` : letters.join("");
}
