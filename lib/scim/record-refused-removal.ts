import { and, eq, gt, inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/clock";
import { firstIdAt } from "#lib/ids";
import { announceRefusedRemoval } from "#lib/notices/announce-refused-removal";
import { callInactive } from "./directorys-word.ts";
import type { ScimClient } from "./find-client.ts";
import { isUser } from "./user-row.ts";

const type = "person.removal_refused" as const;
/** A directory tries again every hour or so: admins are told of the same person once in this time. */
const tellAgainSeconds = 24 * 3600;

/**
 * Puts on record that a directory wanted a person out and was refused, and tells the admins when that person still is somebody here. In a
 * transaction of its own, because the change's was undone.
 * @param refusal `isClear`: whether it said that they are inactive, which is remembered then
 */
export async function recordRefusedRemoval(
  db: Database,
  refusal: { client: ScimClient; personId: string; reason: string; isClear: boolean; now: Date },
): Promise<void> {
  const { client, personId, reason, isClear, now } = refusal;
  const { actor } = client;
  await db.transaction(async (tx) => {
    const known = await tx.$count(people, isUser(eq(people.id, personId)));
    if (known === 0) return;
    // Before the person's row is held: a notice holds the admins it is for, and their rows come first in every verb that takes both.
    if (await isToBeTold(tx, personId, now)) await announceRefusedRemoval(tx, { now });
    if (isClear) await callInactive(tx, { personId, actor, now });
    await recordAudit(tx, { type, actor, subject: { person: personId }, data: { reason } }, now);
  });
}

async function isToBeTold(tx: Transaction, personId: string, now: Date): Promise<boolean> {
  const isHere = and(eq(people.id, personId), inArray(people.status, ["invited", "active"]));
  if ((await tx.$count(people, isHere)) === 0) return false;
  const since = firstIdAt("evt", addSeconds(now, -tellAgainSeconds));
  const lately = and(
    eq(auditEvents.personId, personId),
    eq(auditEvents.type, type),
    gt(auditEvents.id, since),
  );
  return (await tx.$count(auditEvents, lately)) === 0;
}
