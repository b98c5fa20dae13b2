import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { accounts } from "#db/schema/auth";
import { ssoLogouts } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { endSsoSessions } from "./sign-out.ts";
import type { LogoutOrder } from "./verify-logout-token.ts";

/**
 * Ends the sessions in a provider's logout token: one provider session (`sid`), all of a person's
 * sessions through the provider (`sub`), or with both the person's sessions of the provider session
 * (section 2.4). An unknown person ends nothing and is no error (OpenID Connect Back-Channel Logout
 * 1.0, section 2.7).
 * @returns the number of ended sessions.
 * @throws {CountersignError} `invalid_body` for a token used before.
 */
export async function logOut(
  db: Database,
  { connectionId, order, now }: { connectionId: string; order: LogoutOrder; now: Date },
): Promise<number> {
  return db.transaction(async (tx) => {
    await useOnce(tx, connectionId, order);
    const { sub, sid } = order;
    const personId = sub === undefined ? undefined : await findLinkedPerson(tx, connectionId, sub);
    if (sub !== undefined && personId === undefined) return 0;
    const actor = { type: "system" as const, id: "sso" };
    const ended = await endSsoSessions(tx, { connectionId, personId, sid, actor, now });
    if (ended === 0) return 0;
    const subject = { person: personId, sso_connection: connectionId };
    await recordAudit(
      tx,
      { type: "sso.logged_out", actor, subject, data: { sessions: ended, by_sid: sid !== undefined } },
      now,
    );
    return ended;
  });
}

async function useOnce(tx: Transaction, connectionId: string, order: LogoutOrder): Promise<void> {
  const used = await tx
    .insert(ssoLogouts)
    .values({ connectionId, jti: order.jti, expiresAt: order.replayableUntil })
    .onConflictDoNothing()
    .returning({ jti: ssoLogouts.jti });
  if (used.length > 0) return;
  throw new CountersignError("invalid_body", "a logout token was sent again", {
    userMessage: "This logout token was already used.",
  });
}

async function findLinkedPerson(
  tx: Transaction,
  connectionId: string,
  sub: string,
): Promise<string | undefined> {
  const [link] = await tx
    .select({ personId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.provider, connectionId), eq(accounts.providerAccountId, sub)));
  return link?.personId;
}
