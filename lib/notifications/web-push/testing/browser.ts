import { createECDH, randomBytes } from "node:crypto";
import type { BrowserKeys } from "./decrypt.ts";

/** A subscription as the browser that made it has it. */
export interface BrowserSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** What the page subscribed with. */
  applicationServerKey: string;
  secrets: BrowserKeys;
}

/** What a browser makes when a page subscribes. */
export function newSubscription(endpoint: string, applicationServerKey: string): BrowserSubscription {
  const ecdh = createECDH("prime256v1");
  const p256dh = ecdh.generateKeys("base64url");
  const auth = randomBytes(16);
  return {
    endpoint,
    keys: { p256dh, auth: auth.toString("base64url") },
    applicationServerKey,
    secrets: { privateKey: ecdh.getPrivateKey(), auth },
  };
}
