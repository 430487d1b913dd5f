/**
 * Walks through XML without a parser that knows entities, documents to fetch or styles: names, attributes, text.
 * One step forward at a time, so that no text can make it slow.
 */

const MOST_DEPTH = 64;

export interface Heard {
  /** An element's or attribute's name, without its prefix. */
  readonly name: string;
  readonly text: string;
  /** Names of the elements around it, innermost last, without prefixes. */
  readonly within: readonly string[];
}

/** Calls `hear` for each attribute and each text in `xml`. */
export function walkMarkup(xml: string, hear: (heard: Heard) => void): void {
  const within: string[] = [];
  let at = 0;
  for (;;) {
    const open = xml.indexOf("<", at);
    if (open === -1) return;
    const text = xml.slice(at, open);
    const name = within[within.length - 1];
    if (name !== undefined && text.trim() !== "") hear({ name, text: unescaped(text), within });
    const close = xml.indexOf(">", open);
    if (close === -1) return;
    at = tagAt(xml, open, close, within, hear);
  }
}

function tagAt(xml: string, open: number, close: number, within: string[], hear: (heard: Heard) => void): number {
  const tag = xml.slice(open + 1, close);
  if (tag.startsWith("!--")) {
    const end = xml.indexOf("-->", open + 4);
    return end === -1 ? xml.length : end + 3;
  }
  if (tag.startsWith("?") || tag.startsWith("!")) return close + 1;
  if (tag.startsWith("/")) {
    within.pop();
    return close + 1;
  }
  const words = /^[^\s/]+/.exec(tag);
  const name = localName(words?.[0] ?? "");
  attributesOf(tag, (attribute, text) => {
    hear({ name: attribute, text, within: [...within, name] });
  });
  if (!tag.endsWith("/") && within.length < MOST_DEPTH) within.push(name);
  return close + 1;
}

function attributesOf(tag: string, tell: (name: string, text: string) => void): void {
  let at = tag.search(/\s/);
  while (at !== -1 && at < tag.length) {
    const equals = tag.indexOf("=", at);
    if (equals === -1) return;
    const name = tag.slice(at, equals).trim();
    const start = tag.slice(equals + 1, equals + 9).search(/["']/);
    if (start === -1) return;
    const quote = equals + 1 + start;
    const end = tag.indexOf(tag.charAt(quote), quote + 1);
    if (end === -1) return;
    if (!name.startsWith("xmlns")) tell(localName(name), unescaped(tag.slice(quote + 1, end)));
    at = end + 1;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.slice(0, 4096).replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal?: string, hex?: string, word?: string) => {
    if (word !== undefined) return NAMED[word] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
