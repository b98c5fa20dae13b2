import { desc, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { pushSubscriptions } from "#db/schema/web-push";

/** A person's device, without endpoint and keys. */
export interface DeviceView {
  id: string;
  name: string;
  addedAt: Date;
  lastDeliveredAt: Date | null;
}

/** A person's devices for web push, newest first. */
export async function listSubscriptions(db: Database, personId: string): Promise<DeviceView[]> {
  return db
    .select({
      id: pushSubscriptions.id,
      name: pushSubscriptions.deviceName,
      addedAt: pushSubscriptions.createdAt,
      lastDeliveredAt: pushSubscriptions.lastDeliveredAt,
    })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.personId, personId))
    .orderBy(desc(pushSubscriptions.id));
}
