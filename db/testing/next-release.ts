import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readMigrations } from "#db/read-migrations";
import { repository } from "#db/repository";

/** The line by which a migration after those of this version keeps this version running. */
export const admitsThisVersion = `-- requires: ${readMigrations().at(-1)?.tag}\n`;

/**
 * A folder with this version's migrations and those of a release after it, in a new temporary folder.
 * @param texts the content of each new migration
 */
export function nextRelease(...texts: string[]): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-next-release-"));
  cpSync(path.join(repository, "db/migrations"), folder, { recursive: true });
  addMigrations(folder, ...texts);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** As {@link nextRelease}, with the first migration alone. */
export function firstVersion(): { folder: string; remove: () => void } {
  const version = nextRelease();
  const file = path.join(version.folder, "meta/_journal.json");
  const journal: { entries: object[] } = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }));
  return version;
}

/** Adds migrations to the folder of another installation. */
export function addMigrations(folder: string, ...texts: string[]): void {
  const file = path.join(folder, "meta/_journal.json");
  const journal: { entries: object[] } = JSON.parse(readFileSync(file, "utf8"));
  for (const [n, text] of texts.entries()) {
    const tag = `999${n}_next`;
    // After every migration of this version.
    journal.entries.push({
      idx: 9990 + n,
      version: "7",
      when: 9_999_999_999_990 + n,
      tag,
      breakpoints: true,
    });
    writeFileSync(path.join(folder, `${tag}.sql`), text);
  }
  writeFileSync(file, JSON.stringify(journal));
}
