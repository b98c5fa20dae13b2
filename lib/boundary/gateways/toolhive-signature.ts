import { createHmac } from "node:crypto";
import { invalidSignature } from "#lib/crypto/verify-webhook";
import { isUsable, type VerificationKey } from "#lib/crypto/webhook-key";
import { equalBytes } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

export interface ToolHiveHeaders {
  /** `X-ToolHive-Signature` */
  signature: string | undefined;
  /** `X-ToolHive-Timestamp`, in Unix seconds */
  timestamp: string | undefined;
}

const toleranceSeconds = 300;

/**
 * Verifies `sha256=` + hexadecimal HMAC-SHA-256 over `timestamp.payload`, by the text of a `whsec_` secret.
 * @returns the ID of the key.
 * @throws {CountersignError} `missing_signature`, `stale_timestamp`, `invalid_signature`.
 */
export function verifyToolHive(
  { signature, timestamp }: ToolHiveHeaders,
  payload: Uint8Array,
  keys: VerificationKey[],
  now: Date,
): string {
  if (signature === undefined || timestamp === undefined)
    throw new CountersignError("missing_signature", "unsigned webhook of ToolHive", {
      userMessage: "Set the HMAC secret of this webhook in ToolHive, so that it signs its calls.",
    });
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || ageSeconds > toleranceSeconds)
    throw new CountersignError("stale_timestamp", "X-ToolHive-Timestamp is too far from now", {
      userMessage: `X-ToolHive-Timestamp must be within ${toleranceSeconds} seconds. Check the clock of ToolHive's machine.`,
    });
  const hexadecimal = /^sha256=([0-9a-f]{64})$/.exec(signature)?.[1];
  const offered = Buffer.from(hexadecimal ?? "", "hex");
  const signer = keys
    .filter((key) => key.algorithm === "hmac-sha256" && isUsable(key, now))
    .find(({ material }) => equalBytes(signatureOf(material, timestamp, payload), offered));
  if (!signer) throw invalidSignature("no secret of the agent made this signature");
  return signer.id;
}

function signatureOf(material: Uint8Array, timestamp: string, payload: Uint8Array): Uint8Array {
  const secret = `whsec_${Buffer.from(material).toString("base64")}`;
  return createHmac("sha256", secret).update(`${timestamp}.`).update(payload).digest();
}
