import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";

/** How many days a phone session lasts without use; 0: no phone sessions. */
export async function findPhoneSessionDays(db: Database | Transaction): Promise<number> {
  const [row] = await db.select({ days: workspace.phoneSessionDays }).from(workspace);
  return row?.days ?? 0;
}
