/** What the institution wrote, as text, and its files, which are saved and never shown in the page. */

import type { AttachmentReference, Reply } from "../letters/correspondence.ts";
import { day, element, lettered, say, sayError } from "../page/dom.ts";
import { Refused } from "../errors.ts";
import { TEXTS } from "../page/texts.ts";
import { sizeText } from "../metadata/words.ts";

export type OpenFile = (file: AttachmentReference) => Promise<Uint8Array<ArrayBuffer>>;

/** One answer, with a button for each of its files. */
export function answerItem(reply: Reply, openFile: OpenFile): HTMLElement {
  const item = element("li", "", "card");
  const head = element("p", "", "meta");
  head.append(TEXTS.itemReply, " · ", day(reply.on));
  item.append(head, lettered(reply.text));
  if (reply.attachments.length > 0) item.append(...filesOf(reply, openFile));
  return item;
}

/** However much of it there is: one calm line, after what the institution wrote. */
export function strangeItem(): HTMLElement {
  const item = element("li", "", "card");
  item.append(element("p", TEXTS.itemBroken));
  return item;
}

function filesOf(reply: Reply, openFile: OpenFile): HTMLElement[] {
  const list = element("ul", "", "plain");
  const status = element("div");
  status.setAttribute("role", "status");
  list.append(...reply.attachments.map((file) => fileItem(file, openFile, status)));
  return [list, element("p", TEXTS.fileHint, "hint"), status];
}

function fileItem(file: AttachmentReference, openFile: OpenFile, status: HTMLElement): HTMLElement {
  const item = element("li");
  const name = element("strong");
  const open = document.createElement("button");
  name.append(element("bdi", file.name));
  open.type = "button";
  open.className = "quiet";
  // Several of them stand on the page: each says which file it opens.
  open.append(TEXTS.fileOpen, element("span", ": ", "visually-hidden"));
  open.lastElementChild?.append(element("bdi", file.name));
  open.addEventListener("click", () => {
    void saved(file, openFile, status, open);
  });
  item.append(name, " ", element("bdi", sizeText(file.size), "hint"), " ", open);
  return item;
}

async function saved(file: AttachmentReference, openFile: OpenFile, status: HTMLElement, button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    say(status, TEXTS.fileOpening);
    download(await openFile(file), file.name);
    say(status, TEXTS.fileSaved, "", "ok-box");
  } catch (error) {
    if (error instanceof Refused) say(status, TEXTS.fileDamaged, "", "danger-box");
    else sayError(status, error);
  } finally {
    button.disabled = false;
    button.focus();
  }
}

/** A type that no browser shows: it is saved, whatever its name says. */
function download(content: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  // Only after the browser has taken hold of it.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
