import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./repository.ts";

/** A file of `db/migrations`. A database knows it by its hash and its time, in drizzle's table. */
export interface Migration {
  /** The name of its file, without the ending. */
  tag: string;
  /** SHA-256 of the file. */
  hash: string;
  /** Milliseconds. */
  createdAt: number;
  /**
   * The hash of the migration that a process must know to use the database from here on. Without
   * it, only a release that has this migration may
   * (docs/decisions/0037-upgrades-without-a-stop.md).
   */
  requires: string | undefined;
  statements: string[];
}

const required = /^-- requires: (\w+)$/m;

/**
 * The migrations in a folder, oldest first.
 * @param folder those of this version unless given
 * @throws if a migration requires one that isn't before it
 */
export function readMigrations(folder = path.join(repository, "db/migrations")): Migration[] {
  const journal: { entries: { tag: string; when: number }[] } = JSON.parse(
    readFileSync(path.join(folder, "meta/_journal.json"), "utf8"),
  );
  const read: Migration[] = [];
  for (const { tag, when } of journal.entries) {
    const text = readFileSync(path.join(folder, `${tag}.sql`), "utf8");
    const oldest = required.exec(text)?.[1];
    const requires = read.find((earlier) => earlier.tag === oldest)?.hash;
    if (oldest !== undefined && requires === undefined)
      throw new Error(`${tag} requires ${oldest}, which is no migration before it`);
    const hash = createHash("sha256").update(text).digest("hex");
    const statements = text.split("--> statement-breakpoint");
    read.push({ tag, hash, createdAt: when, requires, statements });
  }
  return read;
}
