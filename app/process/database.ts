import { existsSync } from "node:fs";
import path from "node:path";
import type { Logger } from "pino";
import { type Database, isDriverPatched, openDatabase } from "#db/client";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "#db/embedded";
import { migrate } from "#db/migrate";
import { limitRole, requireLimits } from "#db/pooler/limit-role";
import { requireNotifications } from "#db/pooler/require-notifications";
import { placeOf } from "#db/primary/hosts";
import { openStandby, type Standby } from "#db/standby/standby";
import { type StandbyState, standbyWords } from "#db/standby/standby-state";
import type { Config } from "#lib/kernel/config";
import { obeyRestore } from "./backup/obey-restore.ts";
import { BootFailure } from "./boot-failure.ts";
import { explainDatabaseFault } from "./database-fault.ts";

/** How long a start waits for the standby, without which it starts too. */
const patienceMilliseconds = 2000;

export interface ProcessDatabase {
  db: Database;
  /** If DATABASE_READ_URL names one. */
  standby: Standby | undefined;
  /** Opens the database with one more connection, for looks at it. */
  connect: () => Database;
  /** For what needs a session of its own: locks of a session, `listen`, the job queue. */
  directUrl: string;
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
  const directUrl = config.databaseDirectUrl ?? url;
  const isPooled = config.databaseDirectUrl !== undefined;
  const open = (connections: number) => openDatabase(url, { connections, isPooled });
  try {
    if (isPooled) await limitRole(directUrl);
    if (!embedded) await checkPool(open, config, directUrl);
    await migrate(directUrl, { log });
  } catch (error) {
    await embedded?.stop();
    throw explainDatabaseFault(error, config, directUrl);
  }
  const db = open(config.databaseConnections);
  let standby: Standby | undefined;
  const close = async () => {
    await Promise.all([standby?.close(), db.$client.end({ timeout: 1 })]);
    await embedded?.stop();
  };
  try {
    if (embedded) await obeyRestore(db, config.dataFolder, log);
    standby = openStandbyOf(db, config, log);
    if ((await standby?.look(patienceMilliseconds))?.kind === "other_database")
      throw new BootFailure(
        `The server at ${placeOf(config.databaseReadUrl ?? "")} replicates another database, with another workspace's data. Name a standby of the database at ${placeOf(url)} in DATABASE_READ_URL.`,
      );
  } catch (error) {
    await close();
    throw error;
  }
  return { db, standby, connect: () => open(1), directUrl, close };
}

/** The standby in DATABASE_READ_URL, through a pooler where DATABASE_URL is one. */
export function openStandbyOf(primary: Database, config: Config, log?: Logger): Standby | undefined {
  const { databaseReadUrl: url, databaseConnections: connections, databaseDirectUrl } = config;
  if (url === undefined) return undefined;
  const onChange = (state: StandbyState) =>
    log?.[state.kind === "current" ? "info" : "warn"]({ err: state.cause }, standbyWords(state));
  return openStandby(url, { primary, connections, isPooled: databaseDirectUrl !== undefined, onChange });
}

/** With a pool of its own: a driver reads the types of a database once, and migrations add some. */
async function checkPool(
  open: (connections: number) => Database,
  config: Config,
  directUrl: string,
): Promise<void> {
  const db = open(1);
  try {
    if (config.databaseDirectUrl) await requireLimits(db);
    else await db.$client`select 1`;
    await requireNotifications(db, directUrl);
  } catch (error) {
    throw explainDatabaseFault(error, config, config.databaseUrl ?? "");
  } finally {
    await db.$client.end({ timeout: 1 });
  }
}

async function startEmbedded({ dataFolder }: Config, log: Logger): Promise<EmbeddedDatabase> {
  const isFirst = !existsSync(path.join(dataFolder, "postgres/cluster"));
  if (isFirst) process.stdout.write(`› Creating database in ${path.resolve(dataFolder)}…\n`);
  const started = Date.now();
  const embedded = await startEmbeddedDatabase({ dataFolder, log });
  if (isFirst) process.stdout.write(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return embedded;
}
