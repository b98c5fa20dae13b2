import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as migrateJobs } from "graphile-worker";
import postgres from "postgres";

const all = fileURLToPath(new URL("../migrations", import.meta.url));

interface Journal {
  entries: { tag: string }[];
}

/**
 * Migrates an empty database to the schema of an earlier release, up to and including this
 * migration.
 */
export async function migrateTo(url: string, lastTag: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-migrations-"));
  cpSync(all, folder, { recursive: true });
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  const last = journal.entries.findIndex(({ tag }) => tag === lastTag);
  if (last < 0) throw new Error(`there is no migration ${lastTag}`);
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await applyMigrations(drizzle({ client }), { migrationsFolder: folder });
    await migrateJobs({ connectionString: url });
  } finally {
    await client.end();
    rmSync(folder, { recursive: true });
  }
}
