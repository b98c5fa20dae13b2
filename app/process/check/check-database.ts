import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { type Database, openDatabase } from "#db/client";
import { durabilityWords, readDurability } from "#db/durability";
import { platformPackage } from "#db/embedded/binaries";
import { EmbeddedDatabaseError } from "#db/embedded/failure";
import { requireKnownMigrations } from "#db/known-migrations";
import { requireNotifications } from "#db/pooler/require-notifications";
import { placeOf, urlsOf } from "#db/primary/hosts";
import { readMigrations } from "#db/read-migrations";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Clock } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import { findMailServer, type MailServer } from "#lib/notifications/mail/mail-settings";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { explainDatabaseFault } from "../database-fault.ts";
import { checkSecret } from "../secret.ts";
import { checkStandby } from "./check-standby.ts";
import { type Finding, findingsOf, patienceMilliseconds, type Report, sentenceOf } from "./finding.ts";

const testedMajor = 18;
const agreeingSeconds = 1;
/** Most lifetimes are minutes. */
const mostSecondsApart = 60;

const database = findingsOf("database");
const durability = findingsOf("durability");
const schema = findingsOf("schema");
const sealed = findingsOf("secret");
const time = findingsOf("clock");
const mail = findingsOf("mail");

/**
 * Looks at the database for five seconds at most, and changes nothing in it. The embedded database isn't
 * looked at: it runs only while the server does.
 * @returns the mail server, if the database was read
 */
export async function checkDatabase(
  config: Config,
  { clock, report }: { clock: Clock; report: Report },
): Promise<{ mailServer: MailServer | undefined } | undefined> {
  const { databaseUrl: url, databaseDirectUrl, databaseReadUrl, secret } = config;
  if (url === undefined || secret === undefined) {
    report(await checkEmbedded(config));
    return undefined;
  }
  const db = openDatabase(url, { connections: 1, isPooled: databaseDirectUrl !== undefined });
  const close = () => db.$client.end({ timeout: 0 });
  const giveUp = setTimeout(close, patienceMilliseconds);
  const master = secret as MasterSecret;
  // Of the step under way.
  let subject = database;
  try {
    const found = await look(db);
    const finding = judge(found, `PostgreSQL ${found.version} at ${placeOf(url)}`);
    report(finding);
    if (finding.verdict === "wrong") return undefined;
    for (const [setting, each] of [
      ["DATABASE_URL", url],
      ["DATABASE_READ_URL", databaseReadUrl],
    ] as const)
      if (each) warnOfCertificate(setting, each, report);
    const kept = await readDurability(db.$client);
    report(durability[kept === "not_durable" ? "warning" : "ok"](durabilityWords[kept]));
    await requireNotifications(db, databaseDirectUrl ?? url);
    subject = time;
    report(await checkClock(db, clock));
    subject = schema;
    const state = await requireKnownMigrations(db.$client, readMigrations());
    report(schemaWords[found.isEmpty ? "empty" : state]);
    if (state === "older") return undefined;
    await checkStandby(db, config, report);
    subject = sealed;
    await checkSecret(db, master);
    report(sealed.ok("COUNTERSIGN_SECRET is the one of this database."));
    subject = mail;
    return { mailServer: await findMailServer(db, master) };
  } catch (error) {
    report(subject.wrong(sentenceOf(explainDatabaseFault(error, config, url))));
    return undefined;
  } finally {
    clearTimeout(giveUp);
    await close();
  }
}

export const schemaWords = {
  current: schema.ok("The schema is the one of this release."),
  ahead: schema.ok("The schema is a newer release's, and this release may use it: finish the upgrade."),
  empty: schema.ok("The database is empty. The next start creates the schema."),
  older: schema.warning("Migrations are missing. The next start adds them: make a backup first."),
};

/** What migrations and requests need. The owner of a database has `create` in `public` since PostgreSQL 15. */
async function look(db: Database): Promise<Found> {
  const [found] = await db.$client<Found[]>`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int / 10000 as major,
      pg_is_in_recovery() or current_setting('transaction_read_only')::bool as "isReadOnly",
      has_database_privilege(current_database(), 'create')
        and coalesce(has_schema_privilege(to_regnamespace('public'), 'create'), false)
        and coalesce(has_schema_privilege(to_regnamespace('drizzle'), 'usage'), true)
        and coalesce(has_table_privilege(to_regclass('public.requests'), 'insert'), true) as "mayWrite",
      to_regnamespace('drizzle') is null as "isEmpty"`;
  if (!found) throw new Error("no row");
  return found;
}

function judge({ isReadOnly, mayWrite, major }: Found, where: string): Finding {
  if (isReadOnly) return database.wrong(`${where} is read-only. Name the primary in DATABASE_URL.`);
  if (!mayWrite)
    return database.wrong(
      `The role in DATABASE_URL can't write at ${where}. Make it the owner of the database and of everything in it.`,
    );
  return major === testedMajor
    ? database.ok(`${where} can be written.`)
    : database.warning(`${where} can be written. Countersign is tested with PostgreSQL ${testedMajor}.`);
}

interface Found {
  version: string;
  major: number;
  isReadOnly: boolean;
  mayWrite: boolean;
  isEmpty: boolean;
}

function warnOfCertificate(setting: string, url: string, report: Report): void {
  const urls = urlsOf(url).map((one) => new URL(one));
  const isChecked = urls[0]?.searchParams.get("sslmode") === "verify-full";
  if (!isChecked && !urls.every(({ hostname }) => isLoopbackHost(hostname)))
    report(
      database.warning(
        `The certificate at ${placeOf(url)} isn't checked. Add sslmode=verify-full to ${setting}.`,
      ),
    );
}

/** Some lifetimes are counted by one clock, and some by the other. */
async function checkClock(db: Database, clock: Clock): Promise<Finding> {
  const before = clock().getTime();
  const [row] = await db.$client`select extract(epoch from clock_timestamp())::float8 as seconds`;
  const apart = Math.abs(Number(row?.seconds) - (before + clock().getTime()) / 2000);
  if (apart <= agreeingSeconds)
    return time.ok("The clocks of this machine and of the database agree within a second.");
  const words = `The clocks of this machine and of the database differ by ${apart.toFixed(1)} s. Synchronize both (NTP).`;
  return apart > mostSecondsApart ? time.wrong(words) : time.warning(words);
}

async function checkEmbedded({ dataFolder }: Config): Promise<Finding> {
  const folder = path.resolve(dataFolder);
  try {
    await platformPackage();
    // The start creates the missing folders.
    let existing = folder;
    while (!existsSync(existing)) existing = path.dirname(existing);
    // A file is no folder.
    accessSync(`${existing}/.`, constants.W_OK);
    return database.ok(
      `The database is embedded, in ${folder}. It isn't looked at, because it starts with the server.`,
    );
  } catch (error) {
    if (error instanceof EmbeddedDatabaseError) return database.wrong(sentenceOf(error));
    return database.wrong(
      `${folder} can't be written. Set COUNTERSIGN_DATA, or DATABASE_URL. ${sentenceOf(error)}`,
    );
  }
}
