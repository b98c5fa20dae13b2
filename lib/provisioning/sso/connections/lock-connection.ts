import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { ssoConnections } from "#db/schema/sso";
import type { Connection } from "./connection.ts";

/**
 * An enabled connection, locked until the caller's transaction ends: a connection turned off
 * earlier is not found here, and turning it off later ends the session of this transaction. Locked
 * before any person's row.
 */
export async function lockConnection(tx: Transaction, id: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(ssoConnections)
    .where(and(eq(ssoConnections.id, id), eq(ssoConnections.enabled, true)))
    .for("share");
  return row;
}
