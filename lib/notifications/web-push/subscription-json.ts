import { ECDH } from "node:crypto";
import { z } from "zod";
import { fromBase64url } from "#lib/kernel/digest";

/** An uncompressed point of P-256 (RFC 8291 section 3.2). */
const p256dh = z.string().max(128).refine(isPoint, { error: "must be a public key of P-256, base64url" });

const auth = z
  .string()
  .max(64)
  .refine((text) => fromBase64url(text)?.byteLength === 16, { error: "must be 16 bytes, base64url" });

const endpoint = z.url().max(2048);

/** A page's or a service worker's subscription: `toJSON` of PushSubscription, and more. */
export const subscriptionJson = z.object({
  endpoint,
  keys: z.object({ p256dh, auth }),
  /** The subscription's public key. By default that of the replaced subscription, or the current key. */
  key: z.string().max(128).optional(),
  /** The endpoint of the person's replaced subscription; the same for a refresh. */
  replaces: endpoint.optional(),
});

export type SubscriptionJson = z.output<typeof subscriptionJson>;

function isPoint(text: string): boolean {
  const bytes = fromBase64url(text);
  if (bytes?.byteLength !== 65) return false;
  try {
    ECDH.convertKey(bytes, "prime256v1");
    return true;
  } catch {
    return false;
  }
}
