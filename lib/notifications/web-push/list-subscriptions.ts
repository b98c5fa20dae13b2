import { count, countDistinct, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export type DeviceView = Awaited<ReturnType<typeof listSubscriptions>>[number];

/** A person's devices for web push, newest first. */
export async function listSubscriptions(db: Database, personId: string) {
  const { id, deviceName: name, createdAt: addedAt, lastDeliveredAt } = pushSubscriptions;
  return db
    .select({ id, name, addedAt, lastDeliveredAt })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.personId, personId))
    .orderBy(desc(pushSubscriptions.id));
}

/** Counts of people and devices, and the age of the key. For admins. */
export async function readWebPushStatus(
  db: Database,
  { viewer }: { viewer: Viewer },
): Promise<{ people: number; devices: number; keyCreatedAt: Date | undefined }> {
  requireRole(viewer, "admin");
  const [reached] = await db
    .select({ people: countDistinct(pushSubscriptions.personId), devices: count() })
    .from(pushSubscriptions);
  const [key] = await db
    .select({ createdAt: vapidKeys.createdAt })
    .from(vapidKeys)
    .where(isNull(vapidKeys.retiredAt));
  return { people: reached?.people ?? 0, devices: reached?.devices ?? 0, keyCreatedAt: key?.createdAt };
}
