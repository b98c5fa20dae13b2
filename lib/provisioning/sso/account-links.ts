import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { accounts } from "#db/schema/auth";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockPeople } from "#lib/people/lock-people";
import { unlinkAccountsOf } from "#lib/sessions/linked-accounts";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { endSsoSessions } from "./sign-out.ts";

/** A person's linked connections, for admins and auditors. @throws {CountersignError} `not_found` */
export async function listLinks(
  db: Database,
  { viewer, personId }: { viewer: Viewer; personId: string },
): Promise<{ connectionId: string; name: string }[]> {
  requireRole(viewer, "admin", "auditor");
  return db
    .select({ connectionId: ssoConnections.id, name: ssoConnections.name })
    .from(accounts)
    .innerJoin(ssoConnections, eq(ssoConnections.id, accounts.provider))
    .where(eq(accounts.userId, personId))
    .orderBy(asc(ssoConnections.name), asc(ssoConnections.id));
}

/**
 * Unlinks a person from their account of a provider and ends the account's sessions, so that
 * another account with the person's verified email can be linked at its first sign-in: the only way
 * from one account to another. The caller has obtained the actor's passkey confirmation.
 * @throws {CountersignError} `not_found`
 */
export async function unlinkAccount(
  db: Database,
  {
    actor,
    connectionId,
    personId,
    now,
  }: { actor: Viewer; connectionId: string; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    // A sign-in through the account locks the person until its session can be ended.
    await lockPeople(tx, sql`p.id = ${personId}`);
    if ((await unlinkAccountsOf(tx, { connectionId, personId })) === 0)
      throw new CountersignError("not_found", "no such link", {
        userMessage: "This account is no longer linked. Reload the page.",
      });
    const subject = { person: personId, sso_connection: connectionId };
    await recordAudit(tx, { type: "sso_account.unlinked", actor, subject }, now);
    await endSsoSessions(tx, { connectionId, personId, actor, now });
  });
}
