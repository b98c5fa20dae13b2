import { and, desc, eq, gt, inArray } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { auditEvents } from "#db/schema/audit";
import type { AuditEventType } from "#lib/audit/event-types";
import { firstIdAt } from "#lib/kernel/ids";

/** A refused removal, and its settling events: the index `audit_events_standing`. */
const types: AuditEventType[] = [
  "person.removal_refused",
  "person.suspended",
  "person.left",
  "person.called_active",
];

/** The latest events about a person's access, newest first: at most `limit`, from `since`. */
export async function listAccessEvents(
  tx: Transaction,
  { personId, since, limit }: { personId: string; since: Date; limit: number },
): Promise<{ type: string; actorId: string; reason: unknown }[]> {
  const rows = await tx
    .select({ type: auditEvents.type, actorId: auditEvents.actorId, body: auditEvents.body })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.personId, personId),
        inArray(auditEvents.type, types),
        gt(auditEvents.id, firstIdAt("evt", since)),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit);
  return rows.map(({ body, ...event }) => ({
    ...event,
    reason: JSON.parse(Buffer.from(body).toString()).data.reason,
  }));
}
