import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolder, repository } from "../setup/repository.mjs";
import { capture } from "../setup/step.mjs";
import { findStaleness, loadGuards } from "./guard-removal/entries.ts";

const program = (file: string) => path.join(repository, "node_modules", file);

/** What a check found. The output is shown when it failed. */
export interface CheckResult {
  isPassed: boolean;
  output: string;
}

export interface Check {
  title: string;
  run: (env: NodeJS.ProcessEnv) => Promise<CheckResult>;
}

/** The checks that pass or fail as a whole, the most useful results first. */
export const checks: Check[] = [
  {
    title: "Format and lint (biome)",
    run: (env) => succeeds(env, program("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"),
  },
  { title: "Types (tsc)", run: checkTypes },
  { title: "Unused code (knip)", run: (env) => succeeds(env, program("knip/bin/knip.js")) },
  {
    title: "Layers, rooms, cycles, folders and table owners",
    run: (env) => passes(env, "bin/check-imports.ts"),
  },
  {
    title: "Words of the glossary, in texts, documents, comments and test names",
    run: (env) => passes(env, "bin/test/check-words.ts"),
  },
  {
    title: "Names in the workspace that end-to-end tests share",
    run: (env) => passes(env, "bin/test/check-names.ts"),
  },
  {
    title: "Install scripts of dependencies are listed and off",
    run: (env) => passes(env, "bin/test/check-install-scripts.ts"),
  },
  { title: "Migrations in step with the schema (drizzle-kit)", run: checkMigrations },
  {
    title: "Migrations that the release before can bear",
    run: (env) => passes(env, "bin/test/check-migrations.ts"),
  },
  {
    title: "Listed guards are in the code (npm run test:guards removes them)",
    run: async () => checkGuards(),
  },
];

async function succeeds(env: NodeJS.ProcessEnv, ...args: string[]): Promise<CheckResult> {
  const { status, output } = await capture(process.execPath, args, { env });
  return { isPassed: status === 0, output };
}

/** A check of this repository, in TypeScript. */
function passes(env: NodeJS.ProcessEnv, file: string): Promise<CheckResult> {
  return succeeds(env, "--import", "tsx", file);
}

async function checkTypes(env: NodeJS.ProcessEnv): Promise<CheckResult> {
  const generated = await succeeds(env, program("next/dist/bin/next"), "typegen");
  // Each of tsc's four checkers works out the types of most packages again: one takes less than
  // half the processor time. GOGC: it collects garbage less often.
  const once = ["--noEmit", "--checkers", "1"];
  const thrifty = { ...env, GOGC: "300" };
  return generated.isPassed ? succeeds(thrifty, program("typescript/bin/tsc"), ...once) : generated;
}

/** Generates migrations into a copy: nothing new may come out. */
async function checkMigrations(env: NodeJS.ProcessEnv): Promise<CheckResult> {
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
function checkGuards(): CheckResult {
  const seen = new Set<string>();
  const faults = loadGuards().flatMap((guard) => {
    const name = `${guard.room}/${guard.name}`;
    const fault = seen.has(name) ? "another entry has this name" : findStaleness(guard);
    seen.add(name);
    return fault ? [`${name}: ${fault}`] : [];
  });
  return { isPassed: faults.length === 0, output: faults.join("\n") };
}
