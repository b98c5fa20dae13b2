import { and, eq, isNull } from "drizzle-orm";
import webPush from "web-push";
import type { Database, Transaction } from "#db/client";
import { vapidKeys } from "#db/schema/web-push";
import { recordAudit } from "#lib/audit/record";
import { type MasterSecret, seal, unseal } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { base64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

interface VapidKey {
  publicKey: string;
  privateKey: string;
}

/** Creates the first VAPID key when a process starts. Of several processes, one creates the key. */
export async function ensureVapidKey(db: Database, secret: MasterSecret, now: Date): Promise<void> {
  if (await findCurrent(db)) return;
  await db.transaction(async (tx) => {
    const key = await insertKey(tx, secret, now);
    if (!key) return;
    const actor = { type: "system" as const, id: "start" };
    await recordAudit(tx, { type: "vapid_key.created", actor, subject: { key } }, now);
  });
}

/** The current public key for browsers. @throws {CountersignError} `internal` without a key */
export async function currentVapidKey(db: Database | Transaction): Promise<string> {
  const key = await findCurrent(db);
  if (key !== undefined) return key;
  throw new CountersignError("internal", "there is no VAPID key: no process has started on this database");
}

/**
 * Replaces the VAPID key `retiring`. A push service accepts only the key that a browser subscribed
 * with, so the old key continues to sign for its subscriptions; each device takes the new key when the
 * app is opened on it. The caller has obtained the actor's passkey confirmation.
 * @returns the new public key.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when another key is current
 */
export async function rotateVapidKey(
  db: Database,
  { actor, retiring, secret, now }: { actor: Viewer; retiring: string; secret: MasterSecret; now: Date },
): Promise<string> {
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const retired = await tx
      .update(vapidKeys)
      .set({ retiredAt: now })
      .where(and(eq(vapidKeys.publicKey, retiring), isNull(vapidKeys.retiredAt)))
      .returning({ key: vapidKeys.publicKey });
    const key = retired.length > 0 ? await insertKey(tx, secret, now) : undefined;
    if (key === undefined)
      throw new CountersignError("conflict", "the VAPID key to retire is not the current key", {
        userMessage: "The push key was rotated by someone else. Reload and try again.",
      });
    const data = { retired: retiring };
    await recordAudit(tx, { type: "vapid_key.rotated", actor, subject: { key }, data }, now);
    return key;
  });
}

function openVapidKey(row: typeof vapidKeys.$inferSelect, secret: MasterSecret): VapidKey {
  const { publicKey, privateSealed } = row;
  return { publicKey, privateKey: base64url(unseal(secret, "vapid-key", publicKey, privateSealed)) };
}

async function findCurrent(db: Database | Transaction): Promise<string | undefined> {
  const [row] = await db
    .select({ key: vapidKeys.publicKey })
    .from(vapidKeys)
    .where(isNull(vapidKeys.retiredAt));
  return row?.key;
}

/** undefined when another transaction inserted first. */
async function insertKey(tx: Transaction, secret: MasterSecret, now: Date): Promise<string | undefined> {
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const privateSealed = seal(secret, "vapid-key", publicKey, Buffer.from(privateKey, "base64url"));
  const [row] = await tx
    .insert(vapidKeys)
    .values({ publicKey, privateSealed, createdAt: now })
    .onConflictDoNothing()
    .returning({ key: vapidKeys.publicKey });
  return row?.key;
}

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
