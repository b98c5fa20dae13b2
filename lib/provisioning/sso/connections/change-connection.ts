import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import { CountersignError } from "#lib/errors";
import { endSessionsThrough } from "#lib/provisioning/sso/end-sessions";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { type ShownConnection, sealClientSecret, shownColumns } from "./connection.ts";
import type { ConnectionSettings } from "./connection-fields.ts";
import { isNarrower } from "./narrowing.ts";
import { noConnection } from "./no-connection.ts";
import { settingsFacts } from "./settings-facts.ts";

/**
 * Changes everything about a connection but its issuer: people are linked to accounts of that
 * issuer, and under another issuer the same subject could be another person. In the same
 * transaction, sessions end that the changed connection might refuse: those of people whose address
 * is in none of its domains now, and all of them when the groups may give a person less, because
 * only the provider knows a person's groups. Call it with the actor's passkey confirmed.
 * @param change `shown`: the connection that the passkey confirmed to replace. A change by another
 *   admin since then refuses this one.
 * @throws {CountersignError} `not_found`; `conflict` when the connection is no longer the one that
 *   was shown
 */
export async function changeConnection(
  db: Database,
  change: {
    actor: Viewer;
    connectionId: string;
    shown: ShownConnection;
    /** undefined keeps the existing secret. */
    clientSecret: string | undefined;
    settings: ConnectionSettings;
    masterSecret: MasterSecret;
    now: Date;
  },
): Promise<void> {
  const { actor, connectionId, shown, clientSecret, settings, masterSecret, now } = change;
  requireRole(actor, "admin");
  const secretSealed = clientSecret && sealClientSecret(masterSecret, connectionId, clientSecret);
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    const before = await hold(tx, connectionId);
    if (!isDeepStrictEqual(before, shown)) throw changedSince(connectionId);
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

// Signing in through the connection waits for this row, and a session that was started first is found and ended.
async function hold(tx: Transaction, connectionId: string): Promise<ShownConnection> {
  const [before] = await tx
    .select(shownColumns)
    .from(ssoConnections)
    .where(eq(ssoConnections.id, connectionId))
    .for("update");
  if (!before) throw noConnection(connectionId);
  return before;
}

function changedSince(connectionId: string): CountersignError {
  return new CountersignError("conflict", `${connectionId} changed since it was shown`, {
    userMessage: "The connection was changed by someone else, so nothing was saved. Reload and try again.",
  });
}
