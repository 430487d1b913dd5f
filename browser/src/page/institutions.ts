/** The institutions of a page: where each is asked, and by which name its gate signs. */

/** `base` stands before each address of the institution; empty where the gate has just one. */
export interface Institution {
  readonly base: string;
  readonly gate: string;
}

/** Those that the server names on the page; each still has to show a notice that fits. */
export function institutionsOnPage(): Institution[] {
  try {
    const named: unknown = JSON.parse(document.body.dataset["institutions"] ?? "[]");
    return Array.isArray(named) ? named.filter(isInstitution) : [];
  } catch {
    return [];
  }
}

/** The only one of a page, or its first. */
export function firstInstitution(): Institution {
  const first = institutionsOnPage()[0];
  if (first === undefined) throw new Error("this page names no institution");
  return first;
}

function isInstitution(item: unknown): item is Institution {
  const { base, gate } = item as Partial<Record<keyof Institution, unknown>>;
  // A path of this very gate, never an address of somebody else.
  return typeof base === "string" && typeof gate === "string" && /^(\/at\/[a-z0-9.-]+)?$/.test(base);
}
