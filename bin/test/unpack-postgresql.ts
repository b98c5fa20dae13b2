import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../setup/repository.mjs";
import { unpackedRoot, unpackPackages, writeStarter } from "./unpack-packages.ts";

const majorVersion = "17";

/** A folder with scripts that start Debian's PostgreSQL and its client programs, for tests. */
export const debianPrograms = path.join(cacheFolder, "postgresql", "bin");

/** How `startServer` (db/embedded/server.ts) starts it. */
export const debianBinaries = {
  initdb: path.join(debianPrograms, "initdb"),
  postgres: path.join(debianPrograms, "postgres"),
  majorVersion,
};

export const debianPooler = path.join(debianPrograms, "pgbouncer");

/** PostgreSQL finds its libraries and settings beside its programs, wherever its folder is. */
export async function unpackPostgresql(): Promise<void> {
  if (existsSync(debianPooler)) return;
  const packages = [`postgresql-${majorVersion}`, `postgresql-client-${majorVersion}`, "libpq5", "pgbouncer"];
  await unpackPackages({ folder: "postgresql", packages, title: "PostgreSQL" });
  const root = unpackedRoot("postgresql");
  const folder = path.join(root, "usr/lib/postgresql", majorVersion, "bin");
  const programs = readdirSync(folder).map((name) => path.join(folder, name));
  for (const program of [...programs, path.join(root, "usr/sbin/pgbouncer")])
    writeStarter(path.join(debianPrograms, path.basename(program)), root, { command: `'${program}'` });
}
