import webPush from "web-push";
import type { vapidKeys } from "#db/schema/web-push";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { openVapidKey } from "./vapid-keys.ts";

type VapidKeyRow = typeof vapidKeys.$inferSelect;

/** The value of `authorization` for a push service, the origin `audience`. */
export type VapidHeader = (audience: string, key: VapidKeyRow, now: Date) => string;

/** A token expires after 12 hours, so that a clock may differ by hours. */
const reusedMilliseconds = 3600 * 1000;
const mostKept = 1000;

/**
 * Signs in to push services with VAPID (RFC 8292). A token names the service, not the message, and
 * may be valid for 24 hours (section 2), so one signature serves all messages for an hour.
 */
export function openVapidHeaders(secret: MasterSecret, config: Pick<Config, "origin">): VapidHeader {
  const kept = new Map<string, { header: string; at: number }>();
  const subject = vapidSubject(config.origin);
  return (audience, row, now) => {
    const name = `${row.publicKey} ${audience}`;
    const last = kept.get(name);
    if (last && Math.abs(now.getTime() - last.at) < reusedMilliseconds) return last.header;
    const { publicKey, privateKey } = openVapidKey(row, secret);
    const header = webPush.getVapidHeaders(audience, subject, publicKey, privateKey, "aes128gcm");
    // Browsers name the hosts of push services: their number has no other bound.
    if (kept.size >= mostKept) kept.clear();
    kept.set(name, { header: header.Authorization, at: now.getTime() });
    return header.Authorization;
  };
}

/** Whom a push service would contact. Safari's refuses a local URL, and takes any mail address. */
export function vapidSubject(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" && !isLoopbackHost(hostname) ? origin : "mailto:push@countersign.invalid";
}
