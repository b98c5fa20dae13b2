import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { applyPatches, patchState } from "./patches.mjs";
import { repository } from "./repository.mjs";
import { runStep } from "./step.mjs";

// npm retries for minutes by default, which looks like a hang without a network.
const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

/** Installs the packages of package-lock.json with their patches, unless installed. */
export async function installDependencies() {
  if (!areInstalled() || patchState() === "other") await install();
  if (patchState() !== "patched") applyPatches();
}

async function install() {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [command, ...first] = npm;
  await runStep(
    "Installing dependencies (about 800 MB, takes a minute or two)",
    command,
    [...first, "ci", "--no-audit", "--no-fund", "--loglevel=error", ...patience],
    { megabytes: 1500, env: { ...process.env, NODE_ENV: "development" } },
  );
}

/** Compares the lock file with npm's record. Packages for other platforms may be missing. */
function areInstalled() {
  const record = path.join(repository, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(path.join(repository, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === "" || present[name]?.version === version || (optional && !present[name]),
  );
}
