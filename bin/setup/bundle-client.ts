import { appendFileSync, chmodSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { embedWasm } from "./embed-wasm.ts";
import { licenseTexts } from "./license-texts.ts";
import { client, repository } from "./repository.mjs";
import { isUpToDate, recordSources } from "./up-to-date.mjs";

/** Further sources: this file, and those that decide about the packages. */
const always = ["bundle-client.ts", "embed-wasm.ts", "gzip.ts", "license-texts.ts"]
  .map((name) => `bin/setup/${name}`)
  .concat("package-lock.json");

/** Compressed code is opened when needed: Node reads the whole file at each start. */
const openInNode = `import { gunzipSync } from "node:zlib";
const open = (text) => gunzipSync(Buffer.from(text, "base64"));`;

/** Bundles the command line and its packages into one file, unless its sources are unchanged. */
export async function prepareClient(): Promise<void> {
  if (isUpToDate(client)) return;
  mkdirSync(path.dirname(client), { recursive: true });
  // Tests in several processes may build at the same time.
  const draft = `${client}.${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: ["bin/client/program.ts"],
    outfile: draft,
    bundle: true,
    metafile: true,
    // CommonJS loads Node's modules when needed, ESM all of them at each start.
    format: "cjs",
    banner: {
      js: '#!/usr/bin/env node\nconst fileUrl = require("node:url").pathToFileURL(__filename).href;',
    },
    define: { "import.meta.url": "fileUrl" },
    plugins: [embedWasm(openInNode)],
    platform: "node",
    target: "node20.19",
    logLevel: "error",
  });
  appendFileSync(draft, licenseTexts(Object.keys(metafile.inputs)));
  chmodSync(draft, 0o755);
  renameSync(draft, client);
  const inputs = Object.keys(metafile.inputs).filter((file) => !/(^|\/)node_modules\/|^</.test(file));
  recordSources(client, [...inputs, ...always]);
}

if (import.meta.filename === process.argv[1]) await prepareClient();
