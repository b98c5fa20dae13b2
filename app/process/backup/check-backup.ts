import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { type Database, openDatabase } from "#db/client";
import { startEmbeddedDatabase } from "#db/embedded";
import { restoreBaseBackup } from "#db/embedded/restore-backup";
import { requireKnownMigrations, UnknownDatabaseError } from "#db/known-migrations";
import { readMigrations } from "#db/read-migrations";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { schemaWords } from "../check/check-database.ts";
import { type Finding, findingsOf, lineOf, sentenceOf } from "../check/finding.ts";
import { origins } from "../database.ts";
import { checkSecret } from "../secret.ts";
import { embeddedFolder, findSecret } from "./back-up.ts";

const backup = findingsOf("backup");
const schema = findingsOf("schema");
const sealed = findingsOf("secret");
const audit = findingsOf("audit");
const contents = findingsOf("contents");

/**
 * Restores a backup into a new folder next to it, looks at what is there, and removes the folder. Changes
 * nothing else, and creates no secret.
 * @returns whether a server with these settings could run on it
 */
export async function checkBackup(
  file: string,
  config: Config,
  print: (line: string) => void,
): Promise<boolean> {
  embeddedFolder(config);
  const folder = mkdtempSync(path.join(path.dirname(path.resolve(file)), "countersign-restore-"));
  let isFine = true;
  const report = (finding: Finding) => {
    isFine &&= finding.verdict !== "wrong";
    print(lineOf(finding));
  };
  try {
    await restoreBaseBackup(file, folder);
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const embedded = await startEmbeddedDatabase({ dataFolder: folder, log, durable: false });
    const db = openDatabase(embedded.url, { connections: 1 });
    try {
      report(backup.ok("The file is whole, and PostgreSQL opens it."));
      await look(db, config, report);
    } finally {
      await db.$client.end();
      await embedded.stop();
    }
  } catch (error) {
    report(backup.wrong(sentenceOf(error)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return isFine;
}

async function look(db: Database, config: Config, report: (finding: Finding) => void): Promise<void> {
  try {
    report(schemaWords[await requireKnownMigrations(db.$client, readMigrations())]);
  } catch (error) {
    if (!(error instanceof UnknownDatabaseError)) throw error;
    report(schema.wrong(`The backup ${origins[error.origin]}.`));
    return;
  }
  report(await judgeSecret(db, config));
  report(await judgeEvents(db));
  report(contents.ok(await countContents(db)));
}

async function judgeSecret(db: Database, config: Config): Promise<Finding> {
  const secret = findSecret(config);
  if (secret === undefined)
    return sealed.wrong(
      `There is no secret in ${path.resolve(config.dataFolder)}. Without it, no one can use the backup: put it there.`,
    );
  try {
    await checkSecret(db, secret as MasterSecret);
    return sealed.ok("The secret is the one of this backup.");
  } catch (error) {
    return sealed.wrong(sentenceOf(error));
  }
}

/** A change commits with its event, so that a backup of one moment has both or neither. */
async function judgeEvents({ $client }: Database): Promise<Finding> {
  const [found] = await $client`
    select count(*)::int as missing from requests r
    where not exists (select from audit_events where request_id = r.id)`;
  return found?.missing === 0
    ? audit.ok("Each request has its audit events.")
    : audit.wrong(`${found?.missing} requests have no audit event. Use another backup.`);
}

async function countContents({ $client }: Database): Promise<string> {
  const [found] = await $client`
    select (select count(*) from people) as people, (select count(*) from agents) as agents,
      (select count(*) from requests) as requests, (select count(*) from approvals) as decisions,
      (select count(*) from audit_events) as events,
      (select to_char(max(at) at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS') from audit_events) as last`;
  const { people, agents, requests, decisions, events, last } = found ?? {};
  return `${people} people, ${agents} agents, ${requests} requests, ${decisions} decisions, ${events} audit events, the last at ${last} UTC.`;
}
