import { createHmac } from "node:crypto";
import { verifyEd25519 } from "#lib/crypto/ed25519";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { isUsable, refuseUnusable, type VerificationKey } from "./webhook-key.ts";

export interface WebhookHeaders {
  id: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
}

export interface VerifiedWebhook {
  webhookId: string;
  keyId: string;
}

/** Standard Webhooks 1.0: how far a timestamp may be from now, either way. */
const toleranceSeconds = 300;
/** A rotating sender offers two signatures. Bounds a forged call's cost. */
const maximumSignatures = 4;
/** Ended keys are tried only to inform their holder. */
const maximumEndedKeys = 3;

/**
 * Verifies a call's Standard Webhooks signature (`v1a` Ed25519, `v1` HMAC-SHA-256) over
 * `id.timestamp.rawBody`, by usable keys first. Only a caller with the key learns of its expiry or
 * revocation, and of the last ended keys only: a forged call must not cost a verification for each one.
 * @throws {CountersignError} `missing_signature`, `stale_timestamp`, `invalid_signature`, `key_expired`,
 * `key_revoked`.
 */
export async function verifyWebhook(
  headers: WebhookHeaders,
  rawBody: Uint8Array,
  keys: VerificationKey[],
  now: Date,
  most: { endedKeys: number } = { endedKeys: maximumEndedKeys },
): Promise<VerifiedWebhook> {
  const { id, timestamp, signature } = present(headers);
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!(ageSeconds <= toleranceSeconds)) {
    throw new CountersignError("stale_timestamp", `webhook-timestamp is ${Math.round(ageSeconds)} s away`, {
      userMessage: `webhook-timestamp must be the current Unix time in seconds, within ${toleranceSeconds} seconds. Check your clock.`,
    });
  }
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), rawBody]);
  const offered = signature.split(" ", maximumSignatures).flatMap(parseSignature);
  const usable = keys.filter((key) => isUsable(key, now));
  const key =
    (await signerAmong(usable, offered, signed)) ??
    (await signerAmong(lastEnded(keys, most.endedKeys, now), offered, signed));
  if (!key) throw invalidSignature("no key of the caller made this signature");
  refuseUnusable(key, now);
  return { webhookId: id, keyId: key.id };
}

function lastEnded(keys: VerificationKey[], most: number, now: Date): VerificationKey[] {
  const endedAt = ({ revokedAt, expiresAt }: VerificationKey) =>
    Math.min(revokedAt?.getTime() ?? Number.POSITIVE_INFINITY, expiresAt.getTime());
  return keys
    .filter((key) => !isUsable(key, now))
    .sort((a, b) => endedAt(b) - endedAt(a))
    .slice(0, most);
}

/** The same answer for an unknown caller: it must not reveal whether a caller exists. */
export function invalidSignature(message: string): CountersignError {
  return new CountersignError("invalid_signature", message, {
    userMessage:
      "Signature doesn't match any active key. Sign id.timestamp.body using the exact bytes you send.",
  });
}

function present({ id, timestamp, signature }: WebhookHeaders): Record<keyof WebhookHeaders, string> {
  if (!id || !timestamp || !signature) {
    throw new CountersignError("missing_signature", "unsigned call", {
      userMessage:
        "Sign this request with the Standard Webhooks headers webhook-id, webhook-timestamp and webhook-signature.",
    });
  }
  if (!/^[\x21-\x2d\x2f-\x7e]{1,128}$/.test(id)) {
    throw new CountersignError("missing_signature", "malformed webhook-id", {
      userMessage: "webhook-id must be 1 to 128 printable ASCII characters with no spaces or periods.",
    });
  }
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new CountersignError("stale_timestamp", "malformed webhook-timestamp", {
      userMessage: "webhook-timestamp must be the current Unix time in whole seconds.",
    });
  }
  return { id, timestamp, signature };
}

interface OfferedSignature {
  algorithm: VerificationKey["algorithm"];
  bytes: Uint8Array;
}

// Undefined when the text does not have our format.
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
  for (const key of keys) {
    const own = offered.filter(({ algorithm }) => algorithm === key.algorithm);
    if (own.length > 0 && (await isSigner(key, own, signed))) return key;
  }
  return undefined;
}

async function isSigner(
  { algorithm, material }: VerificationKey,
  offered: OfferedSignature[],
  signed: Uint8Array,
): Promise<boolean> {
  if (algorithm === "hmac-sha256") {
    const expected = createHmac("sha256", material).update(signed).digest();
    return offered.some(({ bytes }) => equalBytes(expected, bytes));
  }
  for (const { bytes } of offered) if (await verifyEd25519(signed, material, bytes)) return true;
  return false;
}
