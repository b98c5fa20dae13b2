import { and, eq, inArray, isNull, or, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { type Actor, recordAudits } from "#lib/audit/record";

/**
 * Ends sessions through a connection: all, a person's, or those of one provider session (`sid`).
 * With both: also the person's sessions without a known `sid`, which the provider may mean; an
 * unnecessary end costs only a sign-in. Sessions begun with a passkey stay: the provider never vouched for them.
 * @returns the hashes of the ended sessions.
 */
export async function endSessionsThrough(
  tx: Transaction,
  end: {
    connectionId: string;
    personId?: string;
    sid?: string;
    /** A query of person IDs: only these people's sessions. */
    among?: SQLWrapper | undefined;
    actor: Actor;
    now: Date;
  },
): Promise<string[]> {
  const { connectionId, personId, sid, among, actor, now } = end;
  const which: (SQL | undefined)[] = [
    personId === undefined ? undefined : eq(sessions.userId, personId),
    sid === undefined
      ? undefined
      : or(eq(sessions.ssoSid, sid), personId === undefined ? undefined : isNull(sessions.ssoSid)),
    among && inArray(sessions.userId, among),
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
  return ended.map(({ session }) => session);
}
