import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { ssoConnections } from "#db/schema/sso";
import { type MasterSecret, seal, unseal } from "#lib/crypto/seal";
import { CountersignError } from "#lib/kernel/errors";

export type Connection = Omit<typeof ssoConnections.$inferSelect, "createdAt">;

/** A connection for admins: never the secret. */
export type ShownConnection = Omit<Connection, "secretSealed">;

export const shownColumns = {
  ...columnsOf(ssoConnections, "id", "name", "issuer", "clientId", "scopes", "domains", "enabled"),
  ...columnsOf(ssoConnections, "justInTime", "justInTimeRoles", "groupClaim", "groupRoles"),
};

/** The connection, enabled or not, if any. */
export async function findConnection(
  db: Database | Transaction,
  id: string,
): Promise<Connection | undefined> {
  const [row] = await db.select().from(ssoConnections).where(eq(ssoConnections.id, id));
  return row;
}

/** The sealed client secret, bound to its connection: useless in a different row. */
export function sealClientSecret(master: MasterSecret, id: string, secret: string): Uint8Array {
  return seal(master, "sso-secret", id, Buffer.from(secret));
}

/** The clear client secret, for one call to the provider. */
export function openClientSecret(master: MasterSecret, { id, secretSealed }: Connection): string {
  return Buffer.from(unseal(master, "sso-secret", id, secretSealed)).toString();
}

/** Locks an enabled connection, before people: turning it off later ends this transaction's session. */
export async function lockConnection(tx: Transaction, id: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(ssoConnections)
    .where(and(eq(ssoConnections.id, id), eq(ssoConnections.enabled, true)))
    .for("share");
  return row;
}

/** The refusal for an unknown, disabled or removed connection. */
export function noConnection(id: string): CountersignError {
  return new CountersignError("not_found", `no such connection: ${id}`, {
    userMessage: "This SSO connection no longer exists. Reload the page.",
  });
}
