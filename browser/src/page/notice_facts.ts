/** Fetches the notice, checks it on this device, and shows what a person can compare. */

import { day, element, fragments } from "./dom.ts";
import { Refused } from "../errors.ts";
import { fetchNotice } from "../sending/gate_client.ts";
import { firstInstitution, type Institution } from "./institutions.ts";
import { readNotice, sixWords, type Notice } from "../formats/notice.ts";
import { TEXTS } from "./texts.ts";
import { ENGLISH } from "../receipt/word_list.ts";

/** The notice of an institution of this page, holding today. Days are those of UTC, as the gate counts them. */
export async function currentNotice({ base, gate }: Institution = firstInstitution()): Promise<Notice> {
  const notice = readNotice(await fetchNotice(`${base}/notice`), new Date().toISOString().slice(0, 10));
  if (notice.gate !== gate) throw new Refused("noticeGate");
  return notice;
}

/** Shows whom the person writes to, folded, in `#notice-facts` or else before `form`. */
export function showNotice(notice: Notice, form: HTMLFormElement): void {
  showNotices([notice], form);
}

/** The same for several, of whom the person chooses. */
export function showNotices(notices: readonly Notice[], form: HTMLFormElement): void {
  const place = document.getElementById("notice-facts") ?? newPlace(form);
  const summary = element("summary");
  const [only, ...others] = notices;
  const isOne = only !== undefined && others.length === 0;
  summary.append(...(isOne ? fragments(TEXTS.noticeSummary, { name: only.name }) : [TEXTS.noticeSummarySeveral]));
  place.replaceChildren(
    ...[summary, element("p", TEXTS.noticeChecked, "meta")],
    ...[...notices.map(factsOf), element("p", TEXTS.noticeWordsHint, "hint")],
  );
  place.hidden = false;
}

function factsOf(notice: Notice): HTMLElement {
  const list = element("dl", "", "facts");
  const words = element("dd", sixWords(notice.root.publicKey, ENGLISH).join(" "), "mono");
  // The words are English ones, in whatever direction the page is written.
  words.dir = "ltr";
  words.lang = "en";
  const dates = element("dd");
  dates.append(...fragments(TEXTS.noticeDates, { from: day(notice.notBefore), until: day(notice.notAfter) }));
  list.append(
    ...[element("dt", TEXTS.noticeInstitution), inItsDirection(notice.name)],
    ...[element("dt", TEXTS.noticeWords), words],
    ...[element("dt", TEXTS.noticeHolds), dates],
  );
  return list;
}

function inItsDirection(name: string): HTMLElement {
  const definition = element("dd");
  definition.append(element("bdi", name));
  return definition;
}

function newPlace(form: HTMLFormElement): HTMLElement {
  const place = element("details", "", "notice");
  place.id = "notice-facts";
  form.before(place);
  return place;
}
