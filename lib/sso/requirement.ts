import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people, workspace } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { standingAddress } from "#lib/directory/standing-address";
import { lowerAscii } from "#lib/email-address";

/** Whether the workspace wants people to sign in through their connection. */
export async function isSsoRequired(db: Database | Transaction): Promise<boolean> {
  const [row] = await db.select({ isRequired: workspace.requireSso }).from(workspace);
  return row?.isRequired ?? false;
}

/**
 * The connection that somebody has to sign in through: single sign-on is required and an enabled connection covers their address: the one
 * from before, while a directory's new one is unconfirmed, which would else open a way around, or take from them the only one there is.
 * undefined when a passkey is enough. Without any enabled connection it is enough for everybody, so that turning off a broken one opens the door again.
 */
export async function requiredConnectionOf(
  db: Database | Transaction,
  personId: string,
): Promise<{ id: string; name: string } | undefined> {
  if (!(await isSsoRequired(db))) return undefined;
  const domain = lowerAscii(sql`split_part(${standingAddress}, '@', -1)`);
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
