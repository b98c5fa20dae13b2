import { and, eq, gt, inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { isDatabaseBusy } from "#db/unavailable";
import { type AuditFact, recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import { flagInactive } from "#lib/people/inactive-flag";
import { listAccessEvents } from "#lib/people/list-access-events";
import type { ScimClient } from "#lib/provisioning/scim/find-client";
import { isUser } from "./user-row.ts";

const type = "person.removal_refused" as const;
/** Directories retry hourly: a refusal is recorded, and admins are notified, once in this period. */
const tellAgainSeconds = 24 * 3600;

/** More than there are reasons to refuse. */
const maximumEvents = 50;

interface Refusal {
  client: ScimClient;
  personId: string;
  reason: string;
  isClear: boolean;
  now: Date;
}

/**
 * Records that a directory's removal of a person was refused, and notifies the admins when the
 * person still has access. Runs in its own transactions, because the change's transaction was
 * rolled back.
 * @param refusal `isClear`: whether the directory listed the person as inactive; this claim is then
 * recorded
 */
export async function recordRefusedRemoval(db: Database, refusal: Refusal): Promise<void> {
  const known = await db.$count(people, isUser(eq(people.id, refusal.personId)));
  if (known === 0) return;
  // Another transaction may have locked the person's row, and so have caused the refusal: the
  // record must not wait for the lock.
  await unlessBusy(
    () => db.transaction((tx) => recordAndTell(tx, refusal, { skipsLocked: false })),
    () => db.transaction((tx) => recordAndTell(tx, refusal, { skipsLocked: true })),
  );
  if (refusal.isClear) await unlessBusy(() => db.transaction((tx) => rememberWord(tx, refusal)));
}

async function recordAndTell(
  tx: Transaction,
  { client: { actor }, personId, reason, now }: Refusal,
  { skipsLocked }: { skipsLocked: boolean },
): Promise<void> {
  if (await isOnRecord(tx, { personId, reason, now })) return;
  if (await needsNotice(tx, personId, now)) await announce(tx, { kind: "removal_refused", skipsLocked, now });
  const fact: AuditFact = { type, actor, subject: { person: personId }, data: { reason } };
  await recordAudit(tx, fact, now);
}

async function isOnRecord(
  tx: Transaction,
  { personId, reason, now }: Pick<Refusal, "personId" | "reason" | "now">,
): Promise<boolean> {
  const lately = addSeconds(now, -tellAgainSeconds);
  const events = await listAccessEvents(tx, { personId, since: lately, limit: maximumEvents });
  const end = events.findIndex((event) => event.type !== type);
  return events.slice(0, end < 0 ? undefined : end).some((event) => event.reason === reason);
}

async function needsNotice(tx: Transaction, personId: string, now: Date): Promise<boolean> {
  const isHere = and(eq(people.id, personId), inArray(people.status, ["invited", "active"]));
  if ((await tx.$count(people, isHere)) === 0) return false;
  return (await tx.$count(auditEvents, since(personId, type, addSeconds(now, -tellAgainSeconds)))) === 0;
}

/** Unless the directory has listed the person as active since, because nothing was locked. */
async function rememberWord(tx: Transaction, { client: { actor }, personId, now }: Refusal): Promise<void> {
  await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for("update");
  if ((await tx.$count(auditEvents, since(personId, "person.called_active", addSeconds(now, 0.001)))) > 0)
    return;
  await flagInactive(tx, { personId, actor, now });
}

function since(personId: string, type: AuditFact["type"], at: Date) {
  return and(
    eq(auditEvents.personId, personId),
    eq(auditEvents.type, type),
    gt(auditEvents.id, firstIdAt("evt", at)),
  );
}

async function unlessBusy(act: () => Promise<void>, otherwise?: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (!isDatabaseBusy(thrown)) throw thrown;
    await otherwise?.();
  }
}
