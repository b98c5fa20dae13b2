import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import path from "node:path";
import { bundleServer } from "./bundle-server.mjs";
import { bundleWorker } from "./bundle-worker.mjs";
import { cacheFolder, repository } from "./repository.mjs";
import { runStep } from "./step.mjs";

// The sources of the pages and the server. Changes to tests and documentation need no new build.
const sources = [
  "server.ts",
  "bin/setup/build.mjs",
  "bin/setup/bundle-server.mjs",
  "bin/setup/bundle-worker.mjs",
  "bin/setup/fonts.mjs",
  "bin/setup/lucide-icon-loader.cjs",
  "bin/setup/next-browser-loader.cjs",
  "bin/setup/unbundled-packages.mjs",
  "app",
  "client",
  "components",
  "lib",
  "db",
  "public",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
const isSource = (file) => !/\.test\.tsx?$|\/(testing|testdata|migrations)\//.test(file);

/** Recent builds stay for servers that still run from them; older builds are deleted. */
const maximumBuilds = 4;
const buildsFolder = path.join(cacheFolder, "builds");

/**
 * Builds the pages and the server unless a build of the current source exists. Each build has its own folder,
 * named after its source, so that a running server keeps its files.
 * @returns {Promise<string>} the folder, relative to the repository.
 */
export async function prepareBuild() {
  const folder = path.join(buildsFolder, hashSources());
  if (!existsSync(folder)) {
    const next = path.join(repository, "node_modules/next/dist/bin/next");
    const env = { ...process.env, NODE_ENV: "production", COUNTERSIGN_BUILD: "" };
    await runStep("Building", process.execPath, [next, "build"], { env });
    await saveBuild(folder);
  }
  utimesSync(folder, new Date(), new Date());
  removeOldBuilds();
  return path.relative(repository, folder);
}

/** Next builds in .next; the build's files then move out, complete or not at all. */
async function saveBuild(folder) {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const workshop = path.join(repository, ".next");
  for (const name of readdirSync(workshop)) {
    if (!["dev", "types", "cache", "lock"].includes(name))
      renameSync(path.join(workshop, name), path.join(draft, name));
  }
  relink(
    path.join(draft, "node_modules"),
    path.join(workshop, "node_modules"),
    path.join(folder, "node_modules"),
  );
  await bundleServer(draft);
  await bundleWorker(draft);
  renameSync(draft, folder);
}

/**
 * Next refers to unbundled packages (Cedar's) by relative links, which have to be corrected after
 * the build moves.
 */
function relink(here, before, after) {
  if (!existsSync(here)) return;
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    const [place, old, next] = [here, before, after].map((folder) => path.join(folder, entry.name));
    if (entry.isDirectory()) relink(place, old, next);
    if (!entry.isSymbolicLink()) continue;
    const target = path.resolve(before, readlinkSync(place));
    rmSync(place);
    symlinkSync(path.relative(after, target), place);
  }
}

function removeOldBuilds() {
  const age = (name) => statSync(path.join(buildsFolder, name)).mtimeMs;
  const lastUsedFirst = readdirSync(buildsFolder).sort((a, b) => age(b) - age(a));
  for (const name of lastUsedFirst.slice(maximumBuilds))
    rmSync(path.join(buildsFolder, name), { recursive: true });
}

function hashSources() {
  const hash = createHash("sha256");
  for (const file of sources
    .flatMap((name) => listFiles(path.join(repository, name)))
    .filter(isSource)
    .sort()) {
    const content = readFileSync(file);
    hash.update(`${path.relative(repository, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function listFiles(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place).flatMap((name) => listFiles(path.join(place, name)));
}
