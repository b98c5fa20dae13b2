import type { SigningAlgorithm } from "#db/schema/agents";
import { CountersignError } from "#lib/kernel/errors";

/** `material`: the raw 32-byte Ed25519 public key, or the HMAC secret. */
export interface VerificationKey {
  id: string;
  algorithm: SigningAlgorithm;
  material: Uint8Array;
  expiresAt: Date;
  revokedAt: Date | null;
}

/** Whether the key is neither revoked nor expired. */
export function isUsable({ revokedAt, expiresAt }: VerificationKey, now: Date): boolean {
  return revokedAt === null && expiresAt > now;
}

/** @throws {CountersignError} `key_revoked`, `key_expired`. */
export function refuseUnusable(key: VerificationKey, now: Date): void {
  if (key.revokedAt) {
    throw new CountersignError("key_revoked", `key ${key.id} was revoked`, {
      userMessage: "This key was revoked. Ask the agent's owner or an admin for a new enrollment code.",
    });
  }
  if (key.expiresAt <= now) {
    throw new CountersignError("key_expired", `key ${key.id} has expired`, {
      userMessage: `This key expired on ${key.expiresAt.toISOString()}. Ask the agent's owner or an admin for a new enrollment code.`,
    });
  }
}
