import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, workspace } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { effectiveEmail } from "#lib/people/effective-email";
import { lowerAscii } from "#lib/text/email-address";

/** Whether the workspace wants people to sign in through their connection. */
export async function isSsoRequired(db: Database | Transaction): Promise<boolean> {
  const [row] = await db.select({ isRequired: workspace.requireSso }).from(workspace);
  return row?.isRequired ?? false;
}

/**
 * The connection a person has to sign in through: single sign-on is required and an enabled
 * connection covers the person's email. While a directory's new email is unconfirmed, the previous
 * email counts: the new one could open a way around single sign-on, or lock the person out.
 * undefined when a passkey is enough, as without an enabled connection: turning off a broken
 * connection restores access.
 */
export async function requiredConnectionOf(
  db: Database | Transaction,
  personId: string,
): Promise<{ id: string; name: string } | undefined> {
  if (!(await isSsoRequired(db))) return undefined;
  const domain = lowerAscii(sql`split_part(${effectiveEmail}, '@', -1)`);
  const [connection] = await db
    .select({ id: ssoConnections.id, name: ssoConnections.name })
    .from(people)
    .innerJoin(
      ssoConnections,
      and(eq(ssoConnections.enabled, true), sql`${domain} = any(${ssoConnections.domains})`),
    )
    .where(eq(people.id, personId))
    .orderBy(ssoConnections.name, ssoConnections.id)
    .limit(1);
  return connection;
}
