import type { Database } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import type { Viewer } from "#lib/sessions/session";
import { keyExpiry } from "./key-expiry.ts";
import { storeKey, type TokenSubject } from "./store-key.ts";

/** The longest life of a hook token, in days: a token is sent with every call, so it leaks sooner. */
export const mostHookTokenDays = 90;

/**
 * Creates a hook token, with which a client's hook asks in the agent's name. By an admin or the
 * owner. The first decided call activates the token. `subject`: an AuthZEN gateway's name for the
 * agent.
 * @returns the token, `cst_` + base64url of 32 bytes: shown once, and stored only as a hash.
 * @throws {CountersignError} `invalid_input`, `not_found`, `agent_revoked`
 */
export async function issueHookToken(
  db: Database,
  issue: {
    actor: Viewer;
    agentId: string;
    expiresInDays?: number;
    subject?: TokenSubject | undefined;
    now: Date;
  },
): Promise<{ keyId: string; token: string; expiresAt: Date }> {
  const { actor, agentId, expiresInDays = mostHookTokenDays, subject, now } = issue;
  if (expiresInDays > mostHookTokenDays)
    throw new CountersignError("invalid_input", `a hook token cannot live for ${expiresInDays} days`, {
      userMessage: `Hook tokens can be valid for 1 to ${mostHookTokenDays} days.`,
    });
  const keyId = newId("key", now);
  const token = `cst_${randomToken()}`;
  const expiresAt = keyExpiry(expiresInDays, now);
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await storeKey(tx, {
      keyId,
      agentId,
      material: { algorithm: "bearer", tokenHash: tokenHash(token), subject },
      expiresAt,
      actor: { type: "person", id: actor.personId },
      addedBy: actor.personId,
      now,
    });
  });
  return { keyId, token, expiresAt };
}
