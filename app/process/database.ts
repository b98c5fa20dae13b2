import { existsSync } from "node:fs";
import path from "node:path";
import type { Logger } from "pino";
import { type Database, isDriverPatched, openDatabase } from "#db/client";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "#db/embedded";
import { type DatabaseOrigin, UnknownDatabaseError } from "#db/known-migrations";
import { MigrationFailure, migrate } from "#db/migrate";
import { isDatabaseUnavailable } from "#db/unavailable";
import type { Config } from "#lib/kernel/config";
import { faultFrom } from "#lib/outbound/outbound-fault";
import { obeyRestore } from "./backup/obey-restore.ts";
import { BootFailure } from "./boot-failure.ts";

export interface ProcessDatabase {
  db: Database;
  url: string;
  close(): Promise<void>;
}

/** DATABASE_URL or the embedded database, migrated. @throws {BootFailure} if unusable or unpatched */
export async function openProcessDatabase(config: Config, log: Logger): Promise<ProcessDatabase> {
  if (!isDriverPatched) {
    throw new BootFailure(
      "The PostgreSQL driver lacks its patch. Run node bin/setup.mjs (docs/decisions/0015-patched-postgresql-driver.md).",
    );
  }
  const embedded = config.databaseUrl ? undefined : await startEmbedded(config, log);
  const url = embedded?.url ?? config.databaseUrl ?? "";
  try {
    await migrate(url, { log });
  } catch (error) {
    await embedded?.stop();
    throw explainDatabaseFault(error, config, url);
  }
  const db = openDatabase(url, { connections: config.databaseConnections });
  const close = async () => {
    await db.$client.end({ timeout: 1 });
    await embedded?.stop();
  };
  try {
    if (embedded) await obeyRestore(db, config.dataFolder, log);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, url, close };
}

async function startEmbedded({ dataFolder }: Config, log: Logger): Promise<EmbeddedDatabase> {
  const isFirst = !existsSync(path.join(dataFolder, "postgres/cluster"));
  if (isFirst) process.stdout.write(`› Creating database in ${path.resolve(dataFolder)}…\n`);
  const started = Date.now();
  const embedded = await startEmbeddedDatabase({ dataFolder, log });
  if (isFirst) process.stdout.write(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return embedded;
}

/** Where a database is, without the user name and the password of its URL. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

/** The error as a sentence for the operator, if the operator can end it; otherwise the error itself. */
export function explainDatabaseFault(
  error: unknown,
  { databaseUrl, dataFolder }: Config,
  url: string,
): unknown {
  const where = placeOf(url);
  if (error instanceof UnknownDatabaseError) {
    return databaseUrl
      ? refusal(error.origin, `at ${where}`, "Create an empty database and name it in DATABASE_URL.")
      : refusal(error.origin, `in ${path.resolve(dataFolder)}`, "Set COUNTERSIGN_DATA to an empty folder.");
  }
  // A limit of time ends the connection too, and its driver may know no more than that.
  const isCut = error instanceof MigrationFailure && codeOf(error) === "CONNECTION_CLOSED";
  const code = isCut ? "57014" : codeOf(error);
  const sentence = faultWords[code]?.(where);
  if (sentence !== undefined) return new BootFailure(sentence);
  if (faultFrom({ code }).reason === "tls") {
    return new BootFailure(
      `There's no trusted connection to the database at ${where} (${code}). Correct the host in DATABASE_URL, or name your own authority in NODE_EXTRA_CA_CERTS.`,
    );
  }
  if (code === "ECONNRESET" && new URL(url).searchParams.get("sslmode") === "verify-full") {
    return new BootFailure(
      `The database at ${where} ended the connection. sslmode=verify-full needs TLS: set ssl = on in PostgreSQL.`,
    );
  }
  if (isDatabaseUnavailable(error)) {
    return new BootFailure(
      `Can't reach the database at ${where} (${code}). Check that it's running and that DATABASE_URL is correct.`,
    );
  }
  return error;
}

/** The code of an error, or of the cause that drizzle names. */
function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? "" : codeOf(cause);
}

const rejected = (where: string) =>
  `The database at ${where} rejected the user name or password in DATABASE_URL.`;

const tookTooLong = (where: string) =>
  `A migration took too long in the database at ${where}, and was taken back. Repeat when the database has less to do.`;

/** By the code of PostgreSQL or of the system. */
const faultWords: Readonly<Record<string, (where: string) => string>> = {
  "28P01": rejected,
  "28000": rejected,
  "3D000": (where) => `Database ${where} doesn't exist. Create it first.`,
  "42501": (where) =>
    `The role in DATABASE_URL lacks a right at ${where}. Make it the owner of the database and of everything in it.`,
  "53100": () => "The database disk is full. Free some space and restart.",
  "55P03": (where) =>
    `Another session holds a lock in the database at ${where}. End that session, then repeat.`,
  "57014": tookTooLong,
  "25P03": tookTooLong,
  "25P04": tookTooLong,
  EAI_AGAIN: (where) => `The name server gave no answer about ${where}. Check the DNS of this machine.`,
};

function refusal(origin: DatabaseOrigin, where: string, startEmpty: string): BootFailure {
  const next = {
    "pre-release": startEmpty,
    newer: "Start that release, or restore a backup from before the upgrade.",
    changed: "Start the release that made it, or restore a backup.",
    unknown: `If it was restored from a backup, restore the schema drizzle too. Otherwise: ${startEmpty}`,
  }[origin];
  return new BootFailure(`The database ${where} ${origins[origin]}, and nothing in it was changed. ${next}`);
}

/** What goes after the name of a database. */
export const origins: Record<DatabaseOrigin, string> = {
  "pre-release": "was made by a pre-release of Countersign. No release can open it",
  newer: "was made by a newer release of Countersign. This release can't open it",
  changed: "was made by other migrations than those of this release. Countersign can't use it",
  unknown: "has tables, but no record of Countersign's migrations. Countersign can't use it",
};
