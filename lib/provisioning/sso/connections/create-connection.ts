import type { Database } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { newId } from "#lib/kernel/ids";
import { refuseInsecure } from "#lib/provisioning/provider/provider-metadata";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { sealClientSecret } from "./connection.ts";
import { type ConnectionSettings, settingsFacts } from "./connection-fields.ts";

/** Adds a connection, off until tested. @throws `not_found`; `invalid_input` for an insecure issuer */
export async function createConnection(
  db: Database,
  creation: {
    actor: Viewer;
    issuer: string;
    clientSecret: string;
    settings: ConnectionSettings;
    masterSecret: MasterSecret;
    config: Pick<Config, "origin">;
    now: Date;
  },
): Promise<{ connectionId: string }> {
  const { actor, issuer, settings, masterSecret, now } = creation;
  requireRole(actor, "admin");
  refuseInsecure(issuer, creation.config);
  const id = newId("sso", now);
  const secretSealed = sealClientSecret(masterSecret, id, creation.clientSecret);
  await db.transaction(async (tx) => {
    await tx
      .insert(ssoConnections)
      .values({ id, issuer, ...settings, secretSealed, enabled: false, createdAt: now });
    await recordAudit(
      tx,
      {
        type: "sso_connection.created",
        actor,
        subject: { sso_connection: id },
        data: { issuer, ...settingsFacts(settings) },
      },
      now,
    );
  });
  return { connectionId: id };
}
