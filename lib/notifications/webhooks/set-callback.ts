import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { webhookEndpoints } from "#db/schema/webhooks";
import { tryAgainWhenBusy } from "#db/try-again";
import { endpointSubject } from "#lib/agents/callbacks";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { newId } from "#lib/kernel/ids";
import { announce } from "#lib/notices/announce";
import type { Viewer } from "#lib/sessions/session";
import { callbackEventTypes } from "./event-types.ts";
import { endpointUrl, type RegisteredEndpoint } from "./register-endpoint.ts";
import { createSecret } from "./signing-secrets.ts";

interface CallbackSetting {
  actor: Viewer;
  agentId: string;
  url: string;
  config: Pick<Config, "origin">;
  masterSecret: MasterSecret;
  now: Date;
}

/**
 * Sets an agent's callback, which is notified when a request of the agent closes, in place of an
 * earlier one. For admins and the agent's owner, with a passkey. The owner is notified of an admin's.
 * @throws {CountersignError} `not_found`, `agent_revoked`, `invalid_input`
 */
export async function setCallback(db: Database, setting: CallbackSetting): Promise<RegisteredEndpoint> {
  const { actor, agentId, config, masterSecret, now } = setting;
  const url = endpointUrl(setting.url, config);
  const endpointId = newId("whe", now);
  const { secret, secretSealed } = createSecret(endpointId, masterSecret);
  const set = async (tx: Transaction) => {
    const { ownerId } = await lockAgent(tx, { actor, agentId, ownerToo: true });
    const replaced = await tx
      .delete(webhookEndpoints)
      .where(eq(webhookEndpoints.agentId, agentId))
      .returning({ id: webhookEndpoints.id });
    await tx.insert(webhookEndpoints).values({
      ...{ id: endpointId, url, description: "", eventTypes: callbackEventTypes, secretSealed, agentId },
      ...{ createdBy: actor.personId, createdAt: now },
    });
    const subject = endpointSubject({ id: endpointId, agentId });
    const data = { origin: new URL(url).origin, replaced: replaced.map(({ id }) => id) };
    await recordAudit(tx, { type: "webhook_endpoint.created", actor, subject, data }, now);
    // The owner is accountable for where the agent's events go.
    await announce(tx, { kind: "callback_set", to: [ownerId], except: [actor.personId], agentId, now });
  };
  // A notice locks its person after the agent; the end of an access locks the person first.
  await tryAgainWhenBusy(() => db.transaction(set));
  return { endpointId, url, secret };
}
