import { randomBytes } from "node:crypto";
import type { Database } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import { type MasterSecret, seal } from "#lib/crypto/seal";
import { newId } from "#lib/kernel/ids";
import type { Viewer } from "#lib/sessions/session";
import { keyExpiry } from "./key-expiry.ts";
import { storeKey } from "./store-key.ts";

/**
 * Creates an HMAC secret for an agent without asymmetric signatures. By an admin or the owner.
 * @returns the secret, `whsec_` + base64 of 32 bytes: shown once, and stored only sealed.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function issueSecretKey(
  db: Database,
  issue: { actor: Viewer; agentId: string; expiresInDays?: number; masterSecret: MasterSecret; now: Date },
): Promise<{ keyId: string; secret: string; expiresAt: Date }> {
  const { actor, agentId, now } = issue;
  const keyId = newId("key", now);
  const bytes = randomBytes(32);
  const secretSealed = seal(issue.masterSecret, "agent-secret", keyId, bytes);
  const expiresAt = keyExpiry(issue.expiresInDays, now);
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    const by = { type: "person" as const, id: actor.personId };
    await storeKey(tx, {
      keyId,
      agentId,
      material: { algorithm: "hmac-sha256", secretSealed },
      expiresAt,
      actor: by,
      addedBy: actor.personId,
      now,
    });
  });
  return { keyId, secret: `whsec_${bytes.toString("base64")}`, expiresAt };
}
