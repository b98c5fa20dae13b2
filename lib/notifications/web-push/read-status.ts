import { count, countDistinct, isNull } from "drizzle-orm";
import type { Database } from "#db/client";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";

/** How many devices of how many people web push reaches, and since when its key is in use. */
export async function readWebPushStatus(
  db: Database,
): Promise<{ people: number; devices: number; keyCreatedAt: Date | undefined }> {
  const [reached] = await db
    .select({ people: countDistinct(pushSubscriptions.personId), devices: count() })
    .from(pushSubscriptions);
  const [key] = await db
    .select({ createdAt: vapidKeys.createdAt })
    .from(vapidKeys)
    .where(isNull(vapidKeys.retiredAt));
  return { people: reached?.people ?? 0, devices: reached?.devices ?? 0, keyCreatedAt: key?.createdAt };
}
