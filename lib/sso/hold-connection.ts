import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import type { Connection } from "./connection.ts";

/**
 * An enabled connection, which stays as it is until the caller's transaction ends: one turned off before is not found here, one turned off
 * after ends the session that this began. Taken before anybody's row.
 */
export async function holdConnection(tx: Transaction, id: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(ssoConnections)
    .where(and(eq(ssoConnections.id, id), eq(ssoConnections.enabled, true)))
    .for("share");
  return row;
}
