import { readFileSync } from "node:fs";
import path from "node:path";
import { databaseUser } from "./cluster.ts";
import { findRunning } from "./postmaster.ts";

/** The address of the server that another process runs on a data folder; undefined if none is ready. */
export function runningUrl(dataFolder: string): string | undefined {
  const port = findRunning(path.join(dataFolder, "postgres/cluster"));
  if (port === undefined) return undefined;
  const password = readFileSync(path.join(dataFolder, "database-password"), "utf8");
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/postgres`;
}
