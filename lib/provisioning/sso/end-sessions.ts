import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { type Actor, recordAudits } from "#lib/audit/record";
import { effectiveEmail } from "#lib/people/effective-email";
import { lowerAscii } from "#lib/text/email-address";

/**
 * Ends sessions that came through a connection, in the caller's transaction: all of them, or those
 * of one person, or of one session of the provider's (`sid`). With both: the person's sessions from
 * that provider session, and the person's sessions without a known `sid`, because one of them may
 * be meant, and an unnecessary end costs only a sign-in. Sessions that a passkey began stay: the
 * provider never vouched for them.
 * @returns how many.
 */
export async function endSessionsThrough(
  tx: Transaction,
  end: {
    connectionId: string;
    personId?: string;
    sid?: string;
    /** Only of people whose address is in none of these domains. */
    outsideDomains?: string[];
    actor: Actor;
    now: Date;
  },
): Promise<number> {
  const { connectionId, personId, sid, outsideDomains, actor, now } = end;
  const which: (SQL | undefined)[] = [
    personId === undefined ? undefined : eq(sessions.userId, personId),
    sid === undefined
      ? undefined
      : or(eq(sessions.ssoSid, sid), personId === undefined ? undefined : isNull(sessions.ssoSid)),
    outsideDomains && inArray(sessions.userId, peopleOutside(tx, outsideDomains)),
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

function peopleOutside(tx: Transaction, domains: string[]) {
  const domain = lowerAscii(sql`split_part(${effectiveEmail}, '@', -1)`);
  return tx
    .select({ id: people.id })
    .from(people)
    .where(sql`${domain} <> all(${sql.param(domains)}::text[])`);
}
