import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder, repository } from "./repository.mjs";

// The sources of the pages and the server. Changes to tests and documentation need no new build.
const sources = [
  "server.ts",
  "instrumentation.ts",
  "bin/client",
  "bin/setup/build.ts",
  "bin/setup/bundle-client.ts",
  "bin/setup/bundle-server.ts",
  "bin/setup/bundle-verifier.ts",
  "bin/setup/bundle-worker.ts",
  "bin/setup/downloads",
  "bin/setup/embed-wasm.ts",
  "bin/setup/fonts.ts",
  "bin/setup/gzip.ts",
  "bin/setup/license-texts.ts",
  "bin/setup/next-browser-loader.cjs",
  "app",
  "client",
  "components",
  "lib",
  "db",
  "public",
  "python/README.md",
  "python/countersign",
  "python/pyproject.toml",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const isSource = (file) => !/\.test\.tsx?$|\/(testing|testdata|migrations|__pycache__)\//.test(file);

/**
 * The folder of the build of the current source, whether it exists or not. Each build has its own
 * folder, named after its source, so that a running server keeps its files.
 * @returns {string}
 */
export function buildFolder() {
  const hash = createHash("sha256");
  for (const file of sources
    .flatMap((name) => listFiles(path.join(repository, name)))
    .filter(isSource)
    .sort()) {
    const content = readFileSync(file);
    hash.update(`${path.relative(repository, file)}\0${content.length}\0`).update(content);
  }
  return path.join(cacheFolder, "builds", hash.digest("hex").slice(0, 16));
}

function listFiles(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place).flatMap((name) => listFiles(path.join(place, name)));
}

/**
 * Whether a product of set-up exists, and its sources are those that it was made from.
 * @param {string} product
 * @returns {boolean}
 */
export function isUpToDate(product) {
  const record = recordOf(product);
  if (!existsSync(product) || !existsSync(record)) return false;
  const digests = Object.entries(JSON.parse(readFileSync(record, "utf8")));
  return digests.every(([file, digest]) => digestOf(file) === digest);
}

/**
 * Records the sources that a product was made from, for `isUpToDate`.
 * @param {string} product
 * @param {string[]} files relative to the repository
 */
export function recordSources(product, files) {
  const record = recordOf(product);
  // Tests in several processes may record at the same time.
  const draft = `${record}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(Object.fromEntries(files.map((file) => [file, digestOf(file)]))));
  renameSync(draft, record);
}

function recordOf(product) {
  return path.join(path.dirname(product), "sources.json");
}

function digestOf(file) {
  const place = path.join(repository, file);
  return existsSync(place) ? createHash("sha256").update(readFileSync(place)).digest("hex") : undefined;
}
