import { createHmac } from "node:crypto";
import { equalBytes } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { verifyEd25519 } from "#lib/keys/ed25519";

/** A key that a caller may sign with. `material` is the raw 32-byte Ed25519 public key, or the HMAC secret. */
export interface VerificationKey {
  id: string;
  algorithm: "ed25519" | "hmac-sha256";
  material: Uint8Array;
  expiresAt: Date;
  revokedAt: Date | null;
}

export interface WebhookHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

/** What was signed, by which key. */
export interface VerifiedWebhook {
  webhookId: string;
  keyId: string;
}

/** Standard Webhooks 1.0: how far a timestamp may be from now, either way. */
const toleranceSeconds = 300;
const maximumSignatures = 10;

/**
 * Verifies a call's Standard Webhooks signature (`v1a` Ed25519, `v1` HMAC-SHA-256) over `id.timestamp.rawBody`.
 * Only a caller who holds a key learns that the key has expired or was revoked.
 * @throws {CountersignError} `missing_signature`, `stale_timestamp`, `invalid_signature`, `key_expired`, `key_revoked`.
 */
export async function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: Uint8Array,
  keys: VerificationKey[],
  now: Date,
): Promise<VerifiedWebhook> {
  const { id, timestamp, signature } = present(headers);
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!(ageSeconds <= toleranceSeconds)) {
    throw new CountersignError("stale_timestamp", `webhook-timestamp is ${Math.round(ageSeconds)} s away`, {
      userMessage: `webhook-timestamp must be the current time in whole seconds since the epoch, within ${toleranceSeconds} seconds. Check the clock.`,
    });
  }
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]);
  const offered = signature.split(" ").slice(0, maximumSignatures).flatMap(parseSignature);
  // A key that is good first: the same material may stand in an older row that was revoked or has expired.
  const inOrder = [...keys].sort((a, b) => Number(isUsable(b, now)) - Number(isUsable(a, now)));
  const key = await signerAmong(inOrder, offered, signed);
  if (!key) throw invalidSignature("no key of the caller made this signature");
  refuseUnusable(key, now);
  return { webhookId: id, keyId: key.id };
}

/** The one answer to an unknown caller and to a wrong signature, so that neither tells which callers exist. */
export function invalidSignature(message: string): CountersignError {
  return new CountersignError("invalid_signature", message, {
    userMessage:
      "The signature is not that of a key enrolled for this caller. Sign `id.timestamp.body` with the exact bytes that are sent.",
  });
}

function present({ id, timestamp, signature }: WebhookHeaders): {
  id: string;
  timestamp: string;
  signature: string;
} {
  if (!id || !timestamp || !signature) {
    throw new CountersignError("missing_signature", "unsigned call", {
      userMessage:
        "Sign the call: the headers webhook-id, webhook-timestamp and webhook-signature are required (Standard Webhooks).",
    });
  }
  if (!/^[\x21-\x2d\x2f-\x7e]{1,128}$/.test(id)) {
    throw new CountersignError("missing_signature", "malformed webhook-id", {
      userMessage: "webhook-id must be 1 to 128 printable ASCII characters without spaces or full stops.",
    });
  }
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new CountersignError("stale_timestamp", "malformed webhook-timestamp", {
      userMessage: "webhook-timestamp must be the current time in whole seconds since the epoch.",
    });
  }
  return { id, timestamp, signature };
}

interface OfferedSignature {
  algorithm: VerificationKey["algorithm"];
  bytes: Uint8Array;
}

// Nothing when it is none of ours in form.
function parseSignature(text: string): OfferedSignature[] {
  const [version, encoded] = text.split(",");
  if (encoded === undefined) return [];
  const bytes = new Uint8Array(Buffer.from(encoded, "base64"));
  if (version === "v1a" && bytes.byteLength === 64) return [{ algorithm: "ed25519", bytes }];
  if (version === "v1" && bytes.byteLength === 32) return [{ algorithm: "hmac-sha256", bytes }];
  return [];
}

async function signerAmong(
  keys: VerificationKey[],
  offered: OfferedSignature[],
  signed: Uint8Array,
): Promise<VerificationKey | undefined> {
  for (const key of keys) for (const one of offered) if (await signs(key, one, signed)) return key;
  return undefined;
}

async function signs(key: VerificationKey, offered: OfferedSignature, signed: Uint8Array): Promise<boolean> {
  if (key.algorithm !== offered.algorithm) return false;
  if (key.algorithm === "ed25519") return verifyEd25519(signed, key.material, offered.bytes);
  return equalBytes(createHmac("sha256", key.material).update(signed).digest(), offered.bytes);
}

/** Whether the key is neither revoked nor expired. */
export function isUsable({ revokedAt, expiresAt }: VerificationKey, now: Date): boolean {
  return revokedAt === null && expiresAt > now;
}

/** @throws {CountersignError} `key_revoked`, `key_expired`. */
export function refuseUnusable(key: VerificationKey, now: Date): void {
  if (key.revokedAt) {
    throw new CountersignError("key_revoked", `key ${key.id} was revoked`, {
      userMessage: "This key was revoked. Ask an admin for a new enrolment code.",
    });
  }
  if (key.expiresAt <= now) {
    throw new CountersignError("key_expired", `key ${key.id} has expired`, {
      userMessage: `This key expired at ${key.expiresAt.toISOString()}. Ask an admin for a new enrolment code.`,
    });
  }
}
