import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { type Actor, recordAudits } from "#lib/audit/record";
import { effectiveEmail } from "#lib/people/effective-email";
import { lowerAscii } from "#lib/text/email-address";

/**
 * Ends sessions through a connection, in the caller's transaction: all sessions, or a person's, or
 * those of one provider session (`sid`). With person and `sid`: the person's sessions from the
 * provider session, and the person's sessions without a known `sid`, because the provider may mean
 * one of them, and an unnecessary end costs only a sign-in. Sessions begun with a passkey stay: the
 * provider never vouched for them.
 * @returns the number of ended sessions.
 */
export async function endSessionsThrough(
  tx: Transaction,
  end: {
    connectionId: string;
    personId?: string;
    sid?: string;
    /** Only people with an email outside these domains. */
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
