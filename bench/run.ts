// npm run bench: the costs of Countersign, as ratios to a ceiling measured in the same run on the
// same machine. `--only throughput,totals` measures some sections, `--rounds 2` fewer rounds, and
// `--scale` pages, asks and redemptions with a million requests instead.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "#db/client";
import { startEmbeddedDatabase } from "#db/embedded";
import { migrate } from "#db/migrate";
import type { MasterSecret } from "#lib/crypto/seal";
import { randomToken } from "#lib/kernel/digest";
import { setUp } from "../bin/setup.mjs";
import { measureCosts } from "./costs.ts";
import { type BenchOptions, readOptions, usage } from "./options.ts";
import { report } from "./report.ts";
import { measureScale } from "./scale/measure-scale.ts";

const options = optionsOrExit(process.argv.slice(2));
const quiet = { info: () => {}, warn: console.warn, error: console.error };
const kept = options.scale?.dataFolder;
const folder = kept ?? mkdtempSync(path.join(tmpdir(), "countersign-bench-"));
const build = (await setUp({ build: true, forDevelopment: true })) ?? ".next";
const embedded = await startEmbeddedDatabase({ dataFolder: folder, log: quiet });
await migrate(embedded.url);
const db = openDatabase(embedded.url);
try {
  const { profileFolder } = options;
  const place = { db, databaseUrl: embedded.url, secret: secretOf(folder), build, profileFolder };
  if (options.scale) save("scale.md", await measureScale(place, options.scale));
  else {
    const result = await measureCosts(place, options);
    save("latest.md", report(result));
    save("latest.json", `${JSON.stringify(result, undefined, 2)}\n`);
  }
} finally {
  await db.$client.end();
  await embedded.stop();
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}

/** The secret of the database in `folder`, created the first time. */
function secretOf(folder: string): MasterSecret {
  const file = path.join(folder, "secret");
  if (!existsSync(file)) writeFileSync(file, randomToken(), { mode: 0o600 });
  return readFileSync(file, "utf8") as MasterSecret;
}

/** The options. Ends the process after `--help`, and after a wrong option with one line about it. */
function optionsOrExit(args: string[]): BenchOptions {
  try {
    const read = readOptions(args);
    if (read) return read;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

/** Writes a result to `bench/results`, and prints a table. */
function save(name: string, text: string): void {
  if (name.endsWith(".md")) console.log(text);
  const results = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, name), text);
}
