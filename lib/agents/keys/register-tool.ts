import { randomBytes } from "node:crypto";
import { z } from "zod";
import { tools } from "#db/schema/agents";
import { keyDays, keyExpiry } from "#lib/agents/keys/key-expiry";
import { parsePublicKey } from "#lib/agents/keys/public-key";
import { recordAudit } from "#lib/audit/record";
import { type MasterSecret, seal } from "#lib/crypto/seal";
import { newId } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { refuseRevokedKey } from "./store-key.ts";

/** The `aud` of grants: an absolute https or http URL, compared character by character. */
export const audienceUrl = z
  .string()
  .trim()
  .max(512)
  .pipe(z.url({ protocol: /^https?$/, error: "must be the tool's https address" }));

export interface ToolRegistration extends Authority {
  name: string;
  audience: string;
  /** A public key as `parsePublicKey` reads it, or `secret` to create an HMAC secret. */
  key: { publicKey: string } | "secret";
  expiresInDays?: number;
  masterSecret: MasterSecret;
}

export interface RegisteredTool {
  toolId: string;
  /** `whsec_`, to be shown once. */
  secret: string | undefined;
  expiresAt: Date;
}

/**
 * Registers an audience with a key for a tool that redeems grants. Registering the same audience
 * again adds a key, for rotation. For admins. Where the workspace requires two admins, the
 * registration is proposed, and the second admin's confirmation creates the secret.
 * @throws {CountersignError} `not_found` when the actor is not an admin, `invalid_input` for a bad
 * key, `conflict` for a revoked key
 */
export const registerTool = proposable<ToolRegistration, RegisteredTool>(async (db, registration) => {
  const { actor, name, audience, key, masterSecret, confirmed, now } = registration;
  requireRole(actor, "admin");
  const toolId = newId("tol", now);
  const { secret, ...material } =
    key === "secret" ? madeSecret(toolId, masterSecret) : givenKey(key.publicKey);
  const expiresAt = keyExpiry(registration.expiresInDays, now);
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, registration);
    if (material.algorithm === "ed25519") await refuseRevokedKey(tx, material.publicKey);
    if (needsTwo) return proposeChange(tx, proposedTool(registration), registration);
    await tx.insert(tools).values({
      id: toolId,
      name,
      audience,
      ...material,
      createdBy: actor.personId,
      createdAt: now,
      expiresAt,
    });
    const data = {
      audience,
      algorithm: material.algorithm,
      expires_at: expiresAt.toISOString(),
      ...proposedFacts(confirmed),
    };
    await recordAudit(tx, { type: "tool.registered", actor, subject: { tool: toolId }, data }, now);
    return { toolId, secret, expiresAt };
  });
});

function proposedTool({ name, audience, key, expiresInDays }: ToolRegistration) {
  const days = keyDays.parse(expiresInDays);
  const public_key = key === "secret" ? null : publicKeyText(parsePublicKey(key.publicKey));
  return { act: "tool.register" as const, name, audience, public_key, expires_in_days: days };
}

function publicKeyText(bytes: Uint8Array): string {
  return `whpk_${Buffer.from(bytes).toString("base64")}`;
}

function givenKey(publicKey: string) {
  return { algorithm: "ed25519" as const, publicKey: parsePublicKey(publicKey), secret: undefined };
}

function madeSecret(toolId: string, masterSecret: MasterSecret) {
  const bytes = randomBytes(32);
  const secretSealed = seal(masterSecret, "agent-secret", toolId, bytes);
  return { algorithm: "hmac-sha256" as const, secretSealed, secret: `whsec_${bytes.toString("base64")}` };
}
