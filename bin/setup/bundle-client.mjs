import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { client, repository } from "./repository.mjs";

/** Each source of the command line, with its digest. */
const record = path.join(path.dirname(client), "sources.json");
/** Of these, others than the imported files: this file, and what decides about the packages. */
const always = ["bin/setup/bundle-client.mjs", "package-lock.json"];

/**
 * The shell parser and its grammar are part of the file, instead of read from node_modules. Compressed,
 * because Node reads the whole file at each start.
 */
const embedWasm = {
  name: "embed-wasm",
  setup: (build) =>
    build.onLoad({ filter: /\/descriptors\/commands\/read-wasm\.ts$/ }, () => ({
      contents: `
        import { gunzipSync } from "node:zlib";
        const open = (text) => gunzipSync(Buffer.from(text, "base64"));
        export const readWasm = async () => ({
          parser: open("${compressed("web-tree-sitter/web-tree-sitter.wasm")}"),
          grammar: open("${compressed("tree-sitter-bash/tree-sitter-bash.wasm")}"),
        });`,
      resolveDir: repository,
    })),
};

function compressed(file) {
  return gzipSync(readFileSync(path.join(repository, "node_modules", file)), { level: 9 }).toString("base64");
}

/**
 * Bundles the command line and its packages into one file, unless its sources are those of the file that
 * is there.
 */
export async function prepareClient() {
  if (isUpToDate()) return;
  // Only here: the packages are installed by then.
  const { build } = await import("esbuild");
  mkdirSync(path.dirname(client), { recursive: true });
  // Tests in several processes may build at the same time.
  const draft = `${client}.${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: ["bin/client/program.ts"],
    outfile: draft,
    bundle: true,
    metafile: true,
    // CommonJS loads Node's own modules when a command first needs them, ESM all of them at each start.
    format: "cjs",
    banner: {
      js: '#!/usr/bin/env node\nconst fileUrl = require("node:url").pathToFileURL(__filename).href;',
    },
    define: { "import.meta.url": "fileUrl" },
    plugins: [embedWasm],
    platform: "node",
    target: "node20.19",
    logLevel: "error",
  });
  chmodSync(draft, 0o755);
  renameSync(draft, client);
  const inputs = Object.keys(metafile.inputs).filter((file) => !/(^|\/)node_modules\/|^</.test(file));
  const digests = [...inputs, ...always].map((file) => [file, digestOf(file)]);
  writeFileSync(`${record}.${process.pid}`, JSON.stringify(Object.fromEntries(digests)));
  renameSync(`${record}.${process.pid}`, record);
}

function isUpToDate() {
  if (!existsSync(client) || !existsSync(record)) return false;
  const digests = Object.entries(JSON.parse(readFileSync(record, "utf8")));
  return digests.every(([file, digest]) => digestOf(file) === digest);
}

function digestOf(file) {
  const place = path.join(repository, file);
  return existsSync(place) ? createHash("sha256").update(readFileSync(place)).digest("hex") : undefined;
}
