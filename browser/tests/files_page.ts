/** The list of chosen files on a page of its own, for a test in a browser; no page of ours loads this. */

import { loadPart } from "../src/page/lazy.ts";
import type { Metadata } from "../src/metadata/types.ts";
import { mountFiles } from "../src/metadata/view.ts";

const input = document.getElementById("files");
const list = document.getElementById("file-list");
if (input instanceof HTMLInputElement && list !== null) {
  const files = mountFiles(input, list, () => loadPart<Metadata>("metadata.js"));
  Object.assign(globalThis, { files });
}
