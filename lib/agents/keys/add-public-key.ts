import type { Database } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import { newId } from "#lib/kernel/ids";
import type { Viewer } from "#lib/sessions/session";
import { keyExpiry } from "./key-expiry.ts";
import { parsePublicKey } from "./public-key.ts";
import { storeKey } from "./store-key.ts";

/**
 * Adds a pasted public key to an agent, by an admin or the owner. Earlier keys stay valid.
 * @throws {CountersignError} `invalid_input`, `not_found`, `agent_revoked`, `conflict`
 */
export async function addPublicKey(
  db: Database,
  addition: { actor: Viewer; agentId: string; publicKey: string; expiresInDays?: number; now: Date },
): Promise<{ keyId: string; expiresAt: Date }> {
  const { actor, agentId, now } = addition;
  const publicKey = parsePublicKey(addition.publicKey);
  const keyId = newId("key", now);
  const expiresAt = keyExpiry(addition.expiresInDays, now);
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    const by = { type: "person" as const, id: actor.personId };
    await storeKey(tx, {
      keyId,
      agentId,
      material: { algorithm: "ed25519", publicKey },
      expiresAt,
      actor: by,
      addedBy: actor.personId,
      now,
    });
  });
  return { keyId, expiresAt };
}
