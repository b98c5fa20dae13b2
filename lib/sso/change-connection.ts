import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import type { MasterSecret } from "#lib/keys/seal";
import { sealClientSecret } from "./connection.ts";
import type { ConnectionSettings } from "./connection-fields.ts";
import { endSessionsThrough } from "./end-sessions.ts";
import { isNarrower } from "./narrowing.ts";
import { noConnection } from "./no-connection.ts";
import { settingsFacts } from "./settings-facts.ts";

/**
 * Changes everything about a connection but its issuer: people are linked to accounts of that issuer, and under another one the same name
 * could be somebody else's. Sessions end, in the same transaction, that it would not let in any more: of people whose address is in none
 * of its domains now, and of everybody when the groups may give somebody less, since what groups they are in is known only at the provider.
 * Call it with the actor's passkey confirmed.
 * @throws {CountersignError} `not_found`
 */
export async function changeConnection(
  db: Database,
  change: {
    actor: Viewer;
    connectionId: string;
    /** undefined keeps the one there is. */
    clientSecret: string | undefined;
    settings: ConnectionSettings;
    masterSecret: MasterSecret;
    now: Date;
  },
): Promise<void> {
  const { actor, connectionId, clientSecret, settings, masterSecret, now } = change;
  requireRole(actor, "admin");
  const secretSealed = clientSecret && sealClientSecret(masterSecret, connectionId, clientSecret);
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    const before = await hold(tx, connectionId);
    await tx
      .update(ssoConnections)
      .set({ ...settings, ...(secretSealed ? { secretSealed } : {}) })
      .where(eq(ssoConnections.id, connectionId));
    await recordAudit(
      tx,
      {
        type: "sso_connection.changed",
        actor: by,
        subject: { sso_connection: connectionId },
        data: { secret_replaced: Boolean(secretSealed), ...settingsFacts(settings) },
      },
      now,
    );
    const outsideDomains = isNarrower(settings, before) ? undefined : settings.domains;
    await endSessionsThrough(tx, { connectionId, outsideDomains, actor: by, now });
  });
}

/** The connection as it was, which nobody is let in by until the caller's transaction ends: whoever comes first has their session ended. */
async function hold(tx: Transaction, connectionId: string) {
  const [before] = await tx
    .select({ groupClaim: ssoConnections.groupClaim, groupRoles: ssoConnections.groupRoles })
    .from(ssoConnections)
    .where(eq(ssoConnections.id, connectionId))
    .for("update");
  if (!before) throw noConnection(connectionId);
  return before;
}
