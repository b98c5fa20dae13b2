import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { type Database, openDatabase } from "#db/client";
import { schemaStateOf, UnknownDatabaseError } from "#db/known-migrations";
import { readOwnMigrations } from "#db/migrate";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Clock } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { findMailServer, type MailServer } from "#lib/notifications/mail/mail-settings";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { explainDatabaseFault, placeOf } from "../database.ts";
import { checkSecret } from "../secret.ts";
import { type Finding, findingsOf, patienceMilliseconds, sentenceOf } from "./finding.ts";

const testedMajor = 18;
const agreeingSeconds = 1;
/** Most lifetimes are minutes. */
const mostSecondsApart = 60;

const database = findingsOf("database");
const schema = findingsOf("schema");
const sealed = findingsOf("secret");
const time = findingsOf("clock");

/**
 * Looks at the database for five seconds at most, and changes nothing in it. The embedded database isn't
 * looked at: it runs only while the server does.
 * @returns also the mail server, if the database was read and has one
 */
export async function checkDatabase(
  config: Config,
  { clock }: { clock: Clock },
): Promise<{ findings: Finding[]; mailServer?: MailServer | undefined }> {
  const { databaseUrl: url, secret } = config;
  if (url === undefined || secret === undefined) return { findings: [checkDataFolder(config)] };
  const db = openDatabase(url, { connections: 1 });
  const close = () => db.$client.end({ timeout: 0 });
  const giveUp = setTimeout(close, patienceMilliseconds);
  const master = secret as MasterSecret;
  try {
    const findings = [...(await look(db, url)), await checkClock(db, clock)];
    const state = await schemaStateOf(db.$client, readOwnMigrations());
    if (state === "current") {
      findings.push(schema.ok("The schema is the one of this release."));
      await checkSecret(db, master);
      findings.push(sealed.ok("COUNTERSIGN_SECRET is the one of this database."));
      return { findings, mailServer: await findMailServer(db, master) };
    }
    if (state !== "older") throw new UnknownDatabaseError(state);
    findings.push(schema.warning("Migrations are missing. The next start adds them: make a backup first."));
    return { findings };
  } catch (error) {
    return { findings: [database.wrong(sentenceOf(explainDatabaseFault(error, config, url)))] };
  } finally {
    clearTimeout(giveUp);
    await close();
  }
}

async function look(db: Database, url: string): Promise<Finding[]> {
  const [found] = await db.$client<Found[]>`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int / 10000 as major,
      pg_is_in_recovery() or current_setting('transaction_read_only')::bool as "isReadOnly",
      has_database_privilege(current_database(), 'create') as "mayCreate",
      coalesce(has_table_privilege(to_regclass('public.requests'), 'insert'), true) as "mayInsert"`;
  if (!found) throw new Error("no row");
  const findings = [judge(found, `PostgreSQL ${found.version} at ${placeOf(url)}`)];
  const { hostname, searchParams } = new URL(url);
  if (!isLoopbackHost(hostname) && searchParams.get("sslmode") !== "verify-full")
    findings.push(
      database.warning("Its certificate isn't checked. Add sslmode=verify-full to DATABASE_URL."),
    );
  return findings;
}

function judge({ isReadOnly, mayCreate, mayInsert, major }: Found, where: string): Finding {
  if (isReadOnly) return database.wrong(`${where} is read-only. Name the primary in DATABASE_URL.`);
  if (!mayCreate || !mayInsert)
    return database.wrong(
      `The role in DATABASE_URL can't write at ${where}. Make it the owner of the database.`,
    );
  return major === testedMajor
    ? database.ok(`${where} can be written.`)
    : database.warning(`${where} can be written. Countersign is tested with PostgreSQL ${testedMajor}.`);
}

interface Found {
  version: string;
  major: number;
  isReadOnly: boolean;
  mayCreate: boolean;
  mayInsert: boolean;
}

/** Some lifetimes are counted by one clock, and some by the other. */
async function checkClock(db: Database, clock: Clock): Promise<Finding> {
  const before = clock().getTime();
  const [row] = await db.$client`select extract(epoch from clock_timestamp())::float8 as seconds`;
  const middle = (before + clock().getTime()) / 2000;
  const apart = Math.abs(Number(row?.seconds) - middle);
  if (apart <= agreeingSeconds)
    return time.ok("The clocks of this machine and of the database agree within a second.");
  const words = `The clocks of this machine and of the database differ by ${apart.toFixed(1)} s. Synchronize both (NTP).`;
  return apart > mostSecondsApart ? time.wrong(words) : time.warning(words);
}

function checkDataFolder({ dataFolder }: Config): Finding {
  const folder = path.resolve(dataFolder);
  try {
    accessSync(existsSync(folder) ? folder : path.dirname(folder), constants.W_OK);
    return database.ok(
      `The database is embedded, in ${folder}. It isn't looked at, because it starts with the server.`,
    );
  } catch (error) {
    return database.wrong(
      `${folder} can't be written. Set COUNTERSIGN_DATA, or DATABASE_URL. ${sentenceOf(error)}`,
    );
  }
}
