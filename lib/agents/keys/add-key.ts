import { randomBytes } from "node:crypto";
import type { Database, Transaction } from "#db/client";
import { lockAgent } from "#lib/agents/lock-agent";
import { type MasterSecret, seal } from "#lib/crypto/seal";
import { randomToken, tokenHash } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import type { Viewer } from "#lib/sessions/session";
import { keyExpiry } from "./key-expiry.ts";
import { parsePublicKey } from "./public-key.ts";
import { type NewKey, storeKey, type TokenSubject } from "./store-key.ts";

/** The longest life of a hook token, in days: a token is sent with every call, so it leaks sooner. */
export const mostHookTokenDays = 90;

interface KeyAddition {
  actor: Viewer;
  agentId: string;
  expiresInDays?: number;
  now: Date;
}

interface AddedKey {
  keyId: string;
  expiresAt: Date;
}

/**
 * Creates a hook token, with which a client's hook asks in the agent's name. By an admin or the
 * owner. The first decided call activates the token. `subject`: an AuthZEN gateway's name for the
 * agent.
 * @returns the token, `cst_` + base64url of 32 bytes: shown once, and stored only as a hash.
 * @throws {CountersignError} `invalid_input`, `not_found`, `agent_revoked`
 */
export async function issueHookToken(
  db: Database | Transaction,
  issue: KeyAddition & { subject?: TokenSubject | undefined },
): Promise<AddedKey & { token: string }> {
  const { expiresInDays = mostHookTokenDays, subject } = issue;
  if (expiresInDays > mostHookTokenDays)
    throw new CountersignError("invalid_input", `a hook token cannot live for ${expiresInDays} days`, {
      userMessage: `Hook tokens can be valid for 1 to ${mostHookTokenDays} days.`,
    });
  const token = `cst_${randomToken()}`;
  const material = { algorithm: "bearer", tokenHash: tokenHash(token), subject } as const;
  return { ...(await addKey(db, { ...issue, expiresInDays }, () => material)), token };
}

/**
 * Adds a pasted public key to an agent, by an admin or the owner. Earlier keys stay valid.
 * @throws {CountersignError} `invalid_input`, `not_found`, `agent_revoked`, `conflict`
 */
export async function addPublicKey(
  db: Database | Transaction,
  addition: KeyAddition & { publicKey: string },
): Promise<AddedKey> {
  const material = { algorithm: "ed25519", publicKey: parsePublicKey(addition.publicKey) } as const;
  return addKey(db, addition, () => material);
}

/**
 * Creates an HMAC secret for an agent without asymmetric signatures. By an admin or the owner.
 * @returns the secret, `whsec_` + base64 of 32 bytes: shown once, and stored only sealed.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function issueSecretKey(
  db: Database | Transaction,
  issue: KeyAddition & { masterSecret: MasterSecret },
): Promise<AddedKey & { secret: string }> {
  const bytes = randomBytes(32);
  const added = await addKey(db, issue, (keyId) => {
    const secretSealed = seal(issue.masterSecret, "agent-secret", keyId, bytes);
    return { algorithm: "hmac-sha256", secretSealed };
  });
  return { ...added, secret: `whsec_${bytes.toString("base64")}` };
}

async function addKey(
  db: Database | Transaction,
  { actor, agentId, expiresInDays, now }: KeyAddition,
  materialOf: (keyId: string) => NewKey["material"],
): Promise<AddedKey> {
  const [keyId, expiresAt] = [newId("key", now), keyExpiry(expiresInDays, now)];
  const material = materialOf(keyId);
  const by = { actor, addedBy: actor.personId } as const;
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await storeKey(tx, { keyId, agentId, material, expiresAt, ...by, now });
  });
  return { keyId, expiresAt };
}
