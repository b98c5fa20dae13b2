import { count, countDistinct, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

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
