import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder, repository } from "../setup/repository.mjs";
import { capture } from "../setup/step.mjs";
import { findStaleness, loadGuards } from "./guard-removal/entries.mjs";

const node = process.execPath;
const program = (file) => path.join(repository, "node_modules", file);

/** The checks that pass or fail as a whole, the most useful results first. */
export const checks = [
  {
    title: "Format and lint (biome)",
    run: (env) => succeeds(env, program("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"),
  },
  { title: "Types (tsc)", run: checkTypes },
  { title: "Unused code (knip)", run: (env) => succeeds(env, program("knip/bin/knip.js")) },
  {
    title: "Layers, rooms, cycles, folders and table owners",
    run: (env) => succeeds(env, "--import", "tsx", "bin/check-imports.ts"),
  },
  {
    title: "Words of the glossary, in texts, documents, comments and test names",
    run: (env) => succeeds(env, "bin/test/check-words.mjs"),
  },
  {
    title: "Names in the workspace that end-to-end tests share",
    run: (env) => succeeds(env, "bin/test/check-names.mjs"),
  },
  {
    title: "Install scripts of dependencies are listed and off",
    run: (env) => succeeds(env, "bin/test/check-install-scripts.mjs"),
  },
  { title: "Migrations in step with the schema (drizzle-kit)", run: checkMigrations },
  { title: "Listed guards are in the code (npm run test:guards removes them)", run: checkGuards },
];

async function succeeds(env, ...args) {
  const { status, output } = await capture(node, args, { env });
  return { isPassed: status === 0, output };
}

async function checkTypes(env) {
  const generated = await succeeds(env, program("next/dist/bin/next"), "typegen");
  // Each of tsc's four checkers works out the types of most packages again: one takes less than
  // half the processor time. GOGC: it collects garbage less often.
  const once = ["--noEmit", "--checkers", "1"];
  const thrifty = { ...env, GOGC: "300" };
  return generated.isPassed ? succeeds(thrifty, program("typescript/bin/tsc"), ...once) : generated;
}

/** Generates migrations into a copy: nothing new may come out. */
async function checkMigrations(env) {
  const copy = path.join(cacheFolder, "migrations-check");
  rmSync(copy, { recursive: true, force: true });
  cpSync(path.join(repository, "db/migrations"), copy, { recursive: true });
  const { isPassed, output } = await succeeds(
    env,
    ...[program("drizzle-kit/bin.cjs"), "generate", "--dialect=postgresql"],
    ...["--schema=./db/schema/index.ts", `--out=${path.relative(repository, copy)}`],
  );
  return { isPassed: isPassed && /No schema changes/.test(output), output };
}

/** No entry of bin/test/guards is stale, and no two of a room share a name. */
async function checkGuards() {
  const seen = new Set();
  const faults = (await loadGuards()).flatMap((guard) => {
    const name = `${guard.room}/${guard.name}`;
    const fault = seen.has(name) ? "another entry has this name" : findStaleness(guard);
    seen.add(name);
    return fault ? [`${name}: ${fault}`] : [];
  });
  return { isPassed: faults.length === 0, output: faults.join("\n") };
}
