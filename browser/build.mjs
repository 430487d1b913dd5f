// Builds the scripts of the gate's pages; `--tests` builds what the tests run instead, into build/.
// Same sources and same lock file, same bytes: nothing of this machine or of the time goes in.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
// `--into FOLDER` builds beside what is committed, to compare.
const into = process.argv.includes("--into") ? process.argv[process.argv.indexOf("--into") + 1] : null;
const gate = into ?? join(root, "src/unhindered/gate/static");
const tests = into ?? join(root, "tests/browser_bundle");
const sourceFiles = ["browser/package-lock.json", "browser/build.mjs", "src/unhindered/facts/wordlists/en.txt"];

/** One script a page. */
const pages = { "leave.js": "src/leave_main.ts", "offline.js": "src/offline/main.ts", "report.js": "src/report_main.ts", "mailbox.js": "src/mailbox_main.ts" };
/** Loaded by a page when they are needed: each offers its functions through lazy.ts. */
const parts = { "uploads.js": "src/uploads/main.ts", "draft.js": "src/draft/main.ts", "metadata.js": "src/metadata/main.ts", "mailbox_acts.js": "src/mailbox/acts_main.ts" };

/** Each word as the number of letters it shares with the one before, and the rest: a quarter less to send. */
function frontCoded(words) {
  return words.map((word, place) => {
    const before = words[place - 1] ?? "";
    let shared = 0;
    while (shared < Math.min(before.length, 9) && before[shared] === word[shared]) shared++;
    return `${shared}${word.slice(shared)}`;
  });
}

/** Word lists are packed; word_list.ts unpacks them. */
const wordLists = {
  name: "word-lists",
  setup: ({ onLoad }) => {
    onLoad({ filter: /wordlists\/[a-z]+\.txt$/ }, ({ path }) => ({
      contents: frontCoded(readFileSync(path, "utf8").trim().split("\n")).join(""),
      loader: "text",
    }));
  },
};

/** No request of ours carries an id; tus-js-client would draw one from a weak source. */
const withoutRequestIds = {
  name: "without-request-ids",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/uuid\.js$/ }, () => ({ path: join(here, "src/absent/tus_extras.ts") }));
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  plugins: [wordLists, withoutRequestIds],
  target: "es2020",
};

/** What leaves the product: curves that it refuses anyway, and, but for the draft, passphrases. */
const withoutCurves = { "@noble/curves/nist.js": "./src/absent/nist.ts" };
const tusAlone = { "url-parse": "./src/absent/address.ts", "js-base64": "./src/absent/tus_extras.ts" };
const withoutPassphrases = { ...withoutCurves, ...tusAlone, "@noble/hashes/scrypt.js": "./src/absent/scrypt.ts" };

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

/** One hash over all that decides the bytes: where Node is absent, a test still sees a forgotten rebuild. */
function sourcesSha256() {
  const names = [...filesIn("browser/src"), ...sourceFiles].sort();
  const lines = names.map((name) => `${createHash("sha256").update(readFileSync(join(root, name))).digest("hex")}  ${name}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

async function script(entry, target, alias = withoutPassphrases) {
  const banner = `/*! Unhindered, AGPL-3.0-or-later. Licences of others: gate.licenses.txt. Sources sha256 ${sourcesSha256()} */`;
  const options = { ...common, alias, banner: { js: banner }, format: "iife", metafile: true, minify: true };
  const result = await build({ ...options, entryPoints: [entry], outfile: target });
  return Object.keys(result.metafile.inputs);
}

/** The licences of every package whose code is in one of the scripts. */
function licenses(inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  return [...packages].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} ${version}\n\n${readFileSync(join(folder, "LICENSE"), "utf8").trim()}\n`;
  });
}

if (process.argv.includes("--tests")) {
  const names = readdirSync(join(here, "tests")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `tests/${name}`),
    external: ["node:*"],
    format: "esm",
    outdir: "build/tests",
    platform: "node",
    sourcemap: "inline",
    target: "node20",
  });
} else {
  mkdirSync(gate, { recursive: true });
  const inputs = [];
  for (const [name, entry] of Object.entries({ ...pages, ...parts })) {
    // Parts are added one by one, each by whoever writes it.
    if (!existsSync(join(here, entry))) continue;
    inputs.push(...(await script(entry, join(gate, name), name === "draft.js" ? withoutCurves : withoutPassphrases)));
  }
  writeFileSync(join(gate, "gate.licenses.txt"), licenses(inputs).join(`\n${"-".repeat(72)}\n\n`));
  // The same sources with their functions laid open, for tests in a browser; no page of ours loads it.
  await script("tests/laid_open.ts", join(tests, "laid_open.js"));
}
