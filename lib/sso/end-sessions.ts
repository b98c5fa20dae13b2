import { and, eq, type SQL } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { type Actor, recordAudits } from "#lib/audit/record";

/**
 * Ends sessions that came through a connection, in the caller's transaction: all of them, or those of one person, or of one session of the
 * provider's (`sid`). Sessions that a passkey began stay: the provider never vouched for them.
 * @returns how many.
 */
export async function endSessionsThrough(
  tx: Transaction,
  end: { connectionId: string; personId?: string; sid?: string; actor: Actor; now: Date },
): Promise<number> {
  const { connectionId, personId, sid, actor, now } = end;
  const which: (SQL | undefined)[] = [
    personId === undefined ? undefined : eq(sessions.userId, personId),
    sid === undefined ? undefined : eq(sessions.ssoSid, sid),
  ];
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.ssoConnectionId, connectionId), ...which))
    .returning({ session: sessions.sessionToken, person: sessions.userId });
  const facts = ended.map((subject) => ({
    type: "session.ended" as const,
    actor,
    subject: { ...subject, sso_connection: connectionId },
  }));
  await recordAudits(tx, facts, now);
  return ended.length;
}
