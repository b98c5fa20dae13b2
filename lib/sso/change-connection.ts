import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import type { MasterSecret } from "#lib/keys/seal";
import { sealClientSecret } from "./connection.ts";
import type { ConnectionSettings } from "./connection-fields.ts";
import { noConnection } from "./no-connection.ts";
import { settingsFacts } from "./settings-facts.ts";

/**
 * Changes everything about a connection but its issuer: people are linked to accounts of that issuer, and under another one the same name
 * could be somebody else's. Call it with the actor's passkey confirmed.
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
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(ssoConnections)
      .set({ ...settings, ...(secretSealed ? { secretSealed } : {}) })
      .where(eq(ssoConnections.id, connectionId))
      .returning({ id: ssoConnections.id });
    if (changed.length === 0) throw noConnection(connectionId);
    await recordAudit(
      tx,
      {
        type: "sso_connection.changed",
        actor: { type: "person", id: actor.personId },
        subject: { sso_connection: connectionId },
        data: { secret_replaced: Boolean(secretSealed), ...settingsFacts(settings) },
      },
      now,
    );
  });
}
