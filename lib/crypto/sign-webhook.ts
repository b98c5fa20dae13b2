import { createHmac } from "node:crypto";

/** The signed parts of a message, as Standard Webhooks 1.0 names them. */
export interface UnsignedWebhook {
  /** Without a full stop, which separates the signed parts. */
  id: string;
  /** Seconds since the epoch. */
  timestamp: number;
  body: string;
}

/** A `v1` signature (HMAC-SHA-256) by each secret, separated by spaces. */
export function signWebhook({ id, timestamp, body }: UnsignedWebhook, secrets: Uint8Array[]): string {
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => createHmac("sha256", secret).update(signed).digest("base64"));
  return signatures.map((signature) => `v1,${signature}`).join(" ");
}
