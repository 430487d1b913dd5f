/** The notices that an offline page brings along, and the root key that it was made for. */

import { equal } from "../formats/bytes.ts";
import { Refused, orRefused } from "../errors.ts";
import { readNotice, type Notice } from "../formats/notice.ts";
import { parseVerifier } from "../formats/signed_note.ts";

interface Brought {
  readonly root: string;
  readonly notices: readonly string[];
}

/**
 * The notice that holds on `today` (YYYY-MM-DD); null before the first and after the last.
 *
 * Each is signed by the one root key of the page: refused is a page that somebody put another's notice into.
 */
export function noticeOf(brought: string, today: string): Notice | null {
  const { root, notices } = orRefused("notice", () => JSON.parse(brought) as Brought);
  const pinned = parseVerifier(root);
  for (const text of notices) {
    const notice = holding(text, today);
    if (notice === null) continue;
    if (!equal(notice.root.publicKey, pinned.publicKey)) throw new Refused("notice");
    return notice;
  }
  return null;
}

function holding(text: string, today: string): Notice | null {
  try {
    return readNotice(text, today);
  } catch (error) {
    // Out of its week; what is not whole holds on no day either.
    if (error instanceof Refused) return null;
    throw error;
  }
}
