// Judges the migrations after those of the newest release, or without a release after the first one: the
// release before runs on with them, and no ask waits long (docs/decisions/0037-upgrades-without-a-stop.md).
import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";
import { judgeMigrations, type MigrationText } from "./migrations/judge-migrations.ts";
import { fileAt, newestRelease } from "./newest-release.ts";

const folder = "db/migrations";
const here = migrationsIn((file) => readFileSync(path.join(repository, file), "utf8"));
const release = newestRelease();
const released = release ? migrationsIn((file) => fileAt(release, file)) : here.slice(0, 1);
const faults = judgeMigrations(here, released);
for (const fault of faults) console.error(`${folder}: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);

function migrationsIn(read: (file: string) => string): MigrationText[] {
  const journal: { entries: { tag: string }[] } = JSON.parse(read(`${folder}/meta/_journal.json`));
  return journal.entries.map(({ tag }) => ({ tag, text: read(`${folder}/${tag}.sql`) }));
}
