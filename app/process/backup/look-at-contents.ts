import type { Database } from "#db/client";
import { requireKnownMigrations, UnknownDatabaseError } from "#db/known-migrations";
import { readMigrations } from "#db/read-migrations";
import type { MasterSecret } from "#lib/crypto/seal";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { schemaWords } from "../check/check-database.ts";
import { type Finding, findingsOf, type Report, sentenceOf } from "../check/finding.ts";
import { origins } from "../database-fault.ts";
import { checkSecret } from "../secret.ts";

const schema = findingsOf("schema");
const sealed = findingsOf("secret");
const audit = findingsOf("audit");
const contents = findingsOf("contents");

/** Looks at a database that was restored, before anything has changed it. */
export async function lookAtContents(db: Database, secret: MasterSecret, report: Report): Promise<void> {
  try {
    report(schemaWords[await requireKnownMigrations(db.$client, readMigrations())]);
  } catch (error) {
    if (!(error instanceof UnknownDatabaseError)) throw error;
    report(schema.wrong(`The backup ${origins[error.origin]}.`));
    return;
  }
  report(await judgeSecret(db, secret));
  report(await judgeEvents(db));
  report(
    (await findWorkspace(db))
      ? contents.ok(await countContents(db))
      : contents.wrong("No one has set up a workspace in this database. Back up the folder of your server."),
  );
}

async function judgeSecret(db: Database, secret: MasterSecret): Promise<Finding> {
  try {
    await checkSecret(db, secret);
    return sealed.ok("The secret is the one of this backup.");
  } catch (error) {
    return sealed.wrong(sentenceOf(error));
  }
}

/** A change commits with its event, so that a backup of one moment has both or neither. */
async function judgeEvents({ $client }: Database): Promise<Finding> {
  const [found] = await $client`
    select
      (select count(*)::int from requests r where not exists (
        select from audit_events e where e.request_id = r.id and e.type = 'request.' || r.state)) as requests,
      (select count(*)::int from grants g where g.state <> 'issued' and not exists (
        select from audit_events e where e.request_id = g.request_id and e.type = 'grant.' || g.state)) as grants`;
  return found?.requests === 0 && found.grants === 0
    ? audit.ok("Each request has the audit event of its state, and each redeemed or revoked grant too.")
    : audit.wrong(
        `${found?.requests} requests and ${found?.grants} grants lack the audit event of their state. Use another backup.`,
      );
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
