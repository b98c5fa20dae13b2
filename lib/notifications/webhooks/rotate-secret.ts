import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import { endpointSubject } from "#lib/agents/callbacks";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import { addSeconds } from "#lib/kernel/clock";
import type { Viewer } from "#lib/sessions/session";
import type { RegisteredEndpoint } from "./register-endpoint.ts";
import { createSecret } from "./signing-secrets.ts";
import { lockEndpoint } from "./switch-endpoint.ts";

const overlapSeconds = 24 * 3600;

/** The old secret also signs for 24 hours, but not after a third. @throws `not_found`, `agent_revoked` */
export async function rotateSecret(
  db: Database,
  rotation: { actor: Viewer; endpointId: string; masterSecret: MasterSecret; now: Date },
): Promise<RegisteredEndpoint> {
  const { actor, endpointId, masterSecret, now } = rotation;
  const { secret, secretSealed } = createSecret(endpointId, masterSecret);
  const previousSecretEndsAt = addSeconds(now, overlapSeconds);
  return db.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, { actor, endpointId });
    const previous = { previousSecretSealed: endpoint.secretSealed, previousSecretEndsAt };
    await tx
      .update(webhookEndpoints)
      .set({ secretSealed, ...previous, changedBy: actor.personId, changedAt: now })
      .where(eq(webhookEndpoints.id, endpointId));
    const data = { previous_ends_at: previousSecretEndsAt.toISOString() };
    const subject = endpointSubject(endpoint);
    await recordAudit(tx, { type: "webhook_endpoint.secret_rotated", actor, subject, data }, now);
    return { endpointId, url: endpoint.url, secret };
  });
}
