import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { applyPatches, patchState } from "./patches.mjs";
import { record, removeUnneeded } from "./remove-unneeded.mjs";
import { repository } from "./repository.mjs";
import { runStep } from "./step.mjs";

// npm retries for minutes by default, which looks like a hang without a network.
const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

/**
 * Installs the packages of package-lock.json with their patches, unless installed.
 * @param {{ forDevelopment: boolean }} what Whether with those that only tests, checks and benches
 * need. Once installed, they are kept.
 */
export async function installDependencies({ forDevelopment }) {
  const isRunnable = areInstalled(isNeededToRun) && patchState() !== "other";
  if (!isRunnable) await install({ forDevelopment: forDevelopment || areSomeForDevelopment() });
  else if (forDevelopment && !areInstalled(() => true)) await addThoseForDevelopment();
  if (patchState() !== "patched") applyPatches();
}

async function install({ forDevelopment }) {
  const which = forDevelopment ? "dependencies (about 850 MB" : "dependencies (about 430 MB";
  await npm(`Installing ${which}, takes a minute or two)`, ["ci", ...(forDevelopment ? [] : ["--omit=dev"])]);
  if (!forDevelopment) removeUnneeded();
}

/** Adds packages only, because a server may run from the others. */
async function addThoseForDevelopment() {
  await npm("Installing what tests need (about 300 MB)", ["install", "--no-save"]);
  // A version of npm that reads the lock file differently.
  if (!areInstalled(() => true)) await install({ forDevelopment: true });
}

function npm(title, args) {
  const [command, ...first] = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  return runStep(
    title,
    command,
    [...first, ...args, "--no-audit", "--no-fund", "--loglevel=error", ...patience],
    { megabytes: 1500, env: { ...process.env, NODE_ENV: "development" } },
  );
}

/**
 * Compares the lock file with npm's record. Packages for other platforms may be missing.
 * @param {(wanted: { dev?: boolean, devOptional?: boolean }) => boolean} isWanted
 */
function areInstalled(isWanted) {
  const present = recorded();
  if (!present) return false;
  const { packages } = JSON.parse(readFileSync(path.join(repository, "package-lock.json"), "utf8"));
  return Object.entries(packages).every(([name, wanted]) => {
    if (name === "" || !isWanted(wanted)) return true;
    return present[name]?.version === wanted.version || (wanted.optional && !present[name]);
  });
}

function isNeededToRun({ dev, devOptional }) {
  return !dev && !devOptional;
}

function areSomeForDevelopment() {
  return Object.values(recorded() ?? {}).some(({ dev }) => dev);
}

/** The installed packages, by npm's record; undefined without one. */
function recorded() {
  const file = path.join(repository, record);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}
