import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Database } from "#db/client";
import { tools } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { newId } from "#lib/ids";
import { type MasterSecret, seal } from "#lib/keys/seal";
import { keyExpiry } from "./key-expiry.ts";
import { parsePublicKey } from "./public-key.ts";
import { refuseRevokedKey } from "./refuse-revoked-key.ts";

/** What grants name in `aud` and agents in `action.audience`: an absolute https or http URL, compared character by character. */
export const audienceUrl = z
  .string()
  .trim()
  .max(512)
  .pipe(z.url({ protocol: /^https?$/, error: "must be the tool's https address" }));

export interface ToolRegistration {
  actor: Viewer;
  name: string;
  audience: string;
  /** Its public key in any of the forms of `parsePublicKey`, or `secret` to have an HMAC secret made. */
  key: { publicKey: string } | "secret";
  expiresInDays?: number;
  masterSecret: MasterSecret;
  now: Date;
}

/**
 * Registers a tool that redeems at the boundary itself: an audience with a key. Registering the same audience again adds a key, for rotation. For admins.
 * @returns with `secret` (`whsec_`, to be shown once) when one was made.
 * @throws {CountersignError} `not_found` when the actor is no admin, `invalid_input` for a bad key, `conflict` for one that was revoked
 */
export async function registerTool(
  db: Database,
  registration: ToolRegistration,
): Promise<{ toolId: string; secret: string | undefined; expiresAt: Date }> {
  const { actor, name, audience, key, masterSecret, now } = registration;
  requireRole(actor, "admin");
  const toolId = newId("tol", now);
  const { secret, ...material } =
    key === "secret" ? madeSecret(toolId, masterSecret) : givenKey(key.publicKey);
  const expiresAt = keyExpiry(registration.expiresInDays, now);
  await db.transaction(async (tx) => {
    if (material.algorithm === "ed25519") await refuseRevokedKey(tx, material.publicKey);
    await tx.insert(tools).values({
      id: toolId,
      name,
      audience,
      ...material,
      createdBy: actor.personId,
      createdAt: now,
      expiresAt,
    });
    const by = { type: "person" as const, id: actor.personId };
    const data = { audience, algorithm: material.algorithm, expires_at: expiresAt.toISOString() };
    await recordAudit(tx, { type: "tool.registered", actor: by, subject: { tool: toolId }, data }, now);
  });
  return { toolId, secret, expiresAt };
}

function givenKey(publicKey: string) {
  return { algorithm: "ed25519" as const, publicKey: parsePublicKey(publicKey), secret: undefined };
}

function madeSecret(toolId: string, masterSecret: MasterSecret) {
  const bytes = randomBytes(32);
  const secretSealed = seal(masterSecret, "agent-secret", toolId, bytes);
  return { algorithm: "hmac-sha256" as const, secretSealed, secret: `whsec_${bytes.toString("base64")}` };
}
